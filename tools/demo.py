#!/usr/bin/env python3
"""The demonstration: messy files from many sources in, one trustworthy customer base and its quality report out.

Usage: demo.py BINARY FOLDER [RECORDS]. A workspace left by an earlier demonstration is replaced; any other folder is not.
"""
import pathlib
import shutil
import subprocess
import sys
import time

MARK = "made-by-make-demo"


def step(title, command):
    print(f"\n\033[1m▸ {title}\033[0m\n  $ {' '.join(command)}" if sys.stdout.isatty() else f"\n> {title}\n  $ {' '.join(command)}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command)
    if done.returncode != 0:
        sys.exit(f"demo: `{' '.join(command)}` ended with {done.returncode}; the lines above say why")
    seconds = time.monotonic() - started
    print(f"  ({seconds:.1f} s)", flush=True)
    return title, seconds


def main():
    zhike, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    records = sys.argv[3] if len(sys.argv) > 3 else "100000"
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            sys.exit(f"demo: {folder} holds something that is not a demonstration; move it away first")
        shutil.rmtree(folder)
    workspace = ["--workspace", str(folder)]
    times = [step("Make a workspace", [zhike, "init", str(folder)])]
    (folder / MARK).touch()
    times += [
        step(f"Generate {int(records):,} customer records with their events, as five systems keep them",
             [zhike, "generate", records, "--out", str(folder / "data"), "--truth", str(folder / "truth.csv")]),
        step("Import every file, as it is", [zhike, "import", str(folder / "data"), *workspace]),
        step("Run the main job: standardise, resolve, profile, measure", [zhike, "run", *workspace]),
        step("Report", [zhike, "report", *workspace]),
        step("Write the same report as a page", [zhike, "report", "--html", str(folder / "report.html"), *workspace]),
        step("Compare with the truth, which Zhike has not seen", [zhike, "evaluate", "--truth", str(folder / "truth.csv"), *workspace]),
    ]
    print("\nTimes")
    for title, seconds in times:
        print(f"  {seconds:7.1f} s  {title}")
    job = sum(seconds for title, seconds in times if title.startswith(("Import", "Run")))
    print(f"  {job:7.1f} s  the main job, from files to customers and their quality")
    print(f"\nLook at\n  {folder}/report.html                          the report, to open and to forward\n"
          f"  {zhike} find 王 --workspace {folder}      a customer, then `show` and `why` with the code it tells\n"
          f"  {zhike} --help                         everything else\n")


if __name__ == "__main__":
    main()
