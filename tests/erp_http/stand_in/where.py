"""Conditions as ERPs write them, evaluated strictly: an unknown field or word is an error, never "true"."""
import re

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_.]*)|(<>|>=|<=|=|<|>|\(|\)))")
WORDS = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def tokens(text):
    at, found = 0, []
    while at < len(text.rstrip()):
        hit = TOKEN.match(text, at)
        if not hit:
            raise ValueError(f"not understood: {text[at:]!r}")
        string, number, word, mark = hit.groups()
        if string is not None:
            found.append(("value", string[1:-1].replace("''", "'")))
        elif number is not None:
            found.append(("value", float(number)))
        elif word is not None:
            found.append(("mark", WORDS[word]) if word in WORDS else ("word", word))
        else:
            found.append(("mark", mark))
        at = hit.end()
    return found


def compare(left, mark, right):
    if isinstance(right, float):
        left = float(left if left not in (None, "") else 0)
    else:
        left = "" if left is None else str(left)
    return {"=": left == right, "<>": left != right, ">": left > right, ">=": left >= right, "<": left < right,
            "<=": left <= right}[mark]


def holds(text, row):
    """FIELD op VALUE, joined with and/or; brackets are not needed by any connector."""
    found = tokens(text)
    result, joined, at = None, None, 0
    while at < len(found):
        (field_kind, field), (mark_kind, mark), (value_kind, value) = found[at:at + 3]
        if (field_kind, mark_kind, value_kind) != ("word", "mark", "value"):
            raise ValueError(f"not understood: {found[at:at + 3]}")
        if field not in row:
            raise ValueError(f"there is no field {field}")
        one = compare(row[field], mark, value)
        result = one if result is None else (result and one if joined == "and" else result or one)
        at += 3
        if at < len(found):
            if found[at] not in (("word", "and"), ("word", "or")):
                raise ValueError(f"expected and, or; found {found[at]}")
            joined = found[at][1]
            at += 1
    return result if result is not None else True


def triple_holds(triple, row):
    """["field", "operator", value] of Odoo and Frappe; a dotted field stands in the row under its whole name."""
    field, operator, value = triple
    if field not in row:
        raise ValueError(f"there is no field {field}")
    mine = row[field]
    if isinstance(mine, list) and mine:
        mine = mine[0]
    if operator == "in":
        return mine in value
    if operator == "not in":
        return mine not in value
    if operator in ("=", "!="):
        return (mine == value) == (operator == "=")
    if mine is None or mine is False:
        return False
    return {">": mine > value, ">=": mine >= value, "<": mine < value, "<=": mine <= value}[operator]
