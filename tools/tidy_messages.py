"""Every message the engine and the command line can say has its Chinese in engine/operations/messages_zh.tsv.

A message's template comes from its C++ expression: literals are kept, anything else is a hole, a ternary gives a variant
each, a local string is followed to where it was made. A template has its Chinese when a pattern of the catalogue fits it
and each hole of the pattern takes holes of the template, or text that a pattern fits in turn ("x.csv: <inner message>").
"""
import itertools
import re

import tidy_cpp

CATALOGUE = "engine/operations/messages_zh.tsv"
HOLE, VARIANTS_MOST = "\x01", 96
HAN = re.compile("[\u4e00-\u9fff]")
WORD = re.compile(r"(?<!\w)[A-Za-z]?[a-z]{2,}(?!\w)")

LISTS = {"notes", "notes_", "warnings", "problems", "problems_", "examinations", "out"}
# Functions that take a message or a part of one, and functions whose answer is one.
SAYERS = {"say", "add", "expect", "fail", "invalid", "damaged", "no_such", "wrong_type", "not_understood", "sqlite_error", "read_model", "each_event"}
TELLERS = {"describe", "duplicate_note", "find_changes", "open_indexes", "text_of"}
TABLES = {"error_table", "fault_table"}

_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*|/\*.*?\*/|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*)|(?P<raw>R\"(?P<mark>[^\s()\\]{0,16})\((?P<body>.*?)\)(?P=mark)\")"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|(?<![0-9A-Fa-f])'(?:[^'\\\n]|\\.)+')|(?P<word>\w+)|(?P<sign>::|->|[=!<>]=|\+=|&&|\|\||.)", re.S | re.M)
_CLOSING = {"(": ")", "{": "}", "[": "]"}


def _unescaped(literal):
    named = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"0": b"\0"}
    def one(match):
        code = match[1]
        return bytes([int(code[1:], 16)]) if len(code) > 1 else named.get(code, code)
    return re.sub(rb"\\(x[0-9A-Fa-f]{2}|.)", one, literal[1:-1].encode(), flags=re.S).decode("utf-8", "replace")


class Source:
    """The tokens of one file, and the templates of expressions in it."""

    def __init__(self, text):
        self.kinds, self.values, self.lines, self.partner, self.block = [], [], [], {}, []
        line, seen, opened = 1, 0, []
        for match in _TOKEN.finditer(text):
            if match.lastgroup == "blank":
                continue
            line, seen = line + text.count("\n", seen, match.start()), match.start()
            kind, value = ("text", _unescaped(match["text"])) if match["text"] else ("text", match["body"]) if match["raw"] else (match.lastgroup, match.group())
            if kind == "sign" and value in _CLOSING:
                opened.append(len(self.values))
            elif kind == "sign" and value in _CLOSING.values() and opened:
                self.partner[opened.pop()] = len(self.values)
            self.block.append(opened[-1] if opened else -1)
            self.kinds.append(kind)
            self.values.append(value)
            self.lines.append(line)
        self.functions = [(first, last, name) for kind, name, first, last in tidy_cpp.blocks(text) if kind == "function"]

    def is_sign(self, at, value):
        return 0 <= at < len(self.values) and self.kinds[at] == "sign" and self.values[at] == value

    def split(self, start, end, sign):
        """The ranges between the given signs that stand outside all brackets."""
        out, begin, at = [], start, start
        while at < end:
            if self.is_sign(at, sign):
                out.append((begin, at))
                begin = at + 1
            at = self.partner.get(at, at) + 1
        return out + [(begin, end)]

    def arguments(self, opening):
        """The ranges between the commas behind a bracket; those of a braced argument count as its own."""
        for start, end in self.split(opening + 1, self.partner.get(opening, opening + 1), ","):
            if self.is_sign(start, "{") and self.partner.get(start) == end - 1:
                yield from self.arguments(start)
            elif start < end:
                yield start, end

    def end_of_statement(self, start):
        at = start
        while at < len(self.values) and not (self.kinds[at] == "sign" and self.values[at] in ",;)}"):
            at = self.partner.get(at, at) + 1
        return at

    def function_at(self, at):
        return next(((first, last, name) for first, last, name in self.functions if first <= self.lines[at] <= last), None)

    def templates(self, start, end, depth=0):
        """The texts the expression can give, with a HOLE for each part that is not written here."""
        while self.is_sign(start, "(") and self.partner.get(start) == end - 1:
            start, end = start + 1, end - 1
        questions = self.split(start, end, "?")
        if len(questions) > 1:
            return self._of_ternary(questions[0][1] + 1, end, depth)
        parts = self.split(start, end, "+")
        if len(parts) > 1:
            choices = [self.templates(first, last, depth) for first, last in parts]
            joined = itertools.islice(itertools.product(*choices), VARIANTS_MOST)
            return list(dict.fromkeys(re.sub(HOLE + "+", HOLE, "".join(row)) for row in joined))
        if start < end and all(kind == "text" for kind in self.kinds[start:end]):
            return ["".join(self.values[start:end])]
        inner = start + 3
        if self.values[start:inner] in (["std", "::", "string"], ["std", "::", "string_view"], ["std", "::", "move"]) and self.partner.get(inner) == end - 1:
            arguments = list(self.arguments(inner))
            return self.templates(*arguments[0], depth) if len(arguments) == 1 else [HOLE] if arguments else [""]
        if end - start == 1 and self.kinds[start] == "word" and depth < 4:
            return self._of_name(start, depth) or [HOLE]
        return [HOLE]

    def _of_ternary(self, start, end, depth):
        nested, at = 0, start
        while at < end and not (self.is_sign(at, ":") and nested == 0):
            nested += self.is_sign(at, "?") - self.is_sign(at, ":")
            at = self.partner.get(at, at) + 1
        return self.templates(start, at, depth) + self.templates(at + 1, end, depth)

    def _of_name(self, at, depth):
        """What a local string or a constant of the file holds; nothing when its making holds no sentence."""
        function, name = self.function_at(at), self.values[at]
        first, last = (function[0], self.lines[at]) if function else (0, 0)
        here = [k for k in range(at - 1) if self.values[k] == name and first <= self.lines[k] <= last]
        here = [k for k in here if self.is_sign(k + 1, "=") or self.is_sign(k + 1, "+=")]
        if not here:
            here = [k for k in range(len(self.values)) if self.values[k] == name and self.is_sign(k + 1, "=")
                    and not self.function_at(k) and not self.is_sign(k - 1, ".")]
        begun, added = [], []
        for k in here:
            made = self.templates(k + 2, self.end_of_statement(k + 2), depth + 1)
            always = self.block[k] == self.block[at] and self.values[k - 1] in (";", "{", "}")
            if self.is_sign(k + 1, "="):
                begun += made
            else:
                added.append(made if always else ["", *made])
        rows = itertools.islice(itertools.product(begun or [""], *added), VARIANTS_MOST)
        out = list(dict.fromkeys(re.sub(HOLE + "+", HOLE, "".join(row)) for row in rows))
        return out if any(re.search(r"[A-Za-z] | [A-Za-z]", text) for text in out) else []

    def sites(self):
        """(token, ranges of possible messages, whether any of several arguments may be one) of each place a message is made."""
        for at, value in enumerate(self.values):
            if self.kinds[at] == "sign" and value == "{":
                named = self.values[at - 1] == "Error" or at > 1 and self.values[at - 2] == "Error" and self.kinds[at - 1] == "word"
                if named or self.values[at + 1:at + 2] == ["ErrorCode"]:
                    arguments = list(self.arguments(at))
                    yield at, arguments[1:] if len(arguments) == 2 else []
            if self.kinds[at] != "word":
                continue
            if value in LISTS and self.values[at + 1:at + 2] == ["."] and self.values[at + 2] in ("push_back", "emplace_back"):
                yield at, self._sentences(at + 3)
            elif value in SAYERS and self.is_sign(at + 1, "(") and self.values[at - 1] not in (".", "->", "Error"):
                yield at, self._sentences(at + 1)
            elif value == "reason" and self.is_sign(at + 1, "="):
                yield at, [(at + 2, self.end_of_statement(at + 2))]
            elif value == "message" and self.is_sign(at + 1, "=") and self.is_sign(at + 3, ";"):
                yield at, [(at + 2, at + 3)]
            elif value == "return" and (function := self.function_at(at)) and function[2] in TELLERS:
                yield at, [(at + 1, self.end_of_statement(at + 1))]
            elif value in TABLES and self.values[at + 1:at + 4] == ["[", "]", "="]:
                yield at, [(k, k + 1) for k in range(at + 4, self.partner[at + 4]) if self.kinds[k] == "text" and " " in self.values[k]]

    def _sentences(self, opening):
        """The arguments that hold more than a name; none when the Chinese stands beside them."""
        ranges = list(self.arguments(opening))
        if any(HAN.search(value) for kind, value in zip(self.kinds[opening:self.partner[opening]], self.values[opening:]) if kind == "text"):
            return []
        return [(start, end) for start, end in ranges if any(" " in text for text in self.templates(start, end))]

    def messages(self):
        """(line, template) of each message."""
        for at, ranges in self.sites():
            for start, end in ranges:
                for text in self.templates(start, end):
                    if " " in text and WORD.search(text) and not HAN.search(text):
                        yield self.lines[start], text


def patterns_of(text):
    """(line, English, Chinese) of the catalogue."""
    rows = [(number, *line.split("\t")) for number, line in enumerate(text.splitlines(), 1)]
    return [row for row in rows[1:] if len(row) == 3]


def _captures(parts, text):
    """Each way in which literals in order and holes between them make up the text, as what the holes take."""
    if len(parts) == 1:
        if text == parts[0]:
            yield []
        return
    if not text.startswith(parts[0]):
        return
    rest = text[len(parts[0]):]
    for end in range(len(rest) + 1):
        if rest.startswith(parts[1], end):
            for more in _captures(parts[1:], rest[end:]):
                yield [rest[:end], *more]


def fits(patterns, text):
    """Whether a pattern fits the whole text; a hole takes no English word unless a pattern fits that in turn."""
    for parts in patterns:
        if all(part in text for part in parts):
            for taken in _captures(parts, text):
                if all(not WORD.search(one) or one != text and fits(patterns, one) for one in taken):
                    return True
    return False


def _catalogue_breaches(rows, lines):
    seen = {}
    for number, line in enumerate(lines, 1):
        if number > 1 and line.count("\t") != 1:
            yield f"{CATALOGUE}:{number}: a line is a pattern, a tab and its Chinese"
    for number, english, chinese in rows:
        holes = re.findall(r"\{\d\}", english)
        if len(holes) != len(set(holes)) or set(holes) != set(re.findall(r"\{\d\}", chinese)):
            yield f"{CATALOGUE}:{number}: the holes left and right differ, or one stands twice on the left"
        if re.search(r"\}\{", english) or not re.sub(r"\{\d\}", "", english):
            yield f"{CATALOGUE}:{number}: two holes touch, or there is nothing but holes"
        if WORD.search(re.sub(r"\{\d\}", "", english)) and not HAN.search(chinese):
            yield f"{CATALOGUE}:{number}: the Chinese holds no Chinese"
        shape = re.sub(r"\{\d\}", "{}", english)
        if shape in seen:
            yield f"{CATALOGUE}:{number}: the same pattern as in line {seen[shape]}"
        seen.setdefault(shape, number)


def messages_have_their_chinese(tree):
    text = tree.text(CATALOGUE) if (tree.root / CATALOGUE).exists() else ""
    rows = patterns_of(text)
    yield from _catalogue_breaches(rows, text.splitlines())
    patterns = [re.split(r"\{\d\}", english) for _, english, _ in rows]
    for name in tree.of(".h", ".cpp"):
        if name.parts[0] not in ("engine", "cli") or name.stem.endswith("_test"):
            continue
        for line, template in dict.fromkeys(Source(tree.text(name)).messages()):
            if not fits(patterns, template):
                numbers = itertools.count(1)
                yield f"{name}:{line}: no Chinese for \"{re.sub(HOLE, lambda _: '{' + str(next(numbers)) + '}', template)}\""
