#!/bin/sh
# Formats the lines of C++ files that differ from the last commit, with the clang-format of the path or of .deps.
set -eu
cd "$(dirname "$0")/.."
tool=$(command -v clang-format || true)
[ -x .deps/venv/bin/clang-format ] && tool=.deps/venv/bin/clang-format
[ -n "$tool" ] || { echo "fmt: no clang-format found; .deps/venv/bin/pip install clang-format==23.1.5" >&2; exit 1; }
git diff --name-only --diff-filter=ACM HEAD -- '*.cpp' '*.h' | grep -v '^third_party/' | xargs -r "$tool" -i
