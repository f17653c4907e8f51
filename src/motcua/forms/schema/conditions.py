"""Conditions that JSON Schema can say: a yes or no, or a choice compared with one value."""

import re
from collections.abc import Mapping

_YES = re.compile(r"(!?)\s*([a-z]\w*)")
_COMPARED = re.compile(r"([a-z]\w*)\s*(==|!=)\s*(?:\"([^\"\\]*)\"|'([^'\\]*)')")


def said(condition: str, kinds: Mapping[str, str], case: str) -> object:
    """Return a condition as a schema over all answers, true or false, or none if it cannot.

    What is not asked is absent, and counts as empty.
    """
    text = condition.strip()
    if (yes := _YES.fullmatch(text)) and kinds.get(yes[2]) in {"yes_no", "declaration"}:
        return _turned(_equal(yes[2], True), is_negated=bool(yes[1]))
    compared = _COMPARED.fullmatch(text)
    if compared is None:
        return None
    name, sign, literal = compared[1], compared[2], compared[3] or compared[4] or ""
    if name == "case":
        return (case == literal) is (sign == "==")
    if kinds.get(name) != "choice" or not literal:
        return None
    return _turned(_equal(name, literal), is_negated=sign == "!=")


def _equal(name: str, value: object) -> Mapping[str, object]:
    return {"properties": {name: {"const": value}}, "required": [name]}


def _turned(condition: Mapping[str, object], *, is_negated: bool) -> Mapping[str, object]:
    return {"not": condition} if is_negated else condition
