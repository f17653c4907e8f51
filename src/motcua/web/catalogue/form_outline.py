"""A form at a glance: its pages and questions as a table that whoever publishes it reads."""

from collections.abc import Iterator, Mapping

from motcua.forms.drawable import drawable
from motcua.forms.fields import Field
from motcua.forms.fields.naming import KIND_NAMES

QUIET = frozenset({"heading", "guidance", "hidden", "calculated"})


def outline(definition: object) -> list[dict[str, object]]:
    """Return the pages that can be drawn, each with a row for every question and column."""
    pages: list[Field] = drawable(definition)["pages"]  # type: ignore[assignment]
    return [
        {
            "title": _vi(page["title"]),
            "show_if": page.get("show_if"),
            "rows": [row for field in page["fields"] for row in _rows(field, "")],  # type: ignore[attr-defined]
        }
        for page in pages
    ]


def _rows(field: Field, before: str) -> Iterator[dict[str, object]]:
    yield {
        "label": before + _vi(field["label"]),
        "kind": KIND_NAMES[str(field["kind"])],
        "id": field["id"],
        "needed": _needed(field),
        "show_if": field.get("show_if") or "",
    }
    if field["kind"] == "table":
        for column in field["fields"]:  # type: ignore[attr-defined]
            yield from _rows(column, f"{_vi(field['label'])} › ")


def _needed(field: Field) -> str:
    if field["kind"] in QUIET:
        return ""
    if field.get("required_if"):
        return f"khi {field['required_if']}"
    return "bắt buộc" if field.get("required", True) else "không bắt buộc"


def _vi(words: object) -> str:
    return str(words.get("vi", "")) if isinstance(words, Mapping) else ""
