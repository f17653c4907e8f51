"""What can be shown of a form that is still being drawn, whatever is wrong with it."""

from collections.abc import Mapping

from motcua.forms.checking import problems
from motcua.forms.checking.findings import wrong_words
from motcua.forms.checking.shape import is_too_large
from motcua.forms.completing import completed
from motcua.forms.fields import Field

# What is wrong here does not show: conditions that fail are not met, words are replaced.
SHOWN_ANYWAY = frozenset(
    {"label", "text", "expression", "type", "unknown-name", "unknown-option", "circle"}
)
NAMELESS = {"vi": "(chưa có tên)", "en": "(no name yet)"}
WORDS = ("label", "hint", "title", "guidance")
NO_PAGES: Mapping[str, object] = {"pages": []}


def drawable(definition: object) -> dict[str, object]:
    """Return the part of a definition that pages can draw and answers can be checked against."""
    if not isinstance(definition, Mapping) or is_too_large(definition):
        return dict(NO_PAGES)
    wrong = {one.field for one in problems(definition) if one.rule not in SHOWN_ANYWAY}
    pages = [_page(page, wrong) for page in _list(definition.get("pages"))]
    whole = {"title": NAMELESS, **_worded(definition), "pages": [one for one in pages if one]}
    return completed(whole)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _page(page: object, wrong: set[str]) -> Field | None:
    if not isinstance(page, Mapping) or not isinstance(page.get("id"), str):
        return None
    fields = [_field(one, "", wrong) for one in _list(page.get("fields"))]
    kept = [one for one in fields if one is not None]
    return {"title": NAMELESS, **_worded(page), "fields": kept} if kept else None


def _field(field: object, table: str, wrong: set[str]) -> Field | None:
    if not isinstance(field, Mapping) or not isinstance(field.get("id"), str):
        return None
    path = f"{table}{field['id']}"
    if path in wrong or not isinstance(field.get("kind"), str):
        return None
    if field["kind"] != "table":
        return {"label": NAMELESS, **_worded(field)}
    columns = [_field(one, f"{path}.", wrong) for one in _list(field.get("fields"))]
    kept = [one for one in columns if one is not None]
    return {"label": NAMELESS, **_worded(field), "fields": kept} if kept else None


def _worded(part: Mapping[str, object]) -> Field:
    """Return a part without words that cannot be shown."""
    return {
        name: value
        for name, value in part.items()
        if name not in WORDS or (value is not None and not wrong_words(value))
    }
