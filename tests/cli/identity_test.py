#!/usr/bin/env python3
"""What people decide about customers lasts: verdicts, undo, history, review, policies, replay, households.

Nothing is ever half done: each kill leaves the old state or the new one, and the next verb goes on from there.
"""
import json

from scenario import CRM, SHOP, Scenario, main

ORDERS = """订单号,会员号,下单时间,订单金额
O-1,S001,2026-05-01 10:00:00,100
O-2,S003,2026-05-02 10:00:00,250
O-3,S003,2026-05-03 10:00:00,50
"""


class Deciding(Scenario):
    def resolved(self):
        self.filled()
        self.zhike("import", self.file("orders.csv", ORDERS), "--source", "shop", "--entity", "event", "--event-type", "order")
        self.zhike("run")

    def cuid(self, record):
        return self.zhike("history", record, "--json").json["cuid"]

    def whole(self):
        """Everything that hangs on who is who: golden records, identifiers, events, timeline."""
        customers = self.exported("customers")
        shown = [self.zhike("show", row["cuid"], "--unmask", "--json").json for row in customers]
        return customers, self.exported("lineage"), shown

    def records(self):
        """The code of every record."""
        return {(row["source_id"], row["source_key"]): row["cuid"] for row in self.exported("records")}

    def decide(self, *words, **more):
        return self.zhike("decide", *words, "--json", **more)


class Identity(Deciding):
    # --- verdicts bind

    def test_a_verdict_joins_at_once_and_survives_a_rebuild_and_a_new_import(self):
        self.resolved()
        done = self.decide("shop:S003", "shop:S004", "same", "--why", "one card", "--as", "anna").json
        self.assertEqual([event["kind"] for event in done["events"]], ["merged"])
        self.assertEqual(self.cuid("shop:S003"), self.cuid("shop:S004"))
        kept = self.cuid("shop:S003")
        self.zhike("rebuild")
        self.zhike("run")
        self.assertEqual((self.cuid("shop:S003"), self.cuid("shop:S004")), (kept, kept))
        newer = SHOP.replace("科技园南路8号", "科技园南路9号")
        self.zhike("import", self.file("newer.csv", newer), "--source", "shop")
        self.zhike("run")
        self.assertEqual((self.cuid("shop:S003"), self.cuid("shop:S004")), (kept, kept))
        story = self.zhike("why", kept, "--json").json
        self.assertEqual([(verdict["verdict"], verdict["decided_by"], verdict["why"]) for verdict in story["verdicts"]], [("same", "anna", "one card")])

    def test_a_verdict_of_different_parts_what_evidence_joined(self):
        self.resolved()
        self.assertEqual(self.cuid("shop:S001"), self.cuid("crm:C-1"))
        self.decide("shop:S001", "crm:C-1", "different")
        for _ in range(2):
            self.assertNotEqual(self.cuid("shop:S001"), self.cuid("crm:C-1"))
            self.zhike("run")

    def test_a_verdict_about_a_record_that_is_gone_sleeps_is_named_and_wakes_again(self):
        self.resolved()
        self.decide("shop:S003", "crm:C-3", "same")
        together = self.cuid("shop:S003")
        batch = next(row["batch_id"] for row in self.zhike("sources", "--json").json["batches"] if row["source"] == "crm")
        self.zhike("undo", f"B{batch}")
        self.zhike("run")
        verdict = self.zhike("verdicts", "--json").json["verdicts"][0]
        self.assertEqual((verdict["state"], verdict["gone"]), ("sleeping", ["crm:C-3"]))
        self.assertEqual(self.zhike("verdicts", "crm:C-3", "--json").json["verdicts"][0]["verdict_id"], verdict["verdict_id"])
        self.assertEqual(self.decide("shop:S004", "crm:C-3", "same", code=1).error, "not_found")
        self.zhike("import", self.file("again.jsonl", CRM + "\n"), "--source", "crm")
        self.zhike("run")
        self.assertEqual(self.zhike("verdicts", "--json").json["verdicts"][0]["state"], "stands")
        self.assertEqual((self.cuid("shop:S003"), self.cuid("crm:C-3")), (together, together))

    def test_verdicts_that_cannot_hold_together_are_refused_with_the_chain(self):
        self.resolved()
        first = self.decide("shop:S003", "shop:S004", "same").json["verdict_id"]
        second = self.decide("shop:S004", "shop:S005", "same").json["verdict_id"]
        before = self.whole()
        done = self.decide("shop:S003", "shop:S005", "different", code=1)
        self.assertEqual(done.error, "conflict")
        told = json.loads(done.err)["error"]["message"]
        self.assertIn(f"shop:S003 = shop:S004 = shop:S005 by verdict {first}, {second}", told)
        self.assertEqual(self.whole(), before)

    def test_a_newer_answer_about_the_same_pair_replaces_the_older_and_says_so(self):
        self.resolved()
        first = self.decide("shop:S003", "shop:S004", "same").json["verdict_id"]
        self.assertEqual(self.decide("shop:S003", "shop:S004", "different").json["revises"], [first])
        self.assertNotEqual(self.cuid("shop:S003"), self.cuid("shop:S004"))
        self.assertEqual([verdict["state"] for verdict in self.zhike("verdicts", "--json").json["verdicts"]], ["stands", "revised"])

    def test_a_verdict_against_a_limit_of_the_rules_holds_and_is_named(self):
        self.made()
        people = "customer_id,name,id_number,mobile\nA,王伟,11010519491231002X,13912345678\nB,王伟,440524188001010014,13912345678\nC,李娜,,13800135790\n"
        self.zhike("import", self.file("people.csv", people), "--source", "crm")
        self.zhike("run")
        self.assertNotEqual(self.cuid("crm:A"), self.cuid("crm:B"), "two valid identity numbers are two persons")
        done = self.decide("crm:A", "crm:B", "same").json
        self.assertIn("id_number", " ".join(done["notes"]))
        self.zhike("run")
        self.assertEqual(self.cuid("crm:A"), self.cuid("crm:B"), "no rule breaks a person's verdict")

    # --- undo

    def test_undo_of_a_merge_restores_everything_and_its_undo_brings_it_back(self):
        self.resolved()
        before = self.whole()
        codes = [self.cuid("shop:S003"), self.cuid("shop:S001")]
        self.zhike("merge", *codes, "--why", "twins?")
        merged = self.whole()
        elder = min(codes, key=lambda code: code[1:11])
        self.assertEqual(self.zhike("show", max(codes, key=lambda code: code[1:11]), "--json").json["cuid"], elder, "the old code leads to the elder")
        self.assertEqual(self.zhike("show", elder, "--json").json["events_count"], 3, "events of both, none left behind")
        undone = self.zhike("undo", "--json").json
        self.assertEqual(self.whole(), before)
        last = undone["events"][-1]
        self.assertEqual(last["kind"], "undone")
        self.zhike("undo", f"E{last['event_no']}")
        self.assertEqual(self.whole(), merged)
        self.zhike("undo")
        self.zhike("run")
        self.assertEqual(self.whole()[0], before[0], "the next run leaves it so")

    def test_undo_of_a_split_restores_everything(self):
        self.resolved()
        before = self.whole()
        self.zhike("split", self.cuid("shop:S001"), "crm:C-1")
        self.assertNotEqual(self.whole(), before)
        self.zhike("undo")
        self.assertEqual(self.whole(), before)

    def test_a_split_of_a_record_that_is_another_customers_names_it_as_it_was_typed(self):
        self.resolved()
        done = self.zhike("split", self.cuid("shop:S001"), "shop:S003", "--json", code=2)
        self.assertEqual(done.error, "bad_request")
        self.assertIn("record shop:S003 is none of", done.err)

    def test_undo_after_a_later_merge_of_the_same_customer_names_what_hangs_together(self):
        self.resolved()
        first = self.decide("shop:S003", "shop:S004", "same").json["events"][0]["event_no"]
        second = self.decide("shop:S004", "shop:S005", "same").json["events"][0]["event_no"]
        before = self.whole()
        younger = max((self.cuid(f"shop:S00{n}") for n in (3, 4, 5)))
        refused = self.zhike("undo", f"E{first}", "--json", code=None)
        if refused.code == 1:
            self.assertEqual(refused.error, "conflict")
            self.assertIn(f"E{second}", refused.err)
            self.assertEqual(self.whole(), before)
            self.zhike("undo", f"E{second}")
            self.zhike("undo", f"E{first}")
        self.assertTrue(younger)
        self.assertNotEqual(self.cuid("shop:S003"), self.cuid("shop:S004"))

    def test_undoing_what_is_undone_or_was_never_done_is_refused(self):
        self.resolved()
        event = self.decide("shop:S003", "shop:S004", "same").json["events"][0]["event_no"]
        self.zhike("undo")
        self.assertEqual(self.zhike("undo", f"E{event}", "--json", code=1).error, "conflict")
        self.assertEqual(self.zhike("undo", "--json", code=1).error, "not_found")
        self.assertEqual(self.zhike("undo", "E999", "--json", code=1).error, "not_found")
        self.assertEqual(self.zhike("undo", "R999", "--json", code=1).error, "not_found")
        self.assertEqual(self.zhike("undo", "Z1", "--json", code=2).error, "bad_request")

    def test_what_a_run_merged_can_be_taken_back_and_the_next_run_does_not_do_it_again(self):
        self.made()
        self.zhike("import", self.file("shop.csv", SHOP), "--source", "shop")
        self.zhike("run")
        before = self.cuid("shop:S001")
        # The CRM's record links two customers that the shop knows apart.
        self.decide("shop:S001", "shop:S002", "different")
        self.zhike("import", self.file("crm.jsonl", CRM), "--source", "crm")
        self.zhike("run")
        self.assertEqual(self.cuid("crm:C-1"), before)
        self.zhike("split", before, "crm:C-1")
        self.zhike("run")
        self.assertNotEqual(self.cuid("crm:C-1"), before)

    # --- history

    def test_history_tells_who_joined_when_on_which_evidence_and_the_state_of_any_time(self):
        self.filled()
        self.zhike("run", ZHIKE_NOW="2026-01-10T00:00:00Z")
        merged = self.zhike("decide", "shop:S003", "shop:S004", "same", "--why", "one card", "--as", "anna", "--json", ZHIKE_NOW="2026-02-10T00:00:00Z").json["cuids"][0]
        told = self.zhike("history", merged, "--at", "2026-01-31", "--json").json
        self.assertEqual([entry["kind"] for entry in told["entries"]], ["created", "created", "merged"])
        self.assertEqual((told["entries"][2]["actor"], told["entries"][2]["why"], told["entries"][2]["cause"]), ("anna", "one card", "verdict"))
        self.assertTrue(told["entries"][0]["model_hash"] and told["entries"][0]["standard_hash"])
        self.assertEqual(len(told["then_records"]), 1, "before the verdict it was one record")
        self.assertEqual(len(self.zhike("history", merged, "--at", "2026-03-01", "--json").json["then_records"]), 2)
        self.assertEqual(self.zhike("history", merged, "--at", "2025-01-01", "--json").json["then_cuid"], "")
        joined = self.zhike("history", self.cuid("shop:S001"), "--json").json["entries"][0]["records"]
        self.assertEqual({record["name"]: record["partner"] for record in joined}, {"shop:S001": "crm:C-1", "crm:C-1": "shop:S001"})
        self.assertTrue(all(record["match_weight"] > 5 for record in joined))
        for language in ("en", "zh"):
            self.assertIn("anna", self.zhike("history", merged, "--lang", language).out)
            self.assertIn("shop:S003", self.zhike("why", merged, "--lang", language).out)

    def test_the_history_of_a_record_and_of_its_customer_count_the_same_records_for_an_event(self):
        self.resolved()
        kept = self.cuid("shop:S001")
        of_customer = self.zhike("history", kept, "--json").json["entries"]
        of_record = self.zhike("history", "shop:S001", "--json").json["entries"]
        self.assertGreater(of_customer[0]["records_count"], 1)
        self.assertEqual([(entry["kind"], entry["records_count"]) for entry in of_record], [(entry["kind"], entry["records_count"]) for entry in of_customer])
        self.assertEqual([[record["name"] for record in entry["records"]] for entry in of_record], [["shop:S001"]])
        self.decide("shop:S003", "shop:S004", "same")
        self.assertNotIn("shop:S004", str(self.zhike("history", "shop:S001", "--json").json["entries"]))
        self.assertEqual([entry["kind"] for entry in self.zhike("history", "shop:S004", "--json").json["entries"]][-1], "merged")

    def test_history_at_what_is_no_time_is_refused_with_the_form(self):
        self.resolved()
        for at in ("yesterday", "2020-13-45", "2026-01-31T99:00:00Z", "9999"):
            done = self.zhike("history", "shop:S001", "--at", at, "--json", code=2)
            self.assertEqual(done.error, "bad_request", at)
            self.assertIn("2026-01-31T08:30:00Z", done.err)
        self.zhike("history", "shop:S001", "--at", "2026-01-31T08:30:00Z")

    def test_why_also_answers_for_pairs_that_were_not_joined(self):
        self.resolved()
        told = self.zhike("why", "shop:S001", "shop:S002", "--json").json
        self.assertLess(told["pairs"][0]["match_weight"], 0)
        self.assertEqual(told["pairs"][0]["apart"], "evidence")

    def test_why_tells_evidence_from_what_became_of_the_records(self):
        self.resolved()
        self.decide("shop:S003", "shop:S004", "same", "--why", "one card")
        pair = self.zhike("why", "shop:S003", "shop:S004", "--json").json["pairs"][0]
        self.assertLess(pair["match_weight"], 0)
        self.assertEqual((pair["same_cluster"], pair["attached"]), (True, False))
        for language, evidence, outcome in (("en", "evidence too little", "a verdict links them"), ("zh", "证据不足", "裁定相连")):
            told = self.zhike("why", "shop:S003", "shop:S004", "--lang", language).out
            self.assertIn(evidence, told)
            self.assertIn(outcome, told)
        self.zhike("import", self.file("late.csv", "会员号,姓名,手机号\nS900,欧阳若兰,13800001111\n"), "--source", "shop")
        self.zhike("run", "standardise")
        late = self.zhike("why", "shop:S001", "shop:S900", "--json").json["pairs"][0]
        self.assertEqual((late["same_cluster"], late["apart"]), (False, "unmatched"))
        self.assertIn("not matched yet", self.zhike("why", "shop:S001", "shop:S900").out)

    # --- review and policy

    def test_review_asks_by_pattern_and_one_answer_serves_all_its_pairs(self):
        self.made()
        self.zhike("generate", 400, "--out", self.folder / "data", "--truth", self.folder / "truth.csv", "--seed", 5)
        for file in sorted((self.folder / "data").glob("crm*")):
            self.zhike("import", file, "--source", "crm")
        self.zhike("run")
        self.zhike("policy", "set", "steward_from_bits", -8)
        self.zhike("policy", "set", "steward_to_bits", 40)
        asked = self.zhike("review", "--limit", 3, "--json").json
        self.assertGreater(asked["open_count"], 0)
        doubts = [question["doubt"] for question in asked["questions"]]
        self.assertEqual(doubts, sorted(doubts, reverse=True))
        question = asked["questions"][0]
        self.decide("different", "--question", question["question"], "--why", "looked at")
        after = self.zhike("review", "--limit", 1000, "--json").json
        self.assertNotIn(question["question"], [row["question"] for row in after["questions"]])
        self.assertEqual(after["open_pairs_count"], asked["open_pairs_count"] - question["pairs_count"])
        self.assertEqual(self.decide("same", "--question", "Qffffffff", code=1).error, "not_found")
        for language in ("en", "zh"):
            self.zhike("review", "--lang", language)

    def test_policies_have_a_history_and_wrong_values_are_refused(self):
        self.made()
        self.zhike("policy", "set", "merge_bits", 3, "--why", "stricter", "--as", "bob")
        versions = self.zhike("policy", "show", "--json").json["versions"]
        self.assertEqual([(version["policy"]["merge_bits"], version["author"]) for version in versions], [(3, "bob"), (0, "")])
        for name, value in (("merge_bytes", 3), ("merge_bits", "much"), ("merge_bits", 1000), ("steward_from_bits", 50), ("customer_records_most", 1)):
            self.assertEqual(self.zhike("policy", "set", name, value, "--json", code=2).error, "bad_request", (name, value))

    # --- replay

    def test_a_replay_changes_nothing_until_it_is_accepted_and_can_be_undone(self):
        self.resolved()
        before = self.whole()
        tried = self.zhike("replay", "--policy", "merge_bits=40", "--json").json
        self.assertGreater(tried["split_count"], 0)
        self.assertEqual(tried["patterns"][0]["kind"], "split")
        self.assertTrue(tried["patterns"][0]["example"]["left_id"])
        self.assertEqual(self.whole(), before)
        self.zhike("replay", "--drop", tried["replay_id"])
        self.assertEqual(self.zhike("replay", "--accept", tried["replay_id"], "--json", code=1).error, "conflict")
        again = self.zhike("replay", "--policy", "merge_bits=40", "--json").json
        self.zhike("replay", "--accept", again["replay_id"])
        self.assertNotEqual(self.cuid("shop:S001"), self.cuid("crm:C-1"))
        after = self.whole()
        self.zhike("run")
        self.assertEqual(self.whole()[0], after[0], "the next run follows the accepted policy")
        self.zhike("undo")
        self.assertEqual(self.whole()[0], before[0])
        self.assertEqual(self.zhike("verdicts", "--json").json["verdicts"], [], "the policy of before holds it, no verdict need")
        self.zhike("run")
        self.assertEqual(self.whole()[0], before[0], "and leaves the undo alone")

    def test_a_replay_tries_a_model_which_runs_follow_once_it_is_accepted_until_it_is_undone(self):
        self.resolved()
        before = self.records()
        self.zhike("model", "save", self.folder / "model.json")
        model = json.loads((self.folder / "model.json").read_text(encoding="utf-8"))
        model["prior_bits"] = -60
        strict = self.file("strict.json", json.dumps(model, ensure_ascii=False))
        tried = self.zhike("replay", "--model", strict, "--json").json
        self.assertGreater(tried["split_count"], 0)
        self.assertEqual(self.records(), before)
        self.zhike("replay", "--accept", tried["replay_id"])
        apart = self.records()
        self.assertGreater(len(set(apart.values())), len(set(before.values())))
        self.zhike("run")
        self.assertEqual(self.records(), apart, "the next run scores by the accepted model")
        learnt = self.zhike("replay", "--model", "learn", "--json").json
        self.assertGreater(learnt["merged_count"], 0)
        self.zhike("replay", "--drop", learnt["replay_id"])
        self.zhike("undo")
        self.assertEqual(self.records(), before)
        self.zhike("run")
        self.assertEqual(self.records(), before, "the undo took the model back too")
        for content, code in (("{", "unreadable"), ('{"zhike_model":99}', "bad_request")):
            self.assertEqual(self.zhike("replay", "--model", self.file("bad.json", content), "--json", code=None).error, code)
        self.assertEqual(self.zhike("model", "save", self.folder / "none.json", "--entity", "organisation", "--json", code=1).error, "not_found")

    def test_the_undo_of_an_undone_replay_brings_its_policy_and_its_model_back(self):
        self.resolved()
        self.zhike("model", "save", self.folder / "model.json")
        model = json.loads((self.folder / "model.json").read_text(encoding="utf-8"))
        model["prior_bits"] = -60
        strict = self.file("strict.json", json.dumps(model, ensure_ascii=False))
        tried = self.zhike("replay", "--policy", "steward_to_bits=30", "--model", strict, "--json").json
        before = self.records()
        self.zhike("replay", "--accept", tried["replay_id"])
        accepted = self.records()
        self.assertNotEqual(accepted, before)
        undone = []
        for steward_to_bits, records in ((4, before), (30, accepted), (4, before), (30, accepted)):
            undone = [f"E{self.zhike('undo', *undone, '--json').json['events'][-1]['event_no']}"]
            self.assertEqual(self.zhike("policy", "show", "--json").json["versions"][0]["policy"]["steward_to_bits"], steward_to_bits)
            self.assertEqual(self.records(), records)
        self.zhike("run")
        self.assertEqual(self.records(), accepted, "the next run scores by the accepted model again")

    def test_a_replay_is_judged_by_what_people_decided_and_refused_when_codes_have_changed(self):
        self.resolved()
        self.decide("shop:S001", "crm:C-1", "same")
        tried = self.zhike("replay", "--policy", "merge_bits=40", "--json").json
        self.assertEqual(tried["quality"], {"pairs_count": 1, "old_right": 1, "new_right": 0})
        self.decide("shop:S003", "shop:S004", "same")
        self.assertEqual(self.zhike("replay", "--accept", tried["replay_id"], "--json", code=1).error, "conflict")

    def test_a_replay_tries_another_standard_in_a_shadow(self):
        self.resolved()
        before = self.whole()
        contact = self.workspace / "standards/core/fields/contact.json"
        fields = json.loads(contact.read_text(encoding="utf-8"))
        for field in fields["fields"]:
            if field["id"] in ("mobile", "email"):
                field["match_kind"] = "none"
        contact.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
        tried = self.zhike("replay", "--standard", self.workspace / "standards", "--json").json
        self.assertGreaterEqual(tried["replay_id"], 1)
        self.assertEqual(self.whole(), before)
        self.assertEqual(self.zhike("replay", "--accept", tried["replay_id"], "--json", code=2).error, "bad_request")
        self.zhike("replay", "--accept", tried["replay_id"], "--standard", self.workspace / "standards")
        codes = {record: self.cuid(record) for record in ("shop:S001", "crm:C-1", "shop:S003")}
        self.zhike("run")
        self.assertEqual({record: self.cuid(record) for record in codes}, codes)

    def test_a_standard_that_drops_the_field_a_rule_needs_is_refused_by_name(self):
        self.resolved()
        contact = self.workspace / "standards/core/fields/contact.json"
        fields = json.loads(contact.read_text(encoding="utf-8"))
        fields["fields"] = [field for field in fields["fields"] if field["id"] != "wechat_unionid"]
        contact.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
        done = self.zhike("standard", "publish", "--json", code=1)
        self.assertEqual(done.error, "standard_invalid")
        checked = self.zhike("standard", "check", "--json", code=None)
        self.assertIn("identity_rules.json", checked.out + checked.err)
        self.assertEqual(self.zhike("replay", "--standard", self.workspace / "standards", "--json", code=1).error, "standard_invalid")


if __name__ == "__main__":
    main()
