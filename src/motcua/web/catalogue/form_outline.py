"""A form at a glance: its pages and questions as a table that whoever publishes it reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from motcua.forms.drawable import drawable
from motcua.forms.fields import Field
from motcua.forms.fields.naming import KIND_NAMES
from motcua.forms.saying import sayer

QUIET = frozenset({"heading", "guidance", "hidden", "calculated"})


def outline(definition: object, cases: Sequence[tuple[str, str]] = ()) -> list[dict[str, object]]:
    """Return the pages that can be drawn, each with a row for every question and column."""
    shown = drawable(definition)
    in_words = sayer(shown, cases)

    def said(condition: object) -> str:
        return in_words(condition) if isinstance(condition, str) else ""

    pages: list[Field] = shown["pages"]  # type: ignore[assignment]
    return [
        {
            "title": _vi(page["title"]),
            "show_if": said(page.get("show_if")),
            "rows": [row for field in page["fields"] for row in _rows(field, "", said)],  # type: ignore[attr-defined]
        }
        for page in pages
    ]


def _rows(field: Field, before: str, said: Callable[[object], str]) -> Iterator[dict[str, object]]:
    yield {
        "label": before + _vi(field["label"]),
        "kind": KIND_NAMES[str(field["kind"])],
        "id": field["id"],
        "needed": _needed(field, said),
        "show_if": said(field.get("show_if")),
    }
    if field["kind"] == "table":
        for column in field["fields"]:  # type: ignore[attr-defined]
            yield from _rows(column, f"{_vi(field['label'])} › ", said)


def _needed(field: Field, said: Callable[[object], str]) -> str:
    if field["kind"] in QUIET:
        return ""
    if field.get("required_if"):
        return f"khi {said(field['required_if'])}"
    return "bắt buộc" if field.get("required", True) else "không bắt buộc"


def _vi(words: object) -> str:
    return str(words.get("vi", "")) if isinstance(words, Mapping) else ""
