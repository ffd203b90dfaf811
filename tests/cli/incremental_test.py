#!/usr/bin/env python3
"""A run that looks at what changed only: the customers of a run over all, with the codes they had, after every kind of change."""
import random
import signal

from scenario import Scenario, main

FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
GIVEN = ["建国", "秀英", "志强", "桂兰", "海涛", "玉梅", "文博", "雪娟", "少华", "凤霞", "立新", "春燕", "振宇", "慧敏", "思远", "丽萍", "国栋", "若兰", "子轩", "雅静"]
ROADS = ["文三路", "延安路", "学院路", "中山路", "体育场路", "凤起路", "解放路", "庆春路"]
HEADER = "会员号,姓名,手机号,性别,出生日期,邮箱,地址"


def people(count, seed=11):
    """Rows by key: `count` records of about half as many persons, later records of a person with something missing or mistyped."""
    chance = random.Random(seed)
    persons, rows = [], {}
    for n in range(count):
        if persons and chance.random() < 0.5:
            person = list(chance.choice(persons))
            place = chance.randrange(1, 6)
            person[place] = "" if chance.random() < 0.6 else person[place][:-1] + str(chance.randrange(10))
        else:
            person = [chance.choice(FAMILY) + chance.choice(GIVEN), f"13{chance.randrange(10**8, 10**9)}", chance.choice("男女"),
                      f"{chance.randrange(1950, 2005)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}", f"u{chance.randrange(10**7)}@example.cn",
                      f"浙江省杭州市西湖区{chance.choice(ROADS)}{chance.randrange(1, 900)}号{chance.randrange(1, 30)}幢{chance.randrange(101, 2000)}室"]
            persons.append(person)
        rows[f"K{n:04d}"] = person
    return rows


class Incremental(Scenario):
    def brought(self, rows, name, run=True, **more):
        text = "\n".join([HEADER, *(",".join([key, *cells]) for key, cells in rows.items())]) + "\n"
        self.zhike("import", self.file(name, text), "--source", "shop", **more)
        return self.ran(**more) if run else None

    def ran(self, *words, **more):
        return self.zhike("run", *words, "--json", **more).json

    def prepared(self, rows):
        self.made()
        self.zhike("policy", "set", "incremental_from_records", 0, "--why", "small base")
        for name in ("incremental_most_percent", "learn_again_percent"):
            self.zhike("policy", "set", name, 1000, "--why", "whatever changes")
        return self.brought(rows, "first.csv")

    def codes(self):
        """The code of every record."""
        return {row["source_key"]: row["cuid"] for row in self.exported("records")}

    def groups(self, codes):
        by_code = {}
        for key, code in codes.items():
            by_code.setdefault(code, set()).add(key)
        return {frozenset(keys) for keys in by_code.values()}

    def incremental(self, done):
        self.assertTrue(any("only what changed" in note for note in done["notes"]), done["notes"])
        return done

    def parts(self, rows, *ends):
        keys, begin = list(rows), 0
        for end in ends:
            yield {key: rows[key] for key in keys[begin:end]}
            begin = end

    # --- equal to a run over all

    def test_batches_give_the_customers_of_one_run_and_a_full_run_after_them_moves_hardly_any(self):
        rows = people(400)
        first, second, third = self.parts(rows, 300, 350, 400)
        self.prepared(first)
        kept = self.codes()
        self.incremental(self.brought(second, "second.csv"))
        self.incremental(self.brought(third, "third.csv"))
        codes = self.codes()
        self.assertEqual(len(codes), 400)
        moved = [key for key in kept if codes[key] != kept[key]]
        self.assertLess(len(moved), 30, "records of the first batch keep their codes unless their customers were joined")
        full = self.ran("--full")
        self.assertFalse(any("only what changed" in note for note in full["notes"]))
        after = self.codes()
        same = len(self.groups(codes) & self.groups(after)) / len(self.groups(after))
        self.assertGreater(same, 0.97)
        self.assertGreater(sum(after[key] == codes[key] for key in codes) / len(codes), 0.98)

    def test_nothing_new_changes_nothing(self):
        self.prepared(people(60))
        before = self.codes()
        history = self.zhike("history", "shop:K0001", "--json").json
        self.incremental(self.ran())
        self.assertEqual(self.codes(), before)
        self.assertEqual(self.zhike("history", "shop:K0001", "--json").json, history, "no act is written where nothing happened")

    def test_a_record_that_changes_leaves_its_customer_and_comes_back(self):
        rows = people(80)
        rows["T1"] = ["慕容雪", "13912340001", "女", "1971-07-07", "murong@example.cn", "浙江省杭州市西湖区文三路77号3幢501室"]
        rows["T2"] = list(rows["T1"])
        self.prepared(rows)
        before = self.codes()
        self.assertEqual(before["T1"], before["T2"])
        other = ["欧阳峰", "13700009999", "男", "1955-01-31", "ouyang@example.cn", "四川省成都市武侯区人民南路9号"]
        self.incremental(self.brought({"T2": other}, "changed.csv"))
        apart = self.codes()
        self.assertNotEqual(apart["T1"], apart["T2"])
        self.assertIn(before["T1"], (apart["T1"], apart["T2"]), "one part keeps the code")
        self.incremental(self.brought({"T2": rows["T1"]}, "back.csv"))
        again = self.codes()
        self.assertEqual(again["T1"], again["T2"])
        self.assertEqual({key: again[key] for key in before}, before)

    def test_a_batch_taken_out_takes_its_records_along(self):
        rows = people(120)
        first, second = self.parts(rows, 80, 120)
        self.prepared(first)
        before = self.codes()
        self.incremental(self.brought(second, "second.csv"))
        batch = max(row["batch_id"] for row in self.zhike("sources", "--json").json["batches"])
        self.zhike("undo", f"B{batch}")
        self.incremental(self.ran())
        self.assertEqual(self.groups(self.codes()), self.groups(before))

    # --- what people said binds here too

    def test_verdicts_bind_and_an_undone_one_lets_go(self):
        rows = people(80)
        first, second = self.parts(rows, 70, 80)
        rows["T1"] = first["T1"] = ["慕容雪", "13912340001", "女", "1971-07-07", "", ""]
        first["T2"] = ["端木蓉", "15800001111", "女", "1989-02-03", "", ""]
        self.prepared(first)
        self.zhike("decide", "shop:T1", "shop:T2", "same", "--why", "one person, new name")
        joined = self.codes()
        self.assertEqual(joined["T1"], joined["T2"])
        self.incremental(self.brought(second, "second.csv"))
        codes = self.codes()
        self.assertEqual((codes["T1"], codes["T2"]), (joined["T1"], joined["T1"]))
        self.incremental(self.brought({"T3": ["端木蓉", "15800001111", "女", "1989-02-03", "d@example.cn", ""]}, "third.csv"))
        codes = self.codes()
        self.assertEqual(codes["T1"], codes["T2"])
        self.zhike("undo")
        self.incremental(self.ran())
        codes = self.codes()
        self.assertNotEqual(codes["T1"], codes["T2"])
        self.assertEqual(codes["T2"], codes["T3"])

    # --- when all records are looked at again

    def test_a_small_base_another_policy_and_a_new_column_call_for_all_records(self):
        rows = people(90)
        first, second, third = self.parts(rows, 60, 75, 90)
        self.made()
        self.brought(first, "first.csv")
        for words, why in ((None, "incremental_from_records"), (("incremental_from_records", 0), "policy"), (("incremental_most_percent", 5), "policy")):
            if words:
                self.zhike("policy", "set", *words, "--why", "a try")
            self.assertTrue(any(why in note for note in self.ran()["notes"]), why)
        self.incremental(self.ran())
        self.assertTrue(any("incremental_most_percent" in note for note in self.brought(second, "second.csv")["notes"]))
        self.zhike("policy", "set", "incremental_most_percent", 1000, "--why", "a try")
        self.zhike("policy", "set", "learn_again_percent", 5, "--why", "a try")
        self.ran()
        self.assertTrue(any("learn_again_percent" in note for note in self.brought(third, "third.csv")["notes"]))

    def test_a_column_that_was_empty_when_weights_were_learned_is_not_passed_over(self):
        rows = {key: [*cells[:4], "", cells[5]] for key, cells in people(80).items()}
        self.prepared(rows)
        done = self.brought({"N1": ["端木蓉", "15800001111", "女", "1989-02-03", "d@example.cn", ""]}, "new.csv")
        self.assertTrue(any("a column is filled" in note for note in done["notes"]), done["notes"])

    # --- never half done

    def test_a_kill_at_any_place_leaves_the_old_state_or_the_new_and_the_next_run_ends_it(self):
        rows = people(130)
        first, second = self.parts(rows, 100, 130)
        self.prepared(first)
        before = self.codes()
        self.brought(second, "second.csv", run=False)
        for place in ("step.resolve.changes", "step.resolve.match_person", "registry.moves", "resolve.codes_written", "resolve.changes_written", "step.resolve.write",
                      "step.resolve.households", "step.resolve.index"):
            with self.subTest(place=place):
                self.zhike("run", "standardise", "resolve", code=-signal.SIGKILL, ZHIKE_FAILPOINT=f"{place}=abort")
                self.zhike("doctor", code=None)
        self.ran()
        codes = self.codes()
        self.assertEqual(len(codes), 130)
        self.assertTrue(all(codes[key] in set(before.values()) for key in before))
        self.assertEqual(self.groups(codes), self.groups_of_a_full_run(rows))

    def test_a_kill_or_a_full_disk_while_the_index_is_kept_costs_a_full_run_at_most(self):
        rows = people(150)
        first, *more = self.parts(rows, 132, 138, 144, 150)  # less than a tenth: beyond, values are counted anew and all is kept
        self.prepared(first)
        for batch, (place, way, code, is_kept) in zip(more, (("index_file.delta_made", "abort", -signal.SIGKILL, False),
                                                             ("sealed_log.appended", "abort", -signal.SIGKILL, True),
                                                             ("sealed_log.appended", "full", 1, False))):
            with self.subTest(place=place, way=way):
                self.brought(batch, f"{place}.{way}.csv", run=False)
                self.zhike("run", "standardise", "resolve", code=code, ZHIKE_FAILPOINT=f"{place}={way}")
                self.assertEqual(any("only what changed" in note for note in self.ran()["notes"]), is_kept)
        codes = self.codes()
        self.assertEqual(len(codes), 150)
        self.assertEqual(self.groups(codes), self.groups_of_a_full_run(rows))

    def groups_of_a_full_run(self, rows):
        kept, self.workspace = self.workspace, self.folder / "another"
        self.made()
        self.brought(rows, "all.csv")
        found = self.groups(self.codes())
        self.workspace = kept
        return found


if __name__ == "__main__":
    main()
