#!/usr/bin/env python3
"""The repository's own rules, checked as a test: one line per breach, exit 1.

Usage: tidy.py [ROOT] [--aim] [--count] [--zhike BINARY]
  --aim    also names source files above the aim of 200 lines (never a failure)
  --count  ends with "N passed, N failed", counting rules
  --zhike  also compares docs/reference with what this binary generates
"""
import argparse
import ast
import pathlib
import re
import subprocess
import sys
import tempfile

import tidy_cpp
from tidy_messages import messages_have_their_chinese
from tidy_sql import STAGES, one_statement_a_file, tables_point_one_way

LINES_AIM, LINES_MAX, FUNCTION_MAX, BYTES_MAX = 200, 500, 70, 1_000_000
SOURCE = {".h", ".cpp", ".py", ".sql", ".ts", ".tsx"}
TEXT = SOURCE | {".md", ".txt", ".sh", ".cmake", ".json", ".html", ".test", ".bench", ".csv", ""}
# Written so that this file does not hold the words themselves.
FORBIDDEN = [
    (re.compile(r"/wor[k]/|/tm[p]/(?:brief|build|house)"), "a path of one machine"),
    (re.compile(r"https?://[\w.-]*(?:registr[y]|npmj[s]|pyp[i]\b|pythonhoste[d]|crates\.i[o]|artifactor[y]|nexu[s])"),
     "the host of a package registry"),
]
BANNED_NAMES = {"util", "utils", "common", "helper", "helpers", "manager", "misc", "impl"}


class Tree:
    """The files under test: what git would keep, or everything where there is no git."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.files = sorted(f for f in self._names() if (self.root / f).is_file())
        self._texts = {}
        self.rooms = self._rooms()

    def _names(self):
        told = subprocess.run(["git", "-c", "core.quotepath=off", "ls-files", "-co", "--exclude-standard"], cwd=self.root, capture_output=True, text=True)
        if (self.root / ".git").exists() and told.returncode == 0:
            return [pathlib.PurePosixPath(line) for line in told.stdout.splitlines()]
        return [pathlib.PurePosixPath(f.relative_to(self.root).as_posix()) for f in self.root.rglob("*")
                if not {".git", ".deps", "build", "demo", "out", "__pycache__"} & set(f.relative_to(self.root).parts)]

    def _rooms(self):
        path = self.root / "CMakeLists.txt"
        rooms = {}
        lines = re.findall(r"^zhike_room\((\w+)([^)]*)\)", path.read_text(), re.M) if path.exists() else []
        for name, rest in lines:
            depends = re.search(r"\bDEPENDS\b((?:\s+(?!USES\b|ROOM_ROOT\b)\w+)*)", rest)
            rooms[name] = depends[1].split() if depends else []
        return rooms

    def closure(self, room):
        seen, todo = set(), list(self.rooms.get(room, []))
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += self.rooms.get(name, [])
        return seen

    def text(self, name):
        if name not in self._texts:
            self._texts[name] = (self.root / name).read_text(encoding="utf-8", errors="replace")
        return self._texts[name]

    def of(self, *suffixes, outside=("third_party",)):
        return [f for f in self.files if f.suffix in suffixes and f.parts[0] not in outside]

    def room(self, name):
        return name.parts[1] if len(name.parts) > 2 and name.parts[0] == "engine" else None


def rooms_point_one_way(tree):
    declared = []
    for name, depends in tree.rooms.items():
        for other in depends:
            if other not in declared:
                yield f"CMakeLists.txt: room '{name}' depends on '{other}', which no earlier line declares"
        for other in tree.closure(name) & set(STAGES) if name in STAGES else ():
            yield f"CMakeLists.txt: stage '{name}' may not depend on stage '{other}': they talk through tables"
        declared.append(name)


def includes_point_one_way(tree):
    for name in tree.of(".h", ".cpp"):
        room = tree.room(name)
        if room and room not in tree.rooms:
            yield f"{name}: room '{room}' is not declared in CMakeLists.txt"
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*["<]([\w./]+)[">]', line)
            if not found:
                continue
            path, target = found[1], found[1].split("/")[0]
            if room and target in tree.rooms and target != room and target not in tree.closure(room):
                yield f"{name}:{number}: room '{room}' may not include '{target}' (allowed: {' '.join(sorted(tree.closure(room))) or 'none'})"
            for header, owner in (("duckdb.h", "db"), ("sqlite3.h", "ledger")):
                if path.split("/")[-1] == header and room != owner:
                    yield f"{name}:{number}: only engine/{owner} includes {header}"
            if name.suffix == ".h" and name.stem == room and path.startswith(("boost/json", "base/wire.h")):
                yield f"{name}:{number}: the room's door may not bring Boost.JSON along: name it in a .cpp"


def files_stay_small(tree):
    for name in tree.of(*SOURCE):
        if "reference" in name.parts[:2] or name.name.startswith("openapi"):
            continue
        size = _lines_without_tables(tree, name)
        if size > LINES_MAX:
            yield f"{name}: {size} lines besides tables; the stop is {LINES_MAX}: ask what second thing lives in it"


def _lines_without_tables(tree, name):
    text = tree.text(name)
    size = text.count("\n") + (not text.endswith("\n"))
    if name.suffix in (".h", ".cpp") and size > LINES_AIM:
        size -= sum(last - first for kind, _, first, last in tidy_cpp.blocks(text) if kind == "table")
    return size


def functions_stay_small(tree):
    for name in tree.of(".h", ".cpp"):
        for kind, function, first, last in tidy_cpp.blocks(tree.text(name)):
            size = last - first + 1
            if kind == "function" and size > FUNCTION_MAX:
                size -= tidy_cpp.table_lines(tree.text(name), first, last)
                if size > FUNCTION_MAX:
                    yield f"{name}:{first}: function '{function}' has {size} lines; the stop is {FUNCTION_MAX}"
    for name in tree.of(".py"):
        for node in ast.walk(ast.parse(tree.text(name))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno - node.lineno >= FUNCTION_MAX:
                yield f"{name}:{node.lineno}: function '{node.name}' has {node.end_lineno - node.lineno + 1} lines; the stop is {FUNCTION_MAX}"


def names_say_something(tree):
    for name in tree.files:
        if name.parts[0] == "third_party":
            continue
        for part in name.parts:
            bad = BANNED_NAMES & set(re.split(r"[_.\-]", part.lower()))
            if bad:
                yield f"{name}: '{min(bad)}' says nothing in a file name: find the noun"
    for name in tree.of(".h", ".cpp"):
        code = tidy_cpp.blank(tree.text(name))
        for match in re.finditer(r"\b(?:class|struct|enum\s+class|enum|namespace|using)\s+(\w+)", code):
            words = {w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", match[1])}
            if words & BANNED_NAMES:
                yield f"{name}:{code.count(chr(10), 0, match.start()) + 1}: the name '{match[1]}' says nothing: find the noun"
        american = re.search(r"\b\w*(?:[Oo]rganization|[Ss]tandardize|[Bb]ehavior(?!u))\w*", code)
        if american:
            yield f"{name}:{code.count(chr(10), 0, american.start()) + 1}: British spelling in ids, not '{american[0]}'"


def sources_carry_the_licence(tree):
    for name in tree.of(".h", ".cpp", ".ts", ".tsx"):
        if not tree.text(name).startswith("// SPDX-License-Identifier: Apache-2.0\n"):
            yield f"{name}:1: first line must be // SPDX-License-Identifier: Apache-2.0"
    for name in tree.of(".h"):
        if "#pragma once" not in tree.text(name):
            yield f"{name}: a header needs #pragma once"


def nothing_private_is_told(tree):
    for name in tree.of(*TEXT):
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            for pattern, what in FORBIDDEN:
                if pattern.search(line):
                    yield f"{name}:{number}: names {what}"


def lock_files_hold_no_addresses(tree):
    for name in tree.files:
        if re.fullmatch(r"package-lock\.json|.*\.lock|pnpm-lock\.yaml|requirements.*\.txt", name.name):
            for number, line in enumerate(tree.text(name).splitlines(), 1):
                if re.search(r"https?://", line) and not re.search(r'"(?:url|funding)"', line):
                    yield f"{name}:{number}: a lock file holds a download address"


def todos_have_an_issue(tree):
    for name in tree.of(*SOURCE):
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            if re.search(r"(?://|#|--|\*)\s*.*\b(?:TOD[O]|FIXM[E]|XX[X])\b(?!\s*\(#\d+\))", line):
                yield f"{name}:{number}: a TOD" "O names its issue: TOD" "O(#12)"


def no_big_blobs(tree):
    for name in tree.files:
        size = (tree.root / name).stat().st_size
        if size > BYTES_MAX:
            yield f"{name}: {size} bytes; the stop is {BYTES_MAX}"


def links_resolve(tree):
    for name in tree.of(".md"):
        text = re.sub(r"```.*?```|`[^`\n]*`", lambda m: re.sub(r"[^\n]", " ", m[0]), tree.text(name), flags=re.S)
        for match in re.finditer(r"\]\(([^)\s]+)\)", text):
            target = match[1].split("#")[0]
            if target and not re.match(r"[a-z]+:", target) and not (tree.root / name.parent / target).exists():
                yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: the link {match[1]} leads nowhere"


def generated_pages_are_fresh(tree, zhike):
    folder = tree.root / "docs" / "reference"
    with tempfile.TemporaryDirectory() as made:
        told = subprocess.run([zhike, "reference", "--out", made], capture_output=True, text=True)
        if told.returncode != 0:
            yield f"docs/reference: `zhike reference` failed: {told.stderr.strip()}"
            return
        for page in sorted(pathlib.Path(made).rglob("*")):
            kept = folder / page.relative_to(made)
            if page.is_file() and (not kept.exists() or kept.read_bytes() != page.read_bytes()):
                yield f"{kept.relative_to(tree.root)}: not as generated; run `make docs`"


RULES = [rooms_point_one_way, includes_point_one_way, tables_point_one_way, one_statement_a_file, files_stay_small,
         functions_stay_small, names_say_something, sources_carry_the_licence, nothing_private_is_told,
         lock_files_hold_no_addresses, todos_have_an_issue, no_big_blobs, links_resolve,
         messages_have_their_chinese]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("root", nargs="?", default=pathlib.Path(__file__).resolve().parent.parent)
    options.add_argument("--aim", action="store_true")
    options.add_argument("--count", action="store_true")
    options.add_argument("--zhike")
    chosen = options.parse_args()
    tree = Tree(chosen.root)
    rules = list(RULES)
    if chosen.zhike:
        rules.append(lambda t: generated_pages_are_fresh(t, chosen.zhike))
    broken = 0
    for rule in rules:
        breaches = list(rule(tree))
        broken += bool(breaches)
        for breach in breaches:
            print(breach)
    for name in tree.of(*SOURCE) if chosen.aim else ():
        size = _lines_without_tables(tree, name)
        if LINES_AIM < size <= LINES_MAX:
            print(f"(aim) {name}: {size} lines")
    if chosen.count:
        print(f"{len(rules) - broken} passed, {broken} failed")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
