"""The second arrow: stages talk through tables, only the owner writes a schema, and a stage reads earlier schemas only.

Each .sql file says what it reads and writes; the header is compared with the statement, and so are the statements that
stand as literals in C++ files.
"""
import re

import tidy_cpp

STAGES = ["ingest", "standardise", "resolve", "profile", "measure", "segment", "engage"]
READERS_OF_ALL = {"report", "trial", "operations"}  # they read every schema and write none

_TABLE = r"\"?({stages})\"?\s*\.\s*\"?(\w+)\"?".format(stages="|".join(STAGES))
_WRITE = re.compile(r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|DELETE\s+FROM|UPDATE|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|(?:CREATE(?:\s+OR\s+REPLACE)?"
                    r"|ALTER|DROP)\s+(?:TABLE|VIEW)(?:\s+IF\s+(?:NOT\s+)?EXISTS)?)\s+" + _TABLE, re.I)
_READ = re.compile(r"\b(?:FROM|JOIN)\s+" + _TABLE, re.I)


def sql_tables(text):
    """(reads, writes) of a statement, as schema.table, from its text without comments and literals."""
    body = re.sub(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", " ", text, flags=re.S)
    writes = {f"{m[1]}.{m[2]}" for m in _WRITE.finditer(body)}
    reads = {f"{m[1]}.{m[2]}" for m in _READ.finditer(_WRITE.sub(" ", body))}
    return reads, writes


def _header(text, word):
    lines = re.findall(rf"^--\s*{word}:(.*)$", text, re.M)
    return {f"{a}.{b}" for a, b in re.findall(r"\b([a-z]\w*)\.(\w+)", " ".join(lines)) if a in STAGES}


def tables_point_one_way(tree):
    for name in tree.of(".sql"):
        room = tree.room(name)
        if room is None or room == "ledger":
            continue
        text = tree.text(name)
        told = {word: _header(text, word) for word in ("reads", "writes")}
        reads, writes = sql_tables(text)
        yield from _direction(name, room, reads | told["reads"], writes | told["writes"])
        bare = not writes or "{{" in text  # a plain SELECT whose answer the caller stores, or names that come in slots
        for table in sorted(reads - told["reads"] - told["writes"]):
            yield f"{name}: reads {table}, but its header does not say so"
        for table in sorted(writes - told["writes"]):
            yield f"{name}: writes {table}, but its header does not say so"
        for table in sorted(told["reads"] - reads) if "{{" not in text else ():
            yield f"{name}: its header says it reads {table}, which the statement does not"
        for table in sorted(told["writes"] - writes) if not bare else ():
            yield f"{name}: its header says it writes {table}, which the statement does not"
    fixtures = _fixtures(tree)
    for name in tree.of(".cpp", ".h"):
        room = tree.room(name)
        if room is None or name.stem.endswith("_test") or name in fixtures:
            continue
        for _, literal in tidy_cpp.strings(tree.text(name)):
            reads, writes = sql_tables(literal.strip('"'))
            yield from _direction(name, room, reads, writes)


def _fixtures(tree):
    """Headers that only tests include: they plant rows in any schema."""
    included = {True: set(), False: set()}
    for name in tree.of(".cpp", ".h"):
        for path in re.findall(r'#\s*include\s*"([\w./]+)"', tree.text(name)):
            included[name.stem.endswith("_test")].add(path)
    return {name for name in tree.of(".h") if "/".join(name.parts[1:]) in included[True] - included[False]}


def _direction(name, room, reads, writes):
    for schema, table in (t.split(".") for t in sorted(writes)):
        if schema in STAGES and schema != room:
            yield f"{name}: room '{room}' may not write {schema}.{table}: only its owner does"
    if room in READERS_OF_ALL:
        return
    for schema, table in (t.split(".") for t in sorted(reads)):
        if schema in STAGES and (room not in STAGES or STAGES.index(schema) > STAGES.index(room)):
            yield f"{name}: room '{room}' may not read {schema}.{table}: a later room's table"


def one_statement_a_file(tree):
    for name in tree.of(".sql"):
        if tree.room(name) in (None, "ledger"):
            continue
        body = re.sub(r"'(?:[^']|'')*'|--[^\n]*", " ", tree.text(name)).strip().rstrip(";")
        if ";" in body:
            yield f"{name}: several statements; one statement, one file"
        if not tree.text(name).startswith("--"):
            yield f"{name}: opens with a comment: one sentence of purpose"
