#!/usr/bin/env python3
"""Each rule of tidy.py bites: a clean small tree passes, and a planted breach in it is named by the rule meant for it."""
import pathlib
import tempfile
import unittest

import tidy
import tidy_cpp

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
CLEAN = {
    "CMakeLists.txt": "zhike_room(base)\nzhike_room(db DEPENDS base)\nzhike_room(ledger DEPENDS base)\nzhike_room(flow DEPENDS db ledger USES x::y)\n"
                      "zhike_room(ingest DEPENDS flow)\nzhike_room(profile DEPENDS flow)\nzhike_room(measure DEPENDS flow)\nzhike_room(report DEPENDS flow)\n",
    "engine/base/result.h": SPDX + "#pragma once\nint answer();\n",
    "engine/db/connection.cpp": SPDX + "#include <duckdb.h>\n#include \"base/result.h\"\nint f() { return 1; }\n",
    "engine/profile/profile.h": SPDX + "#pragma once\n#include \"base/result.h\"\n",
    "engine/profile/sql/golden.sql": "-- The golden record.\n-- reads: ingest.record\n-- writes: profile.customer\n"
                                     "CREATE OR REPLACE TABLE profile.customer AS\nSELECT record_id FROM ingest.record\n",
    "docs/start.md": "[home](../README.md)\n",
    "README.md": "# Home\n[start](docs/start.md#top)\n",
}


class TidyTree(unittest.TestCase):
    def breaches(self, rule, planted=None):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**CLEAN, **(planted or {})}.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return list(rule(tidy.Tree(folder)))

    def bites(self, rule, name, text, word):
        found = self.breaches(rule, {name: text})
        self.assertTrue(any(word in breach for breach in found), f"{rule.__name__} said {found}")


class TidyBites(TidyTree):
    def test_a_clean_tree_has_no_breach(self):
        for rule in tidy.RULES:
            self.assertEqual(self.breaches(rule), [], rule.__name__)

    def test_a_room_may_not_depend_on_a_later_one(self):
        self.bites(tidy.rooms_point_one_way, "CMakeLists.txt", "zhike_room(base DEPENDS flow)\nzhike_room(flow)\n", "no earlier line")

    def test_a_stage_may_not_depend_on_a_stage(self):
        self.bites(tidy.rooms_point_one_way, "CMakeLists.txt", "zhike_room(ingest)\nzhike_room(profile DEPENDS ingest)\n", "talk through tables")

    def test_an_include_outside_the_closure_is_named(self):
        self.bites(tidy.includes_point_one_way, "engine/base/clock.cpp", SPDX + '#include "db/connection.h"\n', "may not include 'db'")

    def test_a_stage_may_not_include_a_stage(self):
        self.bites(tidy.includes_point_one_way, "engine/profile/golden.cpp", SPDX + '#include "ingest/ingest.h"\n', "may not include 'ingest'")

    def test_only_two_rooms_know_the_stores(self):
        self.bites(tidy.includes_point_one_way, "engine/profile/golden.cpp", SPDX + "#include <duckdb.h>\n", "only engine/db")
        self.bites(tidy.includes_point_one_way, "cli/main.cpp", SPDX + '#include "sqlite3.h"\n', "only engine/ledger")

    def test_a_door_without_json(self):
        self.bites(tidy.includes_point_one_way, "engine/profile/profile.h", SPDX + "#pragma once\n#include <boost/json.hpp>\n", "Boost.JSON")

    def test_a_folder_that_is_no_room_is_named(self):
        self.bites(tidy.includes_point_one_way, "engine/cellar/a.cpp", SPDX, "not declared")

    def sql(self, text, word, name="engine/profile/sql/golden.sql"):
        self.bites(tidy.tables_point_one_way, name, text, word)

    def test_sql_says_what_it_reads_and_writes(self):
        self.sql("-- Golden.\nSELECT 1 FROM ingest.record\n", "reads ingest.record, but its header")

    def test_a_stage_writes_only_its_own_schema(self):
        self.sql("-- x.\n-- reads: none\n-- writes: ingest.record\nDELETE FROM ingest.record\n", "may not write ingest.record")

    def test_a_stage_reads_no_later_schema(self):
        self.sql("-- x.\n-- reads: measure.quality\n-- writes: none\nSELECT 1 FROM measure.quality\n", "later room's table")

    def test_the_header_agrees_with_the_statement(self):
        self.sql("-- x.\n-- reads: none\n-- writes: none\nSELECT 1 FROM ingest.record\n", "header does not say so")
        self.sql("-- x.\n-- reads: ingest.record\n-- writes: none\nSELECT 1\n", "which the statement does not")
        self.sql("-- x.\n-- reads: none\n-- writes: none\nINSERT INTO profile.gap SELECT 1\n", "writes profile.gap")

    def test_a_report_writes_nothing(self):
        self.sql("-- x.\n-- reads: none\n-- writes: profile.gap\nDELETE FROM profile.gap\n", "may not write", "engine/report/sql/x.sql")

    def test_sql_inside_cpp_is_held_to_the_same_arrow(self):
        self.bites(tidy.tables_point_one_way, "engine/profile/golden.cpp", SPDX + 'auto s = "INSERT INTO measure.quality SELECT 1";\n', "may not write measure")

    def test_a_header_that_only_tests_include_may_plant_rows(self):
        planted = {"engine/profile/planted.h": SPDX + '#pragma once\nauto s = "INSERT INTO measure.quality SELECT 1";\n',
                   "engine/profile/golden_test.cpp": SPDX + '#include "profile/planted.h"\n'}
        self.assertEqual(self.breaches(tidy.tables_point_one_way, planted), [])
        planted["engine/profile/golden.cpp"] = planted["engine/profile/golden_test.cpp"]
        self.assertTrue(self.breaches(tidy.tables_point_one_way, planted))

    def test_one_statement_in_one_file(self):
        self.bites(tidy.one_statement_a_file, "engine/profile/sql/golden.sql", "-- x\nSELECT 1; SELECT ';'\n", "several statements")
        self.bites(tidy.one_statement_a_file, "engine/profile/sql/golden.sql", "SELECT 1\n", "opens with a comment")

    def test_a_file_stops_at_500_lines(self):
        self.bites(tidy.files_stay_small, "engine/base/long.cpp", SPDX + "int x();\n" * 501, "502 lines")

    def test_a_table_may_be_longer(self):
        rows = "constexpr int rows[] = {\n" + "  1,\n" * 600 + "};\n"
        self.assertEqual(self.breaches(tidy.files_stay_small, {"engine/base/rows.cpp": SPDX + rows}), [])

    def test_a_function_stops_at_70_lines(self):
        body = "  auto f = [](int x) {\n    return x; };\n  const char* t = \"}\"; // }\n"
        self.bites(tidy.functions_stay_small, "engine/base/a.cpp", SPDX + "namespace z {\nint grow(int a) {\n" + body * 24 + "}\n}\n", "'grow' has 74 lines")
        self.bites(tidy.functions_stay_small, "tools/a.py", "def grow():\n" + "    pass\n" * 70, "'grow' has 71 lines")

    def test_a_static_table_inside_a_function_is_not_counted(self):
        text = SPDX + "int f() {\n  static const int rows[] = {\n" + "    1,\n" * 90 + "  };\n  return rows[0];\n}\n"
        self.assertEqual(self.breaches(tidy.functions_stay_small, {"engine/base/a.cpp": text}), [])

    def test_names_that_say_nothing_are_named(self):
        self.bites(tidy.names_say_something, "engine/base/string_util.cpp", SPDX, "'util'")
        self.bites(tidy.names_say_something, "engine/base/a.cpp", SPDX + "class JobManager {};\n", "JobManager")
        self.bites(tidy.names_say_something, "engine/base/a.cpp", SPDX + "int organization_count;\n", "British")

    def test_a_name_that_only_holds_such_letters_is_fine(self):
        text = SPDX + "class Implementer {};\nstruct Commonness {};\n"
        self.assertEqual(self.breaches(tidy.names_say_something, {"engine/base/a.cpp": text}), [])

    def test_a_source_without_licence_line_is_named(self):
        self.bites(tidy.sources_carry_the_licence, "engine/base/a.cpp", "int x;\n", "first line")
        self.bites(tidy.sources_carry_the_licence, "engine/base/a.h", SPDX, "pragma once")

    def test_machine_paths_and_registry_hosts_are_named(self):
        self.bites(tidy.nothing_private_is_told, "docs/a.md", "see /wor" "k/main\n", "path of one machine")
        self.bites(tidy.nothing_private_is_told, "tools/a.sh", "curl https://registr" "y.example.org/x\n", "package registry")

    def test_a_lock_file_holds_no_address(self):
        self.bites(tidy.lock_files_hold_no_addresses, "web/package-lock.json", '"resolved": "https://x.example/y.tgz"\n', "download address")

    def test_a_todo_names_its_issue(self):
        self.bites(tidy.todos_have_an_issue, "engine/base/a.cpp", SPDX + "// TOD" "O: more\n", "names its issue")
        self.assertEqual(self.breaches(tidy.todos_have_an_issue, {"engine/base/a.cpp": SPDX + "// TOD" "O(#12) more\n"}), [])

    def test_a_big_blob_is_named(self):
        self.bites(tidy.no_big_blobs, "docs/big.txt", "x" * 1_000_001, "the stop is")

    def test_a_dead_link_is_named(self):
        self.bites(tidy.links_resolve, "docs/a.md", "[gone](nowhere.md)\n", "leads nowhere")

    def test_functions_are_found_through_strings_lambdas_and_templates(self):
        text = ('template <class T> concept C = requires(T a) { a.b(); };\nstruct S {\n  S(int a) : a_{a}, b_(a) {\n    go();\n  }\n  int a_ = 3;\n};\n'
                'const auto t = R"x(\n{{{ )x";\nbool operator==(S a, S b) { return true; }\nauto table = std::map<int, int>{{1, 2}};\n')
        found = [(kind, name) for kind, name, _, _ in tidy_cpp.blocks(text) if kind == "function"]
        self.assertEqual([name for _, name in found][0], "S")
        self.assertEqual(len(found), 2)


if __name__ == "__main__":
    unittest.main()
