"""What a person typed into an electronic form, turned into answers, and back.

Nothing typed is lost: what cannot be read as its kind stays as typed and is refused by the form's
own check with a sentence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.http import QueryDict

from motcua.forms.fields import COMPUTED, GROUPS, SILENT, Places, parts_of
from motcua.forms.fields.kinds import decimals_of, rows_of
from motcua.forms.lists import options_of
from motcua.forms.rules import Answers, FieldDict
from motcua.kernel.text import compared, folded

ADDRESS = ("province", "commune", "line")
MOST_OFFERED = 12
OLD_ADDRESS = ("province", "district", "commune")


def answers_from(fields: Sequence[FieldDict], posted: QueryDict) -> Answers:
    """Return the answers to these fields as posted; fields without a value are left out."""
    return {
        str(field["id"]): _table(field, posted)
        if field["kind"] == "table"
        else _one(field, str(field["id"]), posted)
        for field in fields
        if _is_typed(field)
    }


def _is_typed(field: FieldDict) -> bool:
    return field["kind"] not in SILENT and field["kind"] not in COMPUTED


def _one(field: FieldDict, name: str, posted: QueryDict) -> object:
    if field["kind"] in GROUPS:
        return _group(field, name, posted)
    return READERS.get(str(field["kind"]), _typed)(field, name, posted)


def _typed(field: FieldDict, name: str, posted: QueryDict) -> object:
    return posted.get(name, "").strip()


def _number(field: FieldDict, name: str, posted: QueryDict) -> object:
    """Read a number as people write it here: a comma before decimals, points between thousands.

    Where a point can only mean decimals, as in degrees copied from a map, it does.
    """
    text = posted.get(name, "").strip()
    digits = re.sub(r"[\s₫đ]", "", text)
    most = decimals_of(field)
    is_grouped = re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+", digits) and most <= len("000")
    if not most or "," in digits or is_grouped:
        digits = digits.replace(".", "")
    if re.fullmatch(r"-?[0-9]{1,16}", digits):
        return int(digits)
    if most and re.fullmatch(r"-?[0-9]{1,12}[.,][0-9]{1,9}", digits):
        return float(digits.replace(",", "."))
    return text or None


def _date(field: FieldDict, name: str, posted: QueryDict) -> object:
    parts = {part: posted.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year")}
    if not any(parts.values()):
        return ""
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError:
        return f"{parts['year']}-{parts['month']}-{parts['day']}"


def _yes_no(field: FieldDict, name: str, posted: QueryDict) -> object:
    return {"yes": True, "no": False}.get(posted.get(name, ""))


def _declaration(field: FieldDict, name: str, posted: QueryDict) -> object:
    return posted.get(name) == "yes"


def _choice(field: FieldDict, name: str, posted: QueryDict) -> object:
    """Return the value that was chosen, or of the only option that reads as what was typed."""
    typed = posted.get(name, "").strip()
    if not typed or not field.get("list"):
        return typed
    options = options_of(field)
    if any(typed == one["value"] for one in options):
        return typed
    labels: list[tuple[str, object]] = [
        (str(words), one["value"])
        for one in options
        for words in one["label"].values()  # type: ignore[attr-defined]
    ]
    for reading in (compared, folded):
        found = {value for words, value in labels if reading(words) == reading(typed)}
        if len(found) == 1:
            return found.pop()
    return typed


def options_like(
    options: Sequence[tuple[str, Mapping[str, str]]], typed: object
) -> list[tuple[str, Mapping[str, str]]]:
    """Return the first options with what was typed in their words, accents or not; none when it
    is one of them already."""
    if not isinstance(typed, str) or not typed.strip():
        return []
    if any(typed == value for value, _ in options):
        return []
    wanted = folded(typed).split()
    found = [
        (value, words)
        for value, words in options
        if all(part in folded(" ".join(words.values())) for part in wanted)
    ]
    begins = folded(typed).strip()
    found.sort(key=lambda one: not folded(next(iter(one[1].values()))).startswith(begins))
    return found[:MOST_OFFERED]


def _choices(field: FieldDict, name: str, posted: QueryDict) -> object:
    return posted.getlist(name)


def _address(field: FieldDict, name: str, posted: QueryDict) -> object:
    parts = {part: posted.get(f"{name}.{part}", "").strip() for part in ADDRESS}
    old = {part: posted.get(f"{name}.old_{part}", "").strip() for part in OLD_ADDRESS}
    if field.get("old") and old["district"]:
        return {**old, "line": parts["line"]}
    return parts if any(parts.values()) else {}


def _group(field: FieldDict, name: str, posted: QueryDict) -> Answers:
    parts = {
        str(part["id"]): _one(part, f"{name}.{part['id']}", posted) for part in parts_of(field)
    }
    return {part: answer for part, answer in parts.items() if answer not in ("", None, {})}


def _table(field: FieldDict, posted: QueryDict) -> list[Answers]:
    name, most = str(field["id"]), rows_of(field)[1]
    shown = posted.get(f"{name}.rows", "0")
    many = min(int(shown), most) if re.fullmatch(r"[0-9]{1,4}", shown) else 0
    columns = [column for column in parts_of(field) if _is_typed(column)]
    rows = [
        {
            str(column["id"]): _one(column, f"{name}.{at}.{column['id']}", posted)
            for column in columns
        }
        for at in range(many)
    ]
    return _changed_rows(name, rows, posted, most)


def _changed_rows(name: str, rows: list[Answers], posted: QueryDict, most: int) -> list[Answers]:
    for button in posted:
        removed = re.fullmatch(rf"remove\.{re.escape(name)}\.([0-9]{{1,4}})", button)
        if removed and int(removed[1]) < len(rows):
            del rows[int(removed[1])]
    if f"add.{name}" in posted and len(rows) < most:
        rows.append({})
    return rows


def _file(field: FieldDict, name: str, posted: QueryDict) -> object:
    """Return the paper that was uploaded before; taking a new one in is the page's own act."""
    if f"remove.{name}" in posted:
        return {}
    parts = {part: posted.get(f"{name}.{part}", "").strip() for part in ("document", "name")}
    return parts if parts["document"] else {}


READERS: Mapping[str, Callable[[FieldDict, str, QueryDict], object]] = {
    "number": _number,
    "money": _number,
    "date": _date,
    "yes_no": _yes_no,
    "declaration": _declaration,
    "choice": _choice,
    "choices": _choices,
    "address": _address,
    "file": _file,
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
        "agencies": list(places.agencies.items()),
        "refresh": refreshing(fields),
    }


def refreshing(fields: Sequence[FieldDict]) -> list[str]:
    """Name the fields that a condition or a calculation of another field on the page reads."""
    conditions = " ".join(
        str(field.get(key) or "") for field in fields for key in ("show_if", "required_if", "value")
    )
    names = set(re.findall(r"[a-z_][a-z0-9_]*", conditions))
    return [str(field["id"]) for field in fields if field["id"] in names]
