"""What a person typed into an electronic form, turned into answers, and back.

Nothing typed is lost: what cannot be read as its kind stays as typed and is refused by the form's
own check with a sentence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.http import QueryDict

from motcua.forms.fields import SILENT, Places
from motcua.forms.rules import Answers, FieldDict

MOST_ROWS = 50


def answers_from(fields: Sequence[FieldDict], posted: QueryDict) -> Answers:
    """Return the answers to these fields as posted; fields without a value are left out."""
    answers: Answers = {}
    for field in fields:
        name, kind = str(field["id"]), str(field["kind"])
        if kind in SILENT or kind == "calculated":
            continue
        answers[name] = _table(field, posted) if kind == "table" else _one(kind, name, posted)
    return answers


def _one(kind: str, name: str, posted: QueryDict) -> object:
    return READERS.get(kind, _typed)(name, posted)


def _typed(name: str, posted: QueryDict) -> object:
    return posted.get(name, "").strip()


def _number(name: str, posted: QueryDict) -> object:
    text = posted.get(name, "").strip()
    digits = re.sub(r"[.\s₫đ]", "", text)
    if re.fullmatch(r"-?[0-9]{1,16}", digits):
        return int(digits)
    return text or None


def _date(name: str, posted: QueryDict) -> object:
    parts = {part: posted.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year")}
    if not any(parts.values()):
        return ""
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError:
        return f"{parts['year']}-{parts['month']}-{parts['day']}"


def _yes_no(name: str, posted: QueryDict) -> object:
    return {"yes": True, "no": False}.get(posted.get(name, ""))


def _declaration(name: str, posted: QueryDict) -> object:
    return posted.get(name) == "yes"


def _choices(name: str, posted: QueryDict) -> object:
    return posted.getlist(name)


def _address(name: str, posted: QueryDict) -> object:
    parts = {
        part: posted.get(f"{name}.{part}", "").strip() for part in ("province", "commune", "line")
    }
    return parts if any(parts.values()) else {}


def _table(field: FieldDict, posted: QueryDict) -> list[Answers]:
    name = str(field["id"])
    shown = posted.get(f"{name}.rows", "0")
    many = min(int(shown), MOST_ROWS) if shown.isdecimal() else 0
    columns: list[FieldDict] = field["fields"]  # type: ignore[assignment]
    rows = [
        {
            str(column["id"]): _one(str(column["kind"]), f"{name}.{at}.{column['id']}", posted)
            for column in columns
            if column["kind"] not in SILENT
        }
        for at in range(many)
    ]
    return _changed_rows(name, rows, posted)


def _changed_rows(name: str, rows: list[Answers], posted: QueryDict) -> list[Answers]:
    for button in posted:
        removed = re.fullmatch(rf"remove\.{re.escape(name)}\.([0-9]+)", button)
        if removed and int(removed[1]) < len(rows):
            del rows[int(removed[1])]
    if f"add.{name}" in posted and len(rows) < MOST_ROWS:
        rows.append({})
    return rows


READERS: Mapping[str, Callable[[str, QueryDict], object]] = {
    "number": _number,
    "money": _number,
    "date": _date,
    "yes_no": _yes_no,
    "declaration": _declaration,
    "choices": _choices,
    "address": _address,
}


def only_redraw(posted: QueryDict) -> bool:
    """Say whether the person only added or removed a row, or asked for other questions."""
    return "refresh" in posted or any(key.startswith(("add.", "remove.")) for key in posted)


def without_empty_rows(fields: Sequence[FieldDict], answers: Answers) -> Answers:
    """Drop rows in which nothing was typed, so that a spare row is no error."""
    cleaned = dict(answers)
    for field in fields:
        name = str(field["id"])
        rows = answers.get(name)
        if field["kind"] == "table" and isinstance(rows, list):
            cleaned[name] = [row for row in rows if any(row.values())]
    return cleaned


def lists_for(fields: Sequence[FieldDict], places: Places) -> dict[str, object]:
    """Return the lists that fields choose from, and the fields whose answer changes the page."""
    return {
        "provinces": list(places.provinces.items()),
        "communes": {places.province_of_communes: list(places.communes.items())},
        "agencies": [],
        "refresh": refreshing(fields),
    }


def refreshing(fields: Sequence[FieldDict]) -> list[str]:
    """Name the fields that a condition of another field on the page reads."""
    conditions = " ".join(
        str(field.get(key) or "") for field in fields for key in ("show_if", "required_if")
    )
    names = set(re.findall(r"[a-z_][a-z0-9_]*", conditions))
    return [str(field["id"]) for field in fields if field["id"] in names]
