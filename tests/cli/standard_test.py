"""The standard as people meet it: a misspelt name, a change that waits for a second person, the distance to the active version."""
import json
import unittest

from scenario import Scenario


class Standard(Scenario):
    def channel_file(self):
        return next(path for path in (self.workspace / "standards").rglob("channel.json") if path.parent.name == "dimensions")

    def test_a_misspelt_verb_is_named_with_file_path_and_nearest_name(self):
        self.made()
        file = self.workspace / "standards/core/fields/contact.json"
        file.write_text(file.read_text(encoding="utf-8").replace('"clean": ["phone"]', '"clean": ["phnoe"]', 1), encoding="utf-8")
        problems = self.zhike("standard", "check", "--json", code=1).json["problems"]
        self.assertEqual(len(problems), 1, problems)
        self.assertIn("contact.json", problems[0]["file"])
        self.assertIn("fields", problems[0]["path"])
        self.assertEqual(problems[0]["nearest"], "phone")
        done = self.zhike("standard", "publish", "--json", code=1)
        self.assertEqual(done.error, "standard_invalid")

    def test_a_changed_dimension_code_waits_for_someone_else(self):
        self.made()
        file = self.channel_file()
        dimension = json.loads(file.read_text(encoding="utf-8"))
        item = dimension["items"][0]
        item["label"]["en"] += " (renamed)"
        file.write_text(json.dumps(dimension, ensure_ascii=False, indent=2), encoding="utf-8")
        changes = self.zhike("standard", "diff", "--json").json["changes"]
        self.assertTrue(any(item["code"] in change["path"] for change in changes), changes)
        published = self.zhike("standard", "publish", "--as", "alice", "--json").json
        self.assertEqual([p["code"] for p in published["proposals"]], [item["code"]])
        number = str(published["proposals"][0]["proposal"])
        self.assertEqual(self.zhike("standard", "approve", number, "--as", "alice", "--json", code=1).error, "forbidden")
        before = self.zhike("standard", "show", "channel", "--json").json
        self.assertFalse(any("(renamed)" in row["label_en"] for row in before["others"]))
        self.zhike("standard", "approve", number, "--as", "bob")
        after = self.zhike("standard", "show", "channel", "--json").json
        self.assertTrue(any("(renamed)" in row["label_en"] for row in after["others"]))
        self.assertNotEqual(before["hash"], after["hash"])
        self.assertEqual(self.zhike("standard", "proposals", "--json").json["proposals"], [])


if __name__ == "__main__":
    unittest.main()
