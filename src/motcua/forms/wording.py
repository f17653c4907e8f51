"""Answers as a person reads them: on the review page, on slips and on results."""

from collections.abc import Mapping, Sequence
from datetime import date

from motcua.forms.fields import SILENT, Places
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
    if kind == "date":
        return date.fromisoformat(str(answer)).strftime("%d/%m/%Y")
    if kind == "money":
        return f"{int(str(answer)):,}".replace(",", ".") + " ₫"
    if kind == "address" and isinstance(answer, Mapping):
        return address_line(answer, places)
    if kind in {"choice", "choices"}:
        return _labels(field, answer, language)
    return str(answer)


def address_line(answer: Mapping[str, object], places: Places) -> str:
    """Return an address on one line, from the house to the province."""
    parts = (
        str(answer.get("line", "")),
        places.communes.get(str(answer.get("commune", "")), ""),
        places.provinces.get(str(answer.get("province", "")), ""),
    )
    return ", ".join(part for part in parts if part)


def _labels(field: FieldDict, answer: object, language: str) -> str:
    labels = {
        str(option["value"]): option["label"].get(language) or option["label"]["vi"]
        for option in field["options"]  # type: ignore[attr-defined]
    }
    chosen = answer if isinstance(answer, list) else [answer]
    return ", ".join(labels.get(str(one), str(one)) for one in chosen)


def worded_answers(
    fields: Sequence[FieldDict], answers: Answers, places: Places, language: str = "vi"
) -> dict[str, object]:
    """Return every answer in words; a table becomes a list of rows of words."""
    words: dict[str, object] = {}
    for field in fields:
        name, answer = str(field["id"]), answers.get(str(field["id"]))
        if field["kind"] == "table":
            columns: list[FieldDict] = field["fields"]  # type: ignore[assignment]
            rows = answer if isinstance(answer, list) else []
            words[name] = [
                {str(c["id"]): worded(c, row.get(str(c["id"])), places, language) for c in columns}
                for row in rows
            ]
        else:
            words[name] = worded(field, answer, places, language)
    return words
