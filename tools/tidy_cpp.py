"""Reads C++ just well enough for tidy: blanks out comments and strings, finds functions and tables by their braces.

A block at namespace or class level is a function when its head ends in a parameter list, and a table when its head
holds an assignment. Lambdas and nested blocks count to the function they stand in; static tables inside do not.
"""
import re

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|\b(?:u8|[uUL])?R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)"|"(?:[^"\\\n]|\\.)*"'
    r"|(?<![0-9A-Fa-f])'(?:[^'\\\n]|\\.)+'|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.S | re.M)
_TYPE = re.compile(r"^(?:template\s*<.*?>\s*)?(?:typedef\s+)?(?:class|struct|union|enum)\b[^()]*$", re.S)
_STATIC_TABLE = re.compile(r"\b(?:static\s+const(?:expr)?|constexpr)\b[^;{}()]*?\{")


def blank(text):
    """The text with comments, strings and preprocessor lines turned into blanks, line by line as long as before."""
    def hide(match):
        token = match.group()
        if token.startswith('"') or token.startswith("'"):
            return token[0] + " " * (len(token) - 2) + token[0]
        return re.sub(r"[^\n]", " ", token)
    return _TOKEN.sub(hide, text)


def strings(text):
    """Yields (position, content) of each string literal."""
    for match in _TOKEN.finditer(text):
        token = match.group()
        if '"' in token and not token.startswith(("//", "/*", "'")) and not token.lstrip().startswith("#"):
            yield match.start(), token


def _closing(code, opening):
    depth = 0
    for position in range(opening, len(code)):
        if code[position] == "{":
            depth += 1
        elif code[position] == "}":
            depth -= 1
            if depth == 0:
                return position
    return len(code) - 1


def _kind(head):
    head = re.sub(r"\[\[.*?\]\]|\balignas\s*\([^)]*\)", " ", head, flags=re.S)
    head = re.sub(r"^\s*(?:(?:public|private|protected)\s*:\s*)+", "", head).strip()
    if re.match(r"^(?:inline\s+)?namespace\b", head) or head.startswith("extern") and "(" not in head:
        return "room"
    if _TYPE.match(head) and not re.search(r"(?<![=!<>])=(?!=)", head.split("{")[0].split(":")[0] if ">" not in head else ""):
        return "room"
    flat = re.sub(r"operator\s*(?:<=>|==|!=|<=|>=|[-+*/|&]?=|\(\))", "operator", head)
    while True:
        shorter = re.sub(r"\([^()]*\)", "\x00", flat)
        if shorter == flat:
            break
        flat = shorter
    without_template = re.sub(r"^template\s*<.*?>\s*(?=[\w:\x00])", "", flat, flags=re.S)
    if re.search(r"(?<![=!<>])=(?!=)", without_template):
        return "table"
    return "function" if "\x00" in flat else "table"


def blocks(text):
    """Yields (kind, name, first line, last line) of each function and each table of the file, in order."""
    code = blank(text)
    yield from _scan(code, 0, len(code))


def _scan(code, start, end):
    head_start = position = start
    while position < end:
        letter = code[position]
        if letter == ";":
            head = code[head_start:position]
            if "\n" in head.strip() and re.search(r"(?<![=!<>])=(?!=)", head):
                yield _found("table", code, head_start, position)  # a table of string literals, without braces
            head_start = position + 1
        elif letter == "{":
            close, head = _closing(code, position), code[head_start:position]
            kind = _kind(head)
            rest = code[close + 1:close + 200].lstrip()
            if kind == "room":
                yield from _scan(code, position + 1, close)
            elif kind == "function" and rest[:1] in (",", "{") and ":" in head:
                position = close + 1  # a brace of a constructor's initialiser list: still the head
                continue
            elif kind == "table" and rest[:1] not in (";", ",", ")") and "=" not in head:
                pass
            else:
                yield _found(kind, code, head_start, close)
            position = close
            head_start = close + 1
        elif letter == "}":
            head_start = position + 1
        position += 1


def _found(kind, code, start, close):
    start += len(code[start:close]) - len(code[start:close].lstrip())
    head = code[start:close].split("{")[0]
    name = re.search(r"([~\w:]+)\s*\(", head) or re.search(r"(\w+)\s*(?:\[[^\]]*\])?\s*=", head)
    first = code.count("\n", 0, start) + 1
    return kind, (name[1] if name else "?"), first, code.count("\n", 0, close) + 1


def table_lines(text, first, last):
    """How many of these lines are the rows of static tables inside a function."""
    code = "\n".join(blank(text).split("\n")[first - 1:last])
    return sum(code.count("\n", m.end(), _closing(code, m.end() - 1)) for m in _STATIC_TABLE.finditer(code))
