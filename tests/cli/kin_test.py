#!/usr/bin/env python3
"""Who lives together and who belongs to whom: households that runs find, relations that people declare."""
from random import Random as random_of

from identity_test import Deciding
from scenario import main

FIRMS = "企业编号,企业名称\nE1,杭州云栖网络科技有限公司\nE2,宁波海鸥机械制造有限公司\n"
GIVEN = ["建国", "秀英", "志强", "桂兰", "海涛", "玉梅", "文博", "雪娟", "少华", "凤霞", "立新", "春燕", "振宇", "慧敏", "思远", "丽萍"]


def families(count):
    """Couples who share surname and address and nothing else."""
    random = random_of(7)
    rows = ["会员号,姓名,手机号,性别,出生日期,地址"]
    for n in range(count):
        surname = random.choice("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎")
        road = random.choice(["文三路", "延安路", "学院路", "中山路", "体育场路", "凤起路"])
        address = f"浙江省杭州市西湖区{road}{random.randrange(1, 900)}号{random.randrange(1, 30)}幢{random.randrange(1, 5)}单元{random.randrange(101, 2000)}室"
        for half, given in zip("12", random.sample(GIVEN, 2)):
            born = f"{random.randrange(1950, 2000)}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}"
            rows.append(f"F{n}-{half},{surname}{given},13{random.randrange(100000000, 999999999)},{'男女'[half == '2']},{born},{address}")
    return "\n".join(rows) + "\n"


class Kin(Deciding):
    def test_households_have_codes_that_last_and_never_merge_anybody(self):
        self.made()
        self.zhike("import", self.file("families.csv", families(200)), "--source", "shop")
        self.zhike("run")
        customers = self.exported("customers")
        self.assertGreater(len(customers), 380, "two persons at one address are two customers")
        codes = {row["cuid"]: row["household_id"] for row in customers if row["household_id"]}
        self.assertGreater(len(codes), 20)
        one = next(iter(codes))
        shown = self.zhike("show", one, "--json").json
        self.assertTrue(shown["household"].startswith("H"))
        self.assertEqual(shown["household"], codes[one])
        self.assertIn(one, shown["household_members"])
        self.zhike("rebuild")
        self.zhike("run")
        self.assertEqual({row["cuid"]: row["household_id"] for row in self.exported("customers") if row["household_id"]}, codes)

    def test_declared_relations_are_dated_shown_and_ended(self):
        self.resolved()
        done = self.zhike("relate", "shop:S003", "shop:S004", "family", "--from", "2020-01-01", "--why", "marriage certificate", "--json").json
        cuid = self.cuid("shop:S003")
        relation = self.zhike("show", cuid, "--json").json["relations"][0]
        self.assertEqual((relation["kind"], relation["other"], relation["valid_from"]), ("family", self.cuid("shop:S004"), "2020-01-01"))
        self.assertIn("marriage certificate", self.zhike("show", cuid, "--lang", "zh").out)
        self.zhike("relate", "--end", done["relation_id"])
        self.assertEqual(self.zhike("show", cuid, "--json").json["relations"], [])
        for words in (["shop:S003", "shop:S004", "pet"], ["shop:S003", "shop:S003", "family"], ["shop:S003", "shop:S004", "family", "--from", "2020-01-01", "--to", "2019-01-01"],
                      ["shop:S003", "shop:S004", "family", "--from", "2020-13-01"]):
            self.assertEqual(self.zhike("relate", *words, "--json", code=2).error, "bad_request", words)

    def test_relations_between_customers_that_cannot_have_them_or_have_them_already_are_refused(self):
        self.resolved()
        self.zhike("import", self.file("firms.csv", FIRMS), "--source", "erp", "--entity", "organisation")
        self.zhike("run")
        firms = [self.cuid(f"erp:{number}") for number in ("E1", "E2")]
        self.assertEqual([code[0] for code in firms], ["O", "O"])
        for left, right, kind in (("shop:S003", "erp:E1", "family"), ("shop:S003", "shop:S004", "employer"), ("erp:E1", "shop:S003", "employer"), ("shop:S003", "shop:S004", "branch"),
                                  ("shop:S003", "erp:E1", "branch"), ("shop:S003", "shop:S004", "group_company"), ("shop:S003", "erp:E1", "group_company")):
            done = self.zhike("relate", left, right, kind, "--json", code=2)
            self.assertEqual(done.error, "bad_request", (left, right, kind))
            self.assertIn(kind, done.err)
        for left, right, kind in (("shop:S003", "erp:E1", "employer"), ("erp:E1", "erp:E2", "branch"), ("erp:E1", "erp:E2", "group_company"), ("erp:E2", "shop:S003", "group_company")):
            self.zhike("relate", left, right, kind)
        first = self.zhike("relate", "shop:S003", "shop:S004", "family", "--from", "2020-01-01", "--to", "2022-12-31", "--json").json["relation_id"]
        for words in (["shop:S003", "shop:S004", "family"], ["shop:S004", "shop:S003", "family", "--from", "2022-12-31"]):
            done = self.zhike("relate", *words, "--json", code=1)
            self.assertEqual(done.error, "conflict", words)
            self.assertIn(f"relation {first} ", done.err)
        self.zhike("relate", "shop:S003", "shop:S004", "family", "--from", "2024-01-01")
        self.zhike("relate", "--end", first)
        self.zhike("relate", "shop:S003", "shop:S004", "family", "--to", "2023-12-31")


if __name__ == "__main__":
    main()
