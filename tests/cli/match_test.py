#!/usr/bin/env python3
"""Matching plain files as a user does it: models kept and used again, explanations, labels, Splink models, the page."""
import csv
import json
import random
import re

from scenario import ROOT, Scenario, main

GIVEN = "anna boris carla david elena frank greta henry irene jonas katya louis maria nils olga peter".split()
FAMILY = "abbot barnes clarke dawson ellery foster garner hobson ingram jenner keller lawson mercer norton".split()


def people(seed=7, persons=150):
    """Rows of persons with up to three records each, with slips and gaps; and the person of each row."""
    chance = random.Random(seed)
    rows = []
    for person in range(persons):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        born = f"{chance.randint(1940, 2000)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        town = chance.choice(["york", "leeds", "hull", "derby"])
        mail = f"{given}.{family}{chance.randint(1, 999)}@example.com"
        for _ in range(chance.randint(1, 3)):
            cells = [given, family, born, town, mail]
            if chance.random() < 0.2:
                cells[1] = cells[1][:-1]
            if chance.random() < 0.15:
                cells[chance.randrange(5)] = ""
            rows.append((cells, person))
    chance.shuffle(rows)
    return rows


def read(path):
    with open(path, encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


class Matching(Scenario):
    def setUp(self):
        super().setUp()
        self.rows = people()
        lines = ["unique_id,first_name,surname,dob,city,email"]
        truth = ["record_id,entity_id"]
        for number, (cells, person) in enumerate(self.rows):
            lines.append(",".join([f"r{number}", *cells]))
            truth.append(f"r{number},p{person}")
        self.data = self.file("people.csv", "\n".join(lines) + "\n")
        self.truth = self.file("truth.csv", "\n".join(truth) + "\n")
        self.out = self.folder / "out.csv"

    def dedupe(self, *words, code=0, **more):
        return self.zhike("dedupe", self.data, "--out", self.out, *words, code=code, inside=False, **more)

    def test_the_files_that_are_read_are_never_written_over(self):
        before = self.data.read_bytes()
        for words in (["dedupe", self.data, "--out", self.data], ["dedupe", self.data, "--out", self.out, "--pairs", self.data],
                      ["link", self.data, self.truth, "--out", self.truth]):
            done = self.zhike(*words, "--json", code=2, inside=False)
            self.assertEqual(done.error, "bad_request")
        self.assertEqual(self.data.read_bytes(), before)
        self.assertFalse(self.out.exists())

    def test_text_and_json_show_one_probability(self):
        first, second = self.rows_of_one_person()
        told = self.dedupe("--explain", f"{first},{second}", "--json").json["explained"][0]
        text = self.dedupe("--explain", f"{first},{second}").out
        shown = told["match_probability"]
        self.assertIn("> 99.99%" if shown > 0.9999 else "< 0.01%" if shown < 0.0001 else f"{shown * 100:.2f}%", text)

    def rows_of_one_person(self):
        seen = {}
        for number, (cells, person) in enumerate(self.rows):
            if person in seen and "" not in cells:
                return f"r{seen[person]}", f"r{number}"
            seen[person] = number
        self.fail("nobody has two records")

    def refused(self, *words):
        """A use that ends in an error; nothing is written."""
        done = self.dedupe(*words, "--json", code=None)
        self.assertIn(done.code, (1, 2), done.err)
        return done

    def score(self):
        return self.zhike("evaluate", "--truth", self.truth, "--predicted", self.out, "--json", inside=False).json

    def pairs_of_one(self):
        by_person = {}
        for number, (_, person) in enumerate(self.rows):
            by_person.setdefault(person, []).append(f"r{number}")
        return [group for group in by_person.values() if len(group) > 1]

    def test_a_model_kept_and_used_again_gives_the_same_clusters(self):
        model = self.folder / "m.json"
        self.dedupe("--save-model", model)
        first = self.out.read_text()
        document = json.loads(model.read_text())
        self.assertEqual(document["zhike_model"], 1)
        self.assertEqual({"first_name", "surname", "dob", "city", "email"}, {column["name"] for column in document["columns"]})
        self.dedupe("--model", model)
        self.assertEqual(self.out.read_text(), first)

    def test_a_model_can_be_changed_by_hand_and_the_change_is_heard(self):
        model = self.folder / "m.json"
        self.dedupe("--save-model", model)
        document = json.loads(model.read_text())
        document["cut_bits"] = 60
        model.write_text(json.dumps(document))
        done = self.dedupe("--model", model, "--json")
        self.assertEqual(done.json["clusters_count"], len(self.rows), "nothing reaches 60 bits")

    def test_a_wrong_model_is_refused_by_name(self):
        model = self.folder / "m.json"
        self.dedupe("--save-model", model)
        text = model.read_text()
        for found, put, told in (('"zhike_model": 1', '"zhike_model": 9', "later"), ('"level": "equal"', '"level": "equl"', "equal"),
                                 ('"prior_bits"', '"prior_bit"', "prior_bits"), ('{"name": "surname", "kind"', '{"name": "sirname", "kind"', "sirname")):
            with self.subTest(put):
                self.assertIn(found, text)
                model.write_text(text.replace(found, put, 1))
                done = self.refused("--model", model)
                self.assertEqual(done.error, "bad_request")
                self.assertIn(told, done.err)
        self.out.unlink()
        model.write_text("{")
        self.assertEqual(self.refused("--model", model).error, "unreadable")
        self.assertFalse(self.out.exists(), "nothing half done is left")

    def test_a_pair_is_explained_whether_it_was_merged_or_not(self):
        group = self.pairs_of_one()[0]
        pair = self.dedupe("--explain", f"{group[0]},{group[1]}", "--json").json["explained"][0]
        total = pair["prior_bits"] + sum(line["bits"] for line in pair["evidence"]) + pair["dependence_bits"] + pair["related_bits"]
        self.assertAlmostEqual(total, pair["match_weight"], places=9)
        stranger = next(f"r{number}" for number, (_, person) in enumerate(self.rows) if person != self.rows[int(group[0][1:])][1])
        apart = self.dedupe("--explain", f"{group[0]},{stranger}", "--json").json["explained"][0]
        self.assertFalse(apart["same_cluster"])
        self.assertIn(apart["apart"], ("evidence", "clusters", "rule"))
        self.assertLess(apart["match_weight"], pair["match_weight"])
        for language, word in (("en", "kept apart"), ("zh", "未归并")):
            self.assertIn(word, self.dedupe("--explain", f"{group[0]},{stranger}", "--lang", language).out)
        self.assertEqual(self.refused("--explain", "r0,nobody").error, "not_found")

    def test_a_cluster_tells_who_joined_whom(self):
        group = max(self.pairs_of_one(), key=len)
        story = self.dedupe("--explain", f"cluster:{group[0]}", "--json").json["clusters"][0]
        self.assertIn(group[0], story["records"])
        self.assertEqual(len(story["joins"]), len(story["records"]) - 1)
        self.assertEqual(sum(join["weakest"] for join in story["joins"]), 1)
        bits = [join["bits"] for join in story["joins"]]
        self.assertEqual(bits, sorted(bits, reverse=True))

    def test_records_that_hold_nothing_are_listed_as_unlinkable(self):
        with open(self.data, "a", encoding="utf-8") as opened:
            opened.write("empty,,,,york,\n")
        unlinkable = self.folder / "u.csv"
        done = self.dedupe("--unlinkable", unlinkable, "--json")
        self.assertIn("empty", [row["unique_id"] for row in read(unlinkable)])
        self.assertGreaterEqual(done.json["unlinkable_count"], 1)

    def test_the_page_stands_alone_and_says_what_it_shows(self):
        page = self.folder / "page.html"
        for language in ("en", "zh"):
            self.dedupe("--report", page, "--truth", self.truth, "--lang", language)
            text = page.read_text(encoding="utf-8")
            self.assertNotRegex(text, r"""(?:src|href)=["']""", "nothing is loaded")
            self.assertIn("may hold personal data", text)
            self.assertIn("可能含个人信息", text)
            self.assertIn(f'data-lang="{language}"', text)
            for word in ("weakest bridge", "Precision against recall", "What each level of agreement is worth", "Where candidates come from"):
                self.assertIn(word, text)
        right = page.read_text(encoding="utf-8")
        self.assertEqual(right.count("<div"), right.count("</div>"))

    def labels(self):
        """Pairs of one person and pairs of two, as a steward would judge them."""
        chance = random.Random(3)
        lines = ["id_left,id_right,same"]
        for group in self.pairs_of_one():
            lines.append(f"{group[0]},{group[1]},same")
        for _ in range(60):
            a, b = chance.sample(range(len(self.rows)), 2)
            if self.rows[a][1] != self.rows[b][1]:
                lines.append(f"r{a},r{b},different")
        return self.file("labels.csv", "\n".join(lines) + "\n")

    def test_labels_calibrate_and_do_not_harm(self):
        model = self.folder / "m.json"
        self.dedupe("--json")
        before = self.score()["pairwise"]["f1"]
        self.dedupe("--labels", self.labels(), "--save-model", model)
        self.assertGreater(self.score()["pairwise"]["f1"], before - 0.01)
        calibration = json.loads(model.read_text())["calibration"]
        self.assertIn(calibration["method"], ("platt", "isotonic"))
        self.assertGreater(calibration["pairs_count"], 50)

    def test_labels_bind_when_asked(self):
        group = self.pairs_of_one()[0]
        labels = self.file("one.csv", f"id_left,id_right,same\n{group[0]},{group[1]},different\n")
        self.dedupe("--labels", labels, "--labels-bind")
        cluster = {row["unique_id"]: row["cluster_id"] for row in read(self.out)}
        self.assertNotEqual(cluster[group[0]], cluster[group[1]])
        self.assertEqual(self.refused("--labels", self.file("bad.csv", "id_left,id_right,same\nr0,r1,perhaps\n")).error, "bad_request")
        self.assertEqual(self.refused("--labels", self.file("bad.csv", "id_left,id_right,same\nr0,x,same\n")).error, "not_found")

    def test_labels_that_cannot_bind_are_refused_or_counted(self):
        self.assertEqual(self.refused("--labels-bind").error, "bad_request")
        group = self.pairs_of_one()[0]
        good = f"id_left,id_right,same\n{group[0]},{group[1]},same\n"
        told = lambda text: [note for note in self.dedupe("--labels", self.file("labels.csv", text), "--labels-bind", "--json").json["notes"] if "did not bind" in note]
        self.assertEqual(told(good), [])
        contradicting = told(good + f"{group[1]},{group[0]},different\n")
        self.assertEqual([note.split()[0] for note in contradicting], ["1"])

    def splink_model(self, **more):
        text = lambda column: [
            {"sql_condition": f'"{column}_l" IS NULL OR "{column}_r" IS NULL', "label_for_charts": "missing", "is_null_level": True},
            {"sql_condition": f'"{column}_l" = "{column}_r"', "label_for_charts": "equal", "m_probability": 0.8, "u_probability": 0.05,
             "tf_adjustment_column": column, "tf_adjustment_weight": 1.0},
            {"sql_condition": f'jaro_winkler_similarity("{column}_l", "{column}_r") >= 0.9', "label_for_charts": "similar", "m_probability": 0.15, "u_probability": 0.01},
            {"sql_condition": "ELSE", "label_for_charts": "else", "m_probability": 0.05, "u_probability": 0.94}]
        model = {"link_type": "dedupe_only", "probability_two_random_records_match": 0.003, "unique_id_column_name": "unique_id",
                 "blocking_rules_to_generate_predictions": [{"blocking_rule": 'l."dob" = r."dob"', "sql_dialect": "duckdb"},
                                                            {"blocking_rule": "l.surname = r.surname AND substr(l.first_name,1,1) = substr(r.first_name,1,1)", "sql_dialect": "duckdb"}],
                 "comparisons": [{"output_column_name": column, "comparison_levels": text(column)} for column in ("first_name", "surname", "email")]
                 + [{"output_column_name": "dob", "comparison_levels": [
                     {"sql_condition": '"dob_l" IS NULL OR "dob_r" IS NULL', "is_null_level": True},
                     {"sql_condition": '"dob_l" = "dob_r"', "m_probability": 0.9, "u_probability": 0.001},
                     {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.999}]}]}
        model.update(more)
        return model

    def test_a_splink_model_is_recognised_and_scores(self):
        model = self.file("splink.json", json.dumps(self.splink_model()))
        pairs = self.folder / "pairs.csv"
        done = self.dedupe("--model", model, "--pairs", pairs, "--json")
        self.assertEqual(done.json["notes"], [])
        self.assertGreater(self.score()["pairwise"]["f1"], 0.7)
        scored = read(pairs)
        self.assertEqual(len(scored), done.json["pairs_count"])
        weight = float(scored[0]["match_weight"])
        self.assertAlmostEqual(float(scored[0]["match_probability"]), 1 / (1 + 2 ** -weight), places=6)
        told = self.dedupe("--model", model, "--explain", f"{scored[0]['id_left']},{scored[0]['id_right']}", "--json").json["explained"][0]
        self.assertAlmostEqual(told["match_weight"], weight, places=6)
        self.assertAlmostEqual(told["prior_bits"] + sum(line["bits"] for line in told["evidence"]), weight, places=6)

    def test_components_at_a_threshold_are_those_of_the_scored_pairs(self):
        model = self.file("splink.json", json.dumps(self.splink_model()))
        pairs = self.folder / "pairs.csv"
        self.dedupe("--model", model, "--pairs", pairs, "--threshold", "0.95")
        group = {f"r{number}": f"r{number}" for number in range(len(self.rows))}

        def root(at):
            while group[at] != at:
                at = group[at]
            return at
        for row in read(pairs):
            if float(row["match_probability"]) >= 0.95:
                group[root(row["id_left"])] = root(row["id_right"])
        found = {row["unique_id"]: row["cluster_id"] for row in read(self.out)}
        self.assertEqual(len({root(at) for at in group}), len(set(found.values())))
        for at in group:
            self.assertEqual(found[at], found[root(at)])

    def test_what_our_parser_does_not_know_runs_in_duckdb_and_is_named(self):
        plain = self.splink_model()
        pairs = self.folder / "pairs.csv"
        self.dedupe("--model", self.file("a.json", json.dumps(plain)), "--pairs", pairs)
        expected = pairs.read_text()
        plain["comparisons"][1]["comparison_levels"][1]["sql_condition"] = 'list_aggregate([("surname_l" = "surname_r")::INT], \'max\') = 1'
        del plain["comparisons"][1]["comparison_levels"][1]["tf_adjustment_column"]
        with_sql = json.loads(json.dumps(plain))
        plain["comparisons"][1]["comparison_levels"][1]["sql_condition"] = '"surname_l" = "surname_r"'
        self.dedupe("--model", self.file("a.json", json.dumps(plain)), "--pairs", pairs)
        expected = pairs.read_text()
        done = self.dedupe("--model", self.file("b.json", json.dumps(with_sql)), "--pairs", pairs, "--json")
        self.assertEqual(pairs.read_text(), expected, "the same condition in other words")
        self.assertTrue(any("list_aggregate" in note and "surname" in note for note in done.json["notes"]), done.json["notes"])
        with_sql["comparisons"][1]["comparison_levels"][1]["sql_condition"] = 'no_such_function("surname_l", "surname_r") = 1'
        refused = self.refused("--model", self.file("b.json", json.dumps(with_sql)))
        self.assertEqual(refused.error, "bad_request")
        self.assertIn("no_such_function", refused.err)

    def test_a_splink_model_tells_what_it_cannot_use(self):
        model = self.splink_model(a_new_key=1)
        del model["comparisons"][0]["comparison_levels"][2]["m_probability"]
        notes = self.dedupe("--model", self.file("m.json", json.dumps(model)), "--json").json["notes"]
        self.assertTrue(any("a_new_key" in note for note in notes), notes)
        self.assertTrue(any("not trained" in note for note in notes), notes)
        model["comparisons"][0]["comparison_levels"][1]["sql_condition"] = '"firstname_l" = "firstname_r"'
        done = self.refused("--model", self.file("m.json", json.dumps(model)))
        self.assertIn("first_name", done.err, "the nearest column is told")
        self.assertEqual(self.refused("--model", self.file("m.json", json.dumps(self.splink_model())), "--save-model", "x.json").error, "bad_request")
        self.assertEqual(self.refused("--threshold", "0.9").error, "bad_request")

    def test_the_examples_of_the_model_page_work_as_written(self):
        text = (ROOT / "docs/model.md").read_text(encoding="utf-8")
        commands = [line for block in re.findall(r"```sh run\n(.*?)```", text, re.S) for line in block.splitlines()]
        self.assertGreater(len(commands), 4)
        self.file("customers.csv", self.data.read_text())
        self.file("labels.csv", self.labels().read_text())
        self.file("splink.json", json.dumps(self.splink_model()))
        for command in commands:
            with self.subTest(command):
                self.zhike(*command.split()[1:], inside=False)


if __name__ == "__main__":
    main()
