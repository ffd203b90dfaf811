#!/usr/bin/env python3
"""A new user's first half hour, in Chinese and in English: from files to a customer that can explain itself."""
import re

from scenario import CRM, PEOPLE_EN, SHOP, Scenario, main, total

HAN = r"[\u4e00-\u9fff]"


class FirstUse(Scenario):
    def test_a_chinese_user_gets_from_files_to_a_customer(self):
        self.zhike("init", self.workspace, inside=False, LANG="zh_CN.UTF-8")
        shop = self.file("门店 会员.csv", SHOP, "gb18030")
        preview = self.zhike("import", shop, "--source", "shop", "--preview", LANG="zh_CN.UTF-8")
        for word in ("full_name", "mobile", "gb18030"):
            self.assertIn(word, preview.out.lower())
        self.assertNotIn("13912345678", preview.out, "samples of a preview are masked")
        self.zhike("import", shop, "--source", "shop", LANG="zh_CN.UTF-8")
        self.zhike("import", self.file("crm.jsonl", CRM), "--source", "crm", LANG="zh_CN.UTF-8")
        self.zhike("run", LANG="zh_CN.UTF-8")
        self.assertRegex(self.zhike("report", LANG="zh_CN.UTF-8").out, HAN)
        found = self.zhike("find", "王伟", "--json").json
        cuids = set(re.findall(r"P[0-9]{10}[0-9A-Z]", str(found)))
        self.assertEqual(len(cuids), 1, "the shop's and the CRM's 王伟 share a mobile and a birthday: one customer")
        shown = self.zhike("show", min(cuids), LANG="zh_CN.UTF-8")
        self.assertIn("王伟", shown.out)
        self.assertRegex(self.zhike("why", min(cuids), LANG="zh_CN.UTF-8").out, HAN)

    def test_an_english_user_gets_from_files_to_a_customer(self):
        self.made()
        self.zhike("import", self.file("people.csv", PEOPLE_EN), "--source", "web")
        self.zhike("run")
        report = self.zhike("report").out
        self.assertNotRegex(report, HAN, "no Chinese in an English report of English data")
        self.assertIn("Smith", self.zhike("find", "Smith").out)
        self.assertEqual(self.zhike("find", "Smith", "--limit", "0", "--json", code=2).error, "bad_request")
        cuid = self.zhike("find", "Smith", "--json").json["customers"][0]["cuid"]
        self.assertTrue(all("Smith" in record["name"] for record in self.zhike("show", cuid, "--json").json["records"]))
        html = self.folder / "report.html"
        self.zhike("report", "--html", html)
        page = html.read_text(encoding="utf-8")
        self.assertNotRegex(page, r"""(?:src|href)=["']https?:""", "the page is self-contained")
        self.assertNotIn("Smith", page, "a report that is forwarded holds no personal data")

    def test_preview_stores_nothing(self):
        self.made()
        self.zhike("import", self.file("shop.csv", SHOP), "--source", "shop", "--preview")
        self.assertEqual(total(self.zhike("sources", "--json").json, "records"), 0)

    def test_a_phone_that_is_none_becomes_a_finding_and_the_row_stays(self):
        self.filled()
        self.zhike("run")
        findings = self.exported("findings")
        self.assertTrue(any("mobile" in row.values() for row in findings), findings)
        self.assertTrue(any("刘洋" in row.values() for row in self.exported("customers")))

    def test_dedupe_needs_no_workspace_and_no_configuration(self):
        out = self.folder / "out.csv"
        self.zhike("dedupe", self.file("people.csv", PEOPLE_EN), "--out", out, "--id", "customer_id", inside=False)
        rows = [line.split(",") for line in out.read_text().splitlines()]
        self.assertEqual(rows[0], ["customer_id", "cluster_id"])
        cluster = dict(rows[1:])
        self.assertEqual(cluster["E1"], cluster["E3"])
        self.assertNotEqual(cluster["E1"], cluster["E2"])

    def test_a_memory_limit_stops_dedupe_before_anything_is_written(self):
        rows = "".join(f"{n},Given{n * 7 % 991},Family{n * 13 % 1999},g{n}@example.com\n" for n in range(20000))
        people = self.file("many.csv", "id,first_name,last_name,email\n" + rows)
        out = self.folder / "out.csv"
        failed = self.zhike("dedupe", people, "--out", out, "--memory", "4MB", "--json", code=1, inside=False)
        self.assertEqual(failed.error, "too_large")
        self.assertFalse(out.exists())
        self.zhike("dedupe", people, "--out", out, "--memory", "1GB", inside=False)
        self.assertEqual(len(out.read_text().splitlines()), 20001)

    def test_pairs_beyond_the_memory_limit_are_spilled_and_a_full_disk_leaves_nothing(self):
        rows = "".join(f"{n},Given{n % 60 * 7},Family{n % 60 * 13},g{n % 60}@example.com\n" for n in range(3000))
        people = self.file("often.csv", "id,first_name,last_name,email\n" + rows)
        whole, out, spill = self.folder / "whole.csv", self.folder / "out.csv", self.folder / "spill"
        spill.mkdir()
        self.zhike("dedupe", people, "--out", whole, inside=False)
        full = None
        for megabytes in (1.08**n for n in range(60)):
            memory = ["--memory", f"{megabytes:.2f}MB", "--json"]
            full = self.zhike("dedupe", people, "--out", out, *memory, code=None, inside=False, TMPDIR=str(spill), ZHIKE_FAILPOINT="spill.append=full")
            self.assertEqual(out.exists(), full.code == 0)
            if full.code == 0 or full.error != "too_large":
                break
        self.assertEqual(full.error, "disk_full")
        self.zhike("dedupe", people, "--out", out, *memory, inside=False, TMPDIR=str(spill))
        self.assertEqual(out.read_text(), whole.read_text())
        self.assertEqual(list(spill.iterdir()), [])


if __name__ == "__main__":
    main()
