#!/usr/bin/env python3
"""What arrives twice changes nothing, what arrives in pieces is the same, and what was a mistake can be undone."""
from scenario import SHOP, Scenario, main, total

MORE = """会员号,姓名,手机号,性别,出生日期,地址,备注
S006,赵敏,,,,,
S007,周杰,12345,,,,手机错
"""


class ImportTwice(Scenario):
    def test_importing_the_same_file_twice_changes_nothing(self):
        self.filled()
        self.zhike("run")
        before = self.exported("customers")
        again = self.zhike("import", self.folder / "shop.csv", "--source", "shop", "--json").json
        self.assertEqual(total(again, "created") + total(again, "updated"), 0)
        self.zhike("run")
        self.assertEqual(self.exported("customers"), before, "the same customers with the same codes")

    def test_the_same_rows_in_another_file_are_unchanged(self):
        self.filled()
        again = self.zhike("import", self.file("copy.csv", SHOP), "--source", "shop", "--json").json
        self.assertEqual(total(again, "created") + total(again, "updated"), 0)
        self.assertEqual(total(again, "unchanged"), 5)

    def test_a_key_twice_in_one_file_is_told(self):
        self.made()
        rows = SHOP.splitlines()
        twice = self.file("twice.csv", "\n".join([*rows, rows[1].replace("王伟", "王维"), rows[2]]) + "\n")
        file = self.zhike("import", twice, "--source", "shop", "--json").json["files"][0]
        self.assertEqual((file["rows"], file["created"], file["duplicate"]), (7, 5, 2))
        self.assertTrue(any(note.startswith("2 lines") for note in file["notes"]), file["notes"])
        once = self.zhike("import", self.file("once.csv", SHOP), "--source", "other", "--json").json["files"][0]
        self.assertFalse(any("key" in note for note in once["notes"]), once["notes"])

    def test_shuffled_rows_give_the_same_customers(self):
        self.filled()
        self.zhike("run")
        before = self.exported("customers")
        header, *rows = SHOP.splitlines()
        self.zhike("import", self.file("shuffled.csv", "\n".join([header, *reversed(rows)]) + "\n"), "--source", "shop")
        self.zhike("run")
        self.assertEqual(self.exported("customers"), before)

    def test_undo_restores_exactly(self):
        self.filled()
        self.zhike("run")
        before = self.exported("customers")
        newer = SHOP.replace("文三路90号", "文一路1号").replace("S004,陈静", "S009,孙悦")
        done = self.zhike("import", self.file("newer.csv", newer), "--source", "shop", "--json").json
        batch = find(done, "batch_id")
        self.zhike("run")
        self.assertNotEqual(self.exported("customers"), before)
        self.zhike("undo", batch)
        self.zhike("run")
        self.assertEqual(self.exported("customers"), before)

    def test_quality_is_compared_with_the_run_before_also_after_a_rebuild(self):
        self.filled()
        self.zhike("run")
        first = {(row["dimension"], row["scope"], row["name"]): row["ratio"] for row in self.exported("quality")}
        # A run that breaks off is not the run before, whatever it had measured.
        self.zhike("import", self.file("more.csv", MORE), "--source", "shop")
        self.zhike("run", code=1, ZHIKE_FAILPOINT="step.quality.write=error")
        (self.workspace / "lake.duckdb").unlink()
        self.zhike("rebuild")
        self.zhike("run")
        again = self.exported("quality")
        self.assertTrue(any(row["previous"] not in ("", row["ratio"]) for row in again), "the new batch changed something")
        self.assertGreater(sum(1 for row in again if row["previous"]), 50)
        for row in again:
            self.assertEqual(row["previous"], first[(row["dimension"], row["scope"], row["name"])], row)

    def test_a_rebuilt_lake_is_the_same_lake(self):
        self.filled()
        self.zhike("run")
        before = self.exported("customers")
        (self.workspace / "lake.duckdb").unlink()
        self.zhike("rebuild")
        self.zhike("run")
        self.assertEqual(self.exported("customers"), before)


def find(document, key):
    """The first value called `key` in a JSON document."""
    if isinstance(document, dict):
        for name, value in document.items():
            found = value if name == key else find(value, key)
            if found is not None:
                return found
    for value in document if isinstance(document, list) else ():
        found = find(value, key)
        if found is not None:
            return found
    return None


if __name__ == "__main__":
    main()
