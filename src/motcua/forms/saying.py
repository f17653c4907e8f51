"""Conditions in words, as a clerk would say them; one that is too involved stays as it is written.

What can be said is what the designer offers to choose: fields compared with a value, all or one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from motcua.forms.asking import fields_of
from motcua.forms.fields import Field, parts_of
from motcua.forms.lists import UnknownList, options_of

_NAME = r"([a-z]\w*(?:\.[a-z]\w*)?)"
_TEXT = r'"([^"\\]*)"'
_SIGNS = {
    "==": "là",
    "!=": "không phải là",
    ">": "lớn hơn",
    ">=": "từ",
    "<": "nhỏ hơn",
    "<=": "không quá",
}
Said = Callable[[re.Match[str], Mapping[str, Field]], str]


def in_words(
    condition: str, definition: Mapping[str, object], cases: Sequence[tuple[str, str]] = ()
) -> str:
    """Say a condition with the labels of the fields it reads, and of the cases when known."""
    return sayer(definition, cases)(condition)


def sayer(
    definition: Mapping[str, object], cases: Sequence[tuple[str, str]] = ()
) -> Callable[[str], str]:
    """Return what says the conditions of one form; its fields are looked through once."""
    fields = {**_named(definition), "case": _cases(cases)}

    def said(condition: str) -> str:
        joint, terms = _split(condition.strip())
        words = [_term(term.strip(), fields) for term in terms]
        return condition if None in words else f" {joint} ".join(map(str, words))

    return said


def _named(definition: Mapping[str, object]) -> dict[str, Field]:
    """Return fields, columns and parts by the name that a condition reads them by."""
    named: dict[str, Field] = {}
    for field in fields_of(definition):
        name = str(field["id"])
        named[name] = field
        for part in parts_of(field):
            inner = str(part["id"])
            named[inner if field["kind"] == "table" else f"{name}.{inner}"] = part
    return named


def _cases(cases: Sequence[tuple[str, str]]) -> Field:
    """Return the case of the procedure as the choice that it is to conditions."""
    options = [{"value": code, "label": {"vi": words}} for code, words in cases]
    return {"kind": "choice", "label": {"vi": "Trường hợp"}, "options": options}


def _split(condition: str) -> tuple[str, Sequence[str]]:
    if " || " in condition:
        return ("", [condition]) if " && " in condition else ("hoặc", condition.split(" || "))
    return "và", condition.split(" && ")


def _term(term: str, fields: Mapping[str, Field]) -> str | None:
    for shape, say in _SHAPES:
        found = shape.fullmatch(term)
        if found is not None:
            return say(found, fields)
    return None


def _label(name: str, fields: Mapping[str, Field]) -> str:
    label = fields.get(name, {}).get("label")
    words = label.get("vi") if isinstance(label, Mapping) else None
    return f"“{words or name}”"


def _option(name: str, value: str, fields: Mapping[str, Field]) -> str:
    try:
        options = options_of(fields.get(name, {}))
    except UnknownList:
        options = ()
    words = (one["label"] for one in options if one.get("value") == value)
    found = next(words, None)
    return f"“{found['vi'] if isinstance(found, Mapping) and 'vi' in found else value}”"


def _plain(words: str, found: re.Match[str], fields: Mapping[str, Field]) -> str:
    return f"{_label(found[1], fields)} {words}"


def _chosen(words: str, found: re.Match[str], fields: Mapping[str, Field]) -> str:
    return f"{_label(found[2], fields)} {words} {_option(found[2], found[1], fields)}"


def _compared(found: re.Match[str], fields: Mapping[str, Field]) -> str:
    name, sign, value = found.groups()
    return f"{_label(name, fields)} {_SIGNS[sign]} {_option(name, value, fields)}"


def _counted(found: re.Match[str], fields: Mapping[str, Field]) -> str:
    name, sign, value = found.groups()
    words = {"==": "bằng", "!=": "khác"}.get(sign, _SIGNS[sign])
    return f"{_label(name, fields)} {words} {value.replace('.', ',')}"


def _rows(found: re.Match[str], fields: Mapping[str, Field]) -> str:
    return f"{_label(found[1], fields)} có từ {found[2]} dòng"


_SHAPES: Sequence[tuple[re.Pattern[str], Said]] = (
    (re.compile(_NAME), partial(_plain, "là có")),
    (re.compile(f"!{_NAME}"), partial(_plain, "là không")),
    (re.compile(f'{_NAME} == ""'), partial(_plain, "chưa được trả lời")),
    (re.compile(f'{_NAME} != ""'), partial(_plain, "đã được trả lời")),
    (re.compile(f"{_TEXT} in {_NAME}"), partial(_chosen, "có chọn")),
    (re.compile(rf"!\({_TEXT} in {_NAME}\)"), partial(_chosen, "không chọn")),
    (re.compile(f"{_NAME} (==|!=|>=|<=|>|<) {_TEXT}"), _compared),
    (re.compile(rf"{_NAME} (==|!=|>=|<=|>|<) (-?\d+(?:\.\d+)?)"), _counted),
    (re.compile(rf"size\({_NAME}\) >= (\d+)"), _rows),
)
