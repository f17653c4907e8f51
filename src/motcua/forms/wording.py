"""Answers as a person reads them: on the review page, on slips and on results."""

from collections.abc import Mapping, Sequence

from motcua.forms.fields import GROUPS, SILENT, Field, Places, parts_of
from motcua.forms.fields.dates import day_of
from motcua.forms.fields.writing import in_words
from motcua.forms.lists import options_of
from motcua.forms.rules import Answers, FieldDict


def worded(field: FieldDict, answer: object, places: Places, language: str = "vi") -> str:
    """Return one answer in words; an unanswered field is an empty text."""
    kind = str(field["kind"])
    if answer is None or answer == "" or kind in SILENT:
        return ""
    if kind in {"yes_no", "declaration"}:
        return {("vi", True): "Có", ("vi", False): "Không", ("en", True): "Yes"}.get(
            (language, bool(answer)), "No"
        )
    if kind == "strokes":
        return "có" if language == "vi" else "yes"
    if kind == "file":
        return str(answer.get("name") or "") if isinstance(answer, Mapping) else ""
    if kind == "address" and isinstance(answer, Mapping):
        return address_line(answer, places)
    if kind in {"choice", "choices"}:
        return _labels(field, answer, language)
    if kind in GROUPS and isinstance(answer, Mapping):
        return _together(field, answer, places, language)
    return _simple(kind, answer, places)


def _simple(kind: str, answer: object, places: Places) -> str:
    if kind == "date":
        day = day_of(answer)
        return day.strftime("%d/%m/%Y") if day else str(answer)
    if kind == "money":
        return f"{int(str(answer)):,}".replace(",", ".") + " ₫"
    if kind == "agency":
        return places.agencies.get(str(answer), str(answer))
    return in_words(answer) if isinstance(answer, float) else str(answer)


def address_line(answer: Mapping[str, object], places: Places) -> str:
    """Return an address on one line, from the house to the province.

    An address with a district is older than July 2025 and names its units itself.
    """
    names = [str(answer.get(part) or "") for part in ("line", "commune", "district", "province")]
    if not names[2]:
        names[1] = places.communes.get(names[1], "")
        names[3] = places.provinces.get(names[3], "")
    return ", ".join(name for name in names if name)


def _labels(field: FieldDict, answer: object, language: str) -> str:
    labels = {str(one["value"]): _label(one, language) for one in options_of(field)}
    chosen = answer if isinstance(answer, list) else [answer]
    return ", ".join(labels.get(str(one), str(one)) for one in chosen)


def _label(labelled: Field, language: str) -> str:
    label: Mapping[str, str] = labelled["label"]  # type: ignore[assignment]
    return label.get(language) or label["vi"]


def _together(field: FieldDict, answer: Mapping[str, object], places: Places, language: str) -> str:
    """Return the parts of a group as one line; a name needs no label before it."""
    words = []
    for part in parts_of(field):
        said = worded(part, answer.get(str(part["id"])), places, language)
        if said:
            words.append(said if part["id"] == "name" else f"{_label(part, language)}: {said}")
    return "; ".join(words)


def worded_answers(
    fields: Sequence[FieldDict], answers: Answers, places: Places, language: str = "vi"
) -> dict[str, object]:
    """Return every answer in words; a table becomes a list of rows of words."""
    words: dict[str, object] = {}
    for field in fields:
        name, answer = str(field["id"]), answers.get(str(field["id"]))
        if field["kind"] == "table":
            columns = parts_of(field)
            rows = answer if isinstance(answer, list) else []
            words[name] = [
                {str(c["id"]): worded(c, row.get(str(c["id"])), places, language) for c in columns}
                for row in rows
            ]
        else:
            words[name] = worded(field, answer, places, language)
    return words
