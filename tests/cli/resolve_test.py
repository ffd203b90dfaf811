#!/usr/bin/env python3
"""One record against the index of a run: the same customer that the run would give it; nothing written unless it is committed."""
import hashlib
import json
import subprocess

from scenario import BINARY, Scenario, main


class Resolve(Scenario):
    def asked(self, records, *words, code=0):
        """The answers to records given on the standard input."""
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        done = subprocess.run([BINARY, "resolve", "-", "--json", *words], input=lines, cwd=self.folder, capture_output=True, text=True,
                              env=self.environment(ZHIKE_WORKSPACE=str(self.workspace)), timeout=300)
        self.assertNotRegex(done.stderr, r"ERROR: \w+Sanitizer|runtime error:", done.stderr)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)["answers"] if code == 0 else json.loads(done.stderr)["error"]["code"]

    def test_a_record_of_a_known_customer_gets_its_code_and_a_stranger_is_new(self):
        self.filled()
        self.zhike("run")
        before = self.exported("customers")
        wang = {"姓名": "王伟", "手机号": "139 1234 5678", "出生日期": "1985/3/12"}
        stranger = {"姓名": "欧阳若兰", "手机号": "15888990011", "出生日期": "1961-10-02"}
        known, new = self.asked([wang, stranger], "--explain")
        self.assertFalse(known["is_new"])
        self.assertTrue(known["cuid"])
        self.assertTrue(new["is_new"])
        self.assertEqual(new["cuid"], "")
        nearest = known["candidates"][0]
        self.assertEqual(nearest["cuid"], known["cuid"])
        self.assertGreater(nearest["match_probability"], 0.5)
        self.assertTrue(nearest["evidence"])
        shown = self.zhike("show", known["cuid"], "--json").json
        self.assertIn(nearest["record"], [f"{r['source']}:{r['source_key']}" for r in shown["records"]])
        self.assertEqual(self.exported("customers"), before, "asking writes nothing")

    def test_a_digest_of_an_identity_number_finds_the_customer_who_has_it(self):
        self.made()
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        numbers = []
        for person in range(30):
            front = f"330106{1950 + person}0{1 + person % 9}1{person % 10}{100 + 7 * person}"
            numbers.append(front + "10X98765432"[sum(int(d) * w for d, w in zip(front, weights)) % 11])
        rows = [f"K{n},{'赵钱孙李周吴郑王冯陈'[n % 10]}{'建国 秀英 志强'.split()[n % 3]},{number}" for n, number in enumerate(numbers)]
        self.zhike("import", self.file("plain.csv", "编号,姓名,身份证号\n" + "\n".join(rows) + "\n"), "--source", "bank")
        digests = [hashlib.md5(number.encode()).hexdigest() for number in numbers[:10]] + [hashlib.sha256(number.encode()).hexdigest().upper() for number in numbers[10:20]]
        self.zhike("import", self.file("hashed.csv", "编号,身份证号\n" + "\n".join(f"H{n},{digest}" for n, digest in enumerate(digests)) + "\n"), "--source", "partner")
        self.zhike("run")
        code = {(row["source_id"], row["source_key"]): row["cuid"] for row in self.exported("records")}
        for n in range(20):
            self.assertEqual(code["partner", f"H{n}"], code["bank", f"K{n}"])
        self.assertEqual(len(set(code.values())), 30)
        shown = self.zhike("show", code["bank", "K3"], "--unmask").out
        self.assertIn(numbers[3], shown, "the plain number is the golden one")

    def test_what_cannot_be_read_is_named(self):
        self.filled()
        self.assertEqual(self.asked([{"姓名": "王伟"}], code=1), "not_found")
        self.zhike("run")
        self.assertEqual(self.zhike("resolve", "--record", "{", "--json", code=1).error, "unreadable")
        self.assertEqual(self.zhike("resolve", "--record", '{"name": ["a"]}', "--json", code=1).error, "unreadable")
        self.assertEqual(self.zhike("resolve", "nowhere.jsonl", "--json", code=1).error, "not_found")
        (answer,) = self.asked([{"shoe colour": "red"}])
        self.assertTrue(answer["is_new"])
        self.assertEqual(answer["not_compared"], ["shoe colour"])

    def test_the_index_holds_nothing_in_the_clear_and_follows_the_runs(self):
        self.filled()
        self.zhike("run")
        files = list((self.workspace / "index").iterdir())
        self.assertTrue(files)
        for file in files:
            self.assertNotIn("王伟".encode(), file.read_bytes())
            self.assertNotIn(b"13912345678", file.read_bytes())
        index = next(file for file in files if file.name == "person.index")
        whole = index.read_bytes()
        index.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        self.assertEqual(self.asked([{"姓名": "王伟"}], code=1), "unreadable")
        self.zhike("run")
        self.assertFalse(self.asked([{"姓名": "王伟", "手机号": "13912345678"}])[0]["is_new"])

    def test_committed_records_get_the_codes_of_a_run_and_can_be_undone(self):
        self.filled()
        self.zhike("run")
        before = self.exported("customers")
        (wang,) = self.asked([{"姓名": "王伟", "手机号": "13912345678", "出生日期": "1985-03-12"}])
        records = [{"编号": "x1", "姓名": "王伟", "手机号": "139 1234 5678", "出生日期": "1985/3/12"},
                   {"编号": "x2", "姓名": "欧阳若兰", "手机号": "15888990011", "出生日期": "1961-10-02"}]
        file = self.file("form.jsonl", "\n\n".join(json.dumps(record, ensure_ascii=False) for record in records))
        asked = self.zhike("resolve", file, "--json").json
        self.assertEqual(asked["batch_id"], 0)
        done = self.zhike("resolve", file, "--commit", "--source", "form", "--json").json
        known, new = done["answers"]
        self.assertEqual([known["line"], new["line"]], [1, 3], "lines of the file")
        self.assertEqual((known["is_new"], known["cuid"]), (False, wang["cuid"]))
        self.assertTrue(new["is_new"])
        self.assertEqual([record["source"] for record in self.zhike("show", new["cuid"], "--json").json["records"]], ["form"])
        self.assertIn("form", [record["source"] for record in self.zhike("show", wang["cuid"], "--json").json["records"]])
        again = self.zhike("resolve", file, "--commit", "--source", "form", "--json").json
        self.assertEqual([answer["cuid"] for answer in again["answers"]], [known["cuid"], new["cuid"]], "twice changes nothing")
        self.assertEqual(again["batch_id"], done["batch_id"])
        self.assertEqual([done["already_imported"], again["already_imported"]], [False, True])
        self.assertIn("nothing new was committed", self.zhike("resolve", file, "--commit", "--source", "form").out)
        longer = self.file("more.jsonl", file.read_text(encoding="utf-8") + "\n" + json.dumps({"编号": "x3", "姓名": "赵蓓", "手机号": "13622223333"}, ensure_ascii=False))
        more = self.zhike("resolve", longer, "--commit", "--source", "form", "--json").json
        self.assertEqual([answer["cuid"] for answer in more["answers"]][:2], [known["cuid"], new["cuid"]], "lines that changed nothing have their codes too")
        self.assertEqual([answer["is_new"] for answer in more["answers"]], [False, True, True])
        self.zhike("undo", f"B{more['batch_id']}")
        self.zhike("undo", f"B{done['batch_id']}")
        self.zhike("run")
        self.assertEqual(self.exported("customers"), before)

    def test_every_line_of_a_commit_says_what_became_of_it(self):
        self.filled()
        self.zhike("run")
        records = [{"编号": "y1", "姓名": "欧阳若兰", "手机号": "15888990011"}, {}, {"编号": "y1", "姓名": "欧阳若兰", "手机号": "15888990012"}]
        file = self.file("lines.jsonl", "\n".join(json.dumps(record, ensure_ascii=False) for record in records))
        shown = self.zhike("resolve", file, "--commit", "--source", "form").out
        self.assertIn("2: not taken in", shown)
        first, empty, last = self.zhike("resolve", file, "--commit", "--source", "form", "--json").json["answers"]
        self.assertEqual([first["cuid"], empty["cuid"]], [last["cuid"], ""], "a line that a later one replaced has its customer")

    def test_committing_says_what_it_needs_and_also_begins_a_base(self):
        self.filled()
        file = self.file("form.jsonl", json.dumps({"姓名": "欧阳若兰", "手机号": "15888990011"}, ensure_ascii=False))
        self.assertEqual(self.zhike("resolve", file, "--commit", "--json", code=2).error, "bad_request")
        self.assertEqual(self.zhike("resolve", "--record", "{}", "--commit", "--source", "form", "--json", code=2).error, "bad_request")
        for wrong in (self.folder, self.file("empty.jsonl", "\n")):
            self.assertEqual(self.zhike("resolve", wrong, "--commit", "--source", "form", "--json", code=2).error, "bad_request")
        (first,) = self.zhike("resolve", file, "--commit", "--source", "form", "--json").json["answers"]
        self.assertTrue(first["is_new"])
        self.assertEqual(self.zhike("show", first["cuid"], "--json").json["cuid"], first["cuid"])


if __name__ == "__main__":
    main()
