#!/usr/bin/env python3
"""Decisions that die on their way, at every place: the old state or the new, never mixed."""
import signal

from identity_test import Deciding
from scenario import main

# Every place where a decision may die, in the order it passes them.
PLACES = ["registry.act", "registry.moves", "registry.places", "registry.verdict", "registry.followed", "step.profile.prepare", "step.profile.customer"]


class Interrupted(Deciding):
    """The same, with a kill or a full disk at each place."""

    def whole(self):
        return self.exported("customers"), self.exported("lineage"), self.zhike("show", self.cuid("shop:S003"), "--json").json

    def states(self):
        self.resolved()
        before = self.whole()
        self.decide("shop:S003", "shop:S004", "same")
        after = self.whole()
        self.zhike("undo")
        return before, after

    def test_a_kill_at_any_place_of_a_decision_leaves_the_old_state_or_the_new(self):
        before, after = self.states()
        for place in PLACES:
            with self.subTest(place):
                done = self.zhike("decide", "shop:S003", "shop:S004", "same", code=None, ZHIKE_FAILPOINT=f"{place}=abort")
                self.assertEqual(done.code, -signal.SIGKILL, "the failpoint was not passed: " + done.err)
                self.assertIn(self.whole()[:2], (before[:2], after[:2]), "whole, old or new")
                self.decide("shop:S003", "shop:S004", "same")  # the next verb goes on from there
                self.assertEqual(self.whole(), after)
                while self.zhike("undo", code=None).code == 0:
                    pass
                self.zhike("run")
                self.assertEqual(self.whole()[0], before[0])

    def test_a_merge_killed_before_the_lake_shows_it_is_told_by_doctor_and_shown_by_the_next_decision(self):
        self.resolved()
        elder, younger = sorted((self.cuid("shop:S003"), self.cuid("shop:S004")), key=lambda code: code[1:11])
        done = self.zhike("merge", elder, younger, code=None, ZHIKE_FAILPOINT="registry.followed=abort")
        self.assertEqual(done.code, -signal.SIGKILL, done.err)
        examined = lambda: next(row for row in self.zhike("doctor", "--json").json["examinations"] if row["subject"] == "registry")
        self.assertEqual(examined()["judgement"], "warn")
        self.assertIn("zhike run", examined()["note"])
        again = self.zhike("merge", elder, younger, "--json", code=2)
        self.assertIn(f"one customer already: {elder}", again.err)
        self.assertEqual(self.zhike("show", younger, "--json").json["cuid"], elder)
        self.assertNotIn(younger, [row["cuid"] for row in self.exported("customers")])
        self.assertEqual(examined()["judgement"], "good")

    def test_a_full_disk_at_any_place_of_a_decision_keeps_the_old_state(self):
        before, _ = self.states()
        for place in PLACES[:4]:
            with self.subTest(place):
                done = self.zhike("decide", "shop:S003", "shop:S004", "same", "--json", code=1, ZHIKE_FAILPOINT=f"{place}=full")
                self.assertEqual(done.error, "disk_full")
                self.assertEqual(self.whole(), before)

    def test_a_kill_during_a_run_that_changes_codes_is_healed(self):
        before, after = self.states()
        self.decide("shop:S003", "shop:S004", "same", "--later")
        for place in ("registry.households", "resolve.codes_written", "step.resolve.codes", "step.resolve.write", "step.profile.customer"):
            with self.subTest(place):
                done = self.zhike("run", code=None, ZHIKE_FAILPOINT=f"{place}=abort")
                if place != "registry.households":  # nothing changes in households here
                    self.assertEqual(done.code, -signal.SIGKILL, done.err)
                self.assertIn(self.whole()[0], (before[0], after[0]))
        self.zhike("run")
        self.assertEqual(self.whole(), after)

    def test_a_kill_while_a_replay_is_kept_or_accepted_leaves_all_or_nothing(self):
        self.resolved()
        before = self.whole()
        done = self.zhike("replay", "--policy", "merge_bits=40", code=None, ZHIKE_FAILPOINT="registry.replay=abort")
        self.assertEqual(done.code, -signal.SIGKILL, done.err)
        self.assertEqual(self.zhike("replay", "--json").json["replays"], [])
        tried = self.zhike("replay", "--policy", "merge_bits=40", "--json").json["replay_id"]
        for place in ("registry.places", "registry.accepted"):
            done = self.zhike("replay", "--accept", tried, code=None, ZHIKE_FAILPOINT=f"{place}=abort")
            self.assertEqual(done.code, -signal.SIGKILL, done.err)
            self.assertEqual(self.whole(), before)
            self.assertEqual(self.zhike("policy", "show", "--json").json["versions"][0]["policy"]["merge_bits"], 0)
        self.zhike("replay", "--accept", tried)
        self.assertNotEqual(self.whole(), before)


if __name__ == "__main__":
    main()
