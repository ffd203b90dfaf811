#!/usr/bin/env python3
"""Runs every test there is and ends with one plain line: N passed, N failed.

The room tests (GoogleTest), the flow goldens under each configuration, the command-line scenarios, and tidy's rules with
their own tests run as processes, two or more at a time. Failures are printed whole, successes in a line each.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS_MAX = 1800


class Outcome:
    def __init__(self, passed=0, failed=0, skipped=(), text=""):
        self.passed, self.failed, self.skipped, self.text = passed, failed, list(skipped), text


def read_gtest(report, code, text):
    """Counts from GoogleTest's own report; a program that died before writing it is one failure."""
    try:
        suites = json.loads(report.read_text())["testsuites"]
    except (OSError, ValueError):
        return Outcome(failed=1, text=text + f"\n(the program ended with {code} and left no report)")
    found = Outcome(text=text)
    for test in (t for suite in suites for t in suite["testsuite"]):
        if test.get("failures"):
            found.failed += 1
        elif test.get("result") == "SKIPPED" or test.get("status") == "NOTRUN":
            found.skipped.append(f"{test['classname']}.{test['name']}")
        else:
            found.passed += 1
    if code != 0 and not found.failed:
        found.failed = 1  # a sanitizer's report at the end of the program
    return found


def read_unittest(code, text):
    ran = re.search(r"^Ran (\d+) test", text, re.M)
    told = {word: int(number) for word, number in re.findall(r"(failures|errors|skipped)=(\d+)", text.splitlines()[-1] if text else "")}
    failed = told.get("failures", 0) + told.get("errors", 0)
    if not ran or (code != 0 and not failed):
        return Outcome(failed=1, text=text)
    reasons = re.findall(r"^(\w+) .*\.\.\. skipped ['\"](.*)['\"]$", text, re.M)
    return Outcome(int(ran[1]) - failed - told.get("skipped", 0), failed, [f"{name}: {why}" for name, why in reasons], text)


def read_count(code, text):
    """A runner of our own, which ends with `N passed, N failed` and says `skipped NAME: why`."""
    last = re.findall(r"^(\d+) passed, (\d+) failed$", text, re.M)
    if not last:
        return Outcome(failed=1, text=text + f"\n(ended with {code} and no count)")
    passed, failed = map(int, last[-1])
    return Outcome(passed, failed or int(code != 0), re.findall(r"^skipped (.*)$", text, re.M), text)


def jobs(build, only):
    """(name, command, reader) of everything that can be run."""
    python = sys.executable
    found = []
    for program in sorted(build.glob("zhike_*_test")):
        found.append((program.name[6:-5], [str(program), "--gtest_brief=1"], "gtest"))
    flow = next(iter([*build.glob("zhike_flow_tests"), *build.glob("tests/zhike_flow_tests")]), None)
    for config in sorted((ROOT / "tests/configs").glob("*.json")):
        if flow:
            found.append((f"flow {config.stem}", [str(flow), "--config", str(config), str(ROOT / "tests/flow")], "count"))
    for scenario in sorted((ROOT / "tests/cli").glob("*_test.py")):
        found.append((f"cli {scenario.stem[:-5]}", [python, str(scenario), "-v"], "unittest"))
    tidy = [python, str(ROOT / "tools/tidy.py"), "--count"]
    if (ROOT / "docs/reference").exists() and (build / "zhike").exists():
        tidy += ["--zhike", str(build / "zhike")]
    found.append(("tidy", tidy, "count"))
    for test in [*sorted((ROOT / "tools").glob("*_test.py")), ROOT / "tests/run_test.py"]:
        found.append((f"tools {test.stem}", [python, str(test), "-v"], "unittest"))
    return [job for job in found if not only or any(word in job[0] for word in only)]


def seconds_guessed(job):
    """Where it never ran: scenarios take the longer the more they hold, room tests a minute together."""
    name, command, reader = job
    return 8 * pathlib.Path(command[1]).read_text().count("    def test_") if name.startswith("cli ") else 60


def run(job, environment):
    name, command, reader = job
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zhike-test-") as folder:
        report = pathlib.Path(folder, "report.json")
        if reader == "gtest":
            command = [*command, f"--gtest_output=json:{report}"]
        try:
            done = subprocess.run(command, cwd=ROOT, env={**environment, "TMPDIR": folder}, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS_MAX)
            code, text = done.returncode, done.stdout.decode("utf-8", "replace")
        except subprocess.TimeoutExpired as late:
            code, text = -1, (late.stdout or b"").decode("utf-8", "replace") + f"\n(stopped after {SECONDS_MAX} s)"
        if reader == "gtest":
            outcome = read_gtest(report, code, text)
        else:
            outcome = {"unittest": read_unittest, "count": read_count}[reader](code, text.rstrip())
    outcome.seconds = time.monotonic() - started
    return name, outcome


def environment_of(build):
    found = dict(os.environ)
    found.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
    found["ZHIKE_BINARY"] = str((build / "zhike").resolve())
    found.pop("ZHIKE_WORKSPACE", None)
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        found.setdefault("ZHIKE_SHARED", str(shared))
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--build", default="build/dev", help="where the programs were built")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    options.add_argument("only", nargs="*", help="run only what has one of these words in its name")
    chosen = options.parse_args()
    build = (ROOT / chosen.build).resolve()
    if not (build / "zhike").exists():
        sys.exit(f"{build}/zhike is not there: run `make dev` first")
    times_file = build / "test_times.json"
    times = json.loads(times_file.read_text()) if times_file.exists() else {}
    todo = sorted(jobs(build, chosen.only), key=lambda job: -times.get(job[0], seconds_guessed(job)))  # the longest first, so that none is left alone at the end
    total = Outcome()
    environment = environment_of(build)
    with concurrent.futures.ThreadPoolExecutor(max(1, chosen.jobs)) as pool:
        for future in concurrent.futures.as_completed([pool.submit(run, job, environment) for job in todo]):
            name, outcome = future.result()
            times[name] = round(outcome.seconds, 1)
            total.passed, total.failed = total.passed + outcome.passed, total.failed + outcome.failed
            total.skipped += [f"{name}: {why}" for why in outcome.skipped]
            if outcome.failed:
                print(f"---- {name} failed\n{outcome.text}\n----", flush=True)
            print(f"{'FAIL' if outcome.failed else ' ok '}  {name:32} {outcome.passed:5} passed {outcome.failed:4} failed {outcome.seconds:7.1f} s", flush=True)
    times_file.write_text(json.dumps(times, indent=1))
    for why in total.skipped:
        print(f"skipped  {why}")
    print(f"{total.passed} passed, {total.failed} failed")
    sys.exit(bool(total.failed) or not total.passed)


if __name__ == "__main__":
    main()
