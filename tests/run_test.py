#!/usr/bin/env python3
"""The count at the end of `make test` can be trusted: what crashed, hung silent or lost its report counts as failed."""
import json
import pathlib
import tempfile
import unittest

import run


class Count(unittest.TestCase):
    def gtest(self, suites, code=0):
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder, "report.json")
            if suites is not None:
                report.write_text(json.dumps({"testsuites": [{"testsuite": suites}]}))
            found = run.read_gtest(report, code, "text")
            return found.passed, found.failed, found.skipped

    def test_passed_failed_and_skipped_are_told_apart(self):
        tests = [{"name": "a", "classname": "s", "status": "RUN", "result": "COMPLETED"},
                 {"name": "b", "classname": "s", "status": "RUN", "result": "COMPLETED", "failures": [{}]},
                 {"name": "c", "classname": "s", "status": "RUN", "result": "SKIPPED"}]
        self.assertEqual(self.gtest(tests, 1), (1, 1, ["s.c"]))

    def test_a_program_that_died_is_a_failure(self):
        self.assertEqual(self.gtest(None, -6), (0, 1, []))

    def test_a_sanitizer_report_after_the_last_test_is_a_failure(self):
        self.assertEqual(self.gtest([{"name": "a", "classname": "s", "status": "RUN", "result": "COMPLETED"}], 1), (1, 1, []))

    def test_a_runner_without_count_is_a_failure(self):
        self.assertEqual(run.read_count(0, "all is well").failed, 1)
        self.assertEqual(run.read_count(1, "3 passed, 0 failed").failed, 1)
        self.assertEqual(run.read_count(1, "skipped x: no disk\n3 passed, 2 failed").failed, 2)
        self.assertEqual(run.read_count(0, "skipped x: no disk\n3 passed, 0 failed").skipped, ["x: no disk"])

    def test_unittest_output_is_read(self):
        text = "test_a (m.T.test_a) ... skipped 'needs root'\n\nRan 5 tests in 0.1s\n\nFAILED (failures=1, errors=1, skipped=1)"
        found = run.read_unittest(1, text)
        self.assertEqual((found.passed, found.failed, found.skipped), (2, 2, ["test_a: needs root"]))
        self.assertEqual(run.read_unittest(1, "Traceback: no module").failed, 1)
        self.assertEqual(run.read_unittest(0, "Ran 3 tests in 0.1s\n\nOK").passed, 3)


if __name__ == "__main__":
    unittest.main()
