"""With --lang zh no English sentence is left: errors with their advice, notes of an import and of a run, what the doctor says.

Method: names, verbs, options, paths and what stands between quotes are Latin and stay; two English words in a row are a sentence.
"""
import re
import unittest

import scenario
from scenario import CRM, SHOP, Scenario

NAMES = r"“[^”]*”|zhike(?: [a-z]+)+|--?[a-z][\w-]*|[\w./-]*[./_][\w./-]*|\S+=\S+"
HAN = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z][a-z]+ [a-z]{2,}\b")


class Chinese(Scenario):
    def speaks(self, said):
        for line in said.splitlines():
            self.assertNotRegex(re.sub(NAMES, "·", line), ENGLISH, said)
        self.assertRegex(said, HAN)
        return said

    def fails(self, *words, code=1, **environment):
        return self.speaks(self.zhike(*words, "--lang", "zh", code=code, **environment).err)

    def test_what_cannot_be_read_is_said_in_chinese(self):
        self.fails("frobnicate", code=2)
        self.fails("standard", code=2)
        self.fails("find", code=2)
        self.fails("sources", "--nonsense", code=2)
        self.fails("sources", "--threads", "many", code=2)
        self.fails("sources", "--threads", "5000", code=2)
        self.fails("sources", "--memory", "much", code=2)
        self.fails("review", "--limit", "few", code=2)

    def test_the_language_of_the_environment_speaks_too(self):
        self.speaks(self.zhike("frobnicate", code=2, LANG="zh_CN.UTF-8").err)

    def test_errors_and_their_advice_are_chinese(self):
        self.assertIn("工作区", self.fails("sources"))
        self.made()
        self.fails("init", self.workspace, inside=False)
        self.fails("import", "nowhere.csv", "--source", "shop")
        self.fails("import", self.file("shop.csv", SHOP), code=2)
        self.fails("run", "everything", code=2)
        self.fails("show", "P123")
        self.fails("find", "王伟")
        self.fails("report")
        self.fails("undo", "nonsense", code=2)
        self.fails("decide", "a", "b", code=2)
        self.fails("policy", "set", "merge_bits", "many", code=2)
        self.fails("export", "nothing", "--to", "x.csv", code=2)
        self.fails("dedupe", "nowhere.csv", "--out", "out.csv")

    def test_a_wrong_standard_is_told_in_chinese(self):
        self.made()
        file = self.workspace / "standards/core/fields/contact.json"
        file.write_text(file.read_text(encoding="utf-8").replace('"clean": ["phone"]', '"clean": ["phnoe"]', 1), encoding="utf-8")
        self.assertIn("没有清洗规则“phnoe”", self.speaks(self.zhike("standard", "check", "--lang", "zh", code=1).out))
        self.assertIn("没有清洗规则“phnoe”", self.fails("standard", "publish"))

    def test_notes_of_import_and_run_are_chinese(self):
        self.made()
        twice = SHOP + SHOP.splitlines()[1] + "\n" + "S006,多,一,个,单,元,格,了\n"
        said = self.speaks(self.zhike("import", self.file("shop.csv", twice, "gb18030"), "--source", "shop", "--lang", "zh").out)
        self.assertIn("来源编号", said)
        self.speaks(self.zhike("import", self.file("odd.csv", "x1,x2\n1,2\n3,4\n"), "--source", "odd", "--preview", "--lang", "zh").out)
        self.speaks(self.zhike("import", self.file("empty.csv", ""), self.file("crm.jsonl", CRM), "--source", "crm", "--lang", "zh", code=None).out)
        self.speaks(self.zhike("run", "--lang", "zh").out)
        self.speaks(self.zhike("doctor", "--lang", "zh").out)
        self.speaks(self.zhike("sources", "--lang", "zh").out)

    def test_programs_read_english_whatever_the_language(self):
        done = self.zhike("sources", "--json", "--lang", "zh", code=1)
        self.assertEqual(done.error, "no_workspace")
        self.assertNotRegex(done.err, HAN)
        self.assertNotRegex(self.zhike("frobnicate", "--json", "--lang", "zh", code=2).err, HAN)


if __name__ == "__main__":
    scenario.main()
