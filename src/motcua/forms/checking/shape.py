"""Whether a definition is a form at all: pages of fields with names that last."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from motcua.forms.checking.findings import Finding, wrong_words
from motcua.forms.fields import COMPUTED, KINDS, SILENT

MOST_FIELDS = 1000
MOST_PAGES = 100
PAGE_ID = re.compile(r"[a-z][a-z0-9_-]{0,59}")
FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
# `case` is what conditions call the case of the procedure; the others mean something to CEL.
_MEANS_SOMETHING = (
    "case true false null in as break const continue else for function if import let loop package "
    "namespace return var void while size string int uint double bool bytes list map type "
    "timestamp duration has dyn null_type matches"
)
RESERVED = frozenset(_MEANS_SOMETHING.split())
LAYOUTS = ("pages", "one")  # how a version is asked: page after page, or all on one
NOT_IN_TABLES = SILENT | COMPUTED | {"table", "file"}


class Placed(NamedTuple):
    """A field that is shaped as one, where it stands, and its table if it is a column."""

    path: str
    field: Mapping[str, object]
    page: Mapping[str, object]
    table: Mapping[str, object] | None


def is_too_large(definition: object) -> bool:
    """Say whether a definition has more pages or fields than anybody would fill in."""
    pages = definition.get("pages") if isinstance(definition, Mapping) else None
    if not isinstance(pages, list):
        return False
    return len(pages) > MOST_PAGES or sum(map(_size, pages)) > MOST_FIELDS


def _size(part: object) -> int:
    fields = part.get("fields") if isinstance(part, Mapping) else None
    if not isinstance(fields, list):
        return 1
    if len(fields) > MOST_FIELDS:
        return len(fields)
    columns = (one.get("fields") for one in fields if isinstance(one, Mapping))
    return len(fields) + sum(len(own) for own in columns if isinstance(own, list))


def read_shape(definition: object) -> tuple[list[Placed], list[Finding]]:
    """Return the fields that can be looked at further, and what keeps the others from it."""
    placed: list[Placed] = []
    found: list[Finding] = []
    pages = definition.get("pages") if isinstance(definition, Mapping) else None
    if not isinstance(pages, list) or not pages:
        return [], [Finding("", "no-pages", "Biểu mẫu chưa có trang nào.")]
    if wrong := wrong_words(definition.get("title"), needed=False):  # type: ignore[attr-defined]
        found.append(Finding("", "text", wrong))
    if definition.get("layout", "pages") not in LAYOUTS:  # type: ignore[attr-defined]
        found.append(
            Finding("", "layout", "Cách hỏi là từng trang (“pages”) hoặc một trang (“one”).")
        )
    ids: set[str] = set()
    for at, page in enumerate(pages, start=1):
        fields = page.get("fields") if isinstance(page, Mapping) else None
        if not isinstance(fields, list) or not fields:
            found.append(Finding("", "empty-page", f"Trang {at} chưa có mục nào."))
            continue
        found += _of_page(page, at, ids)
        for field in fields:
            found += _place(field, page, None, placed)
    return placed, found + list(_repeated(placed))


def _of_page(page: Mapping[str, object], at: int, ids: set[str]) -> Iterator[Finding]:
    name = page.get("id")
    if not isinstance(name, str) or not PAGE_ID.fullmatch(name):
        yield Finding("", "page-id", f"Trang {at} cần một mã bằng chữ thường không dấu, số, gạch.")
    elif name in ids:
        yield Finding("", "page-id", f"Hai trang cùng mang mã “{name}”.")
    else:
        ids.add(name)
    for words in ("title", "guidance"):
        if wrong := wrong_words(page.get(words), needed=False):
            yield Finding("", "text", f"Trang {at}: {wrong}")


def _place(
    field: object,
    page: Mapping[str, object],
    table: Mapping[str, object] | None,
    placed: list[Placed],
) -> Iterator[Finding]:
    name = field.get("id") if isinstance(field, Mapping) else None
    if not isinstance(field, Mapping) or not isinstance(name, str) or not FIELD_ID.fullmatch(name):
        message = "Mã của mục gồm chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ."
        yield Finding(str(name or "")[:60], "id", message)
        return
    path = f"{table['id']}.{name}" if table else name
    if name in RESERVED:
        yield Finding(path, "id", f"“{name}” đã dùng cho việc khác. Xin đặt mã khác.")
        return
    if not isinstance(field.get("kind"), str) or field["kind"] not in KINDS:
        yield Finding(path, "kind", "Không có loại mục này.")
        return
    if table and field["kind"] in NOT_IN_TABLES:
        yield Finding(path, "column-kind", "Loại mục này không đặt được trong bảng.")
        return
    placed.append(Placed(path, field, page, table))
    if field["kind"] == "table" and isinstance(field.get("fields"), list):
        for column in field["fields"]:
            yield from _place(column, page, field, placed)


def _repeated(placed: list[Placed]) -> Iterator[Finding]:
    outside = [str(one.field["id"]) for one in placed if one.table is None]
    seen: set[str] = set()
    for one in placed:
        if one.path in seen:
            yield Finding(one.path, "repeated-id", f"Hai mục cùng mang mã “{one.path}”.")
        elif one.table is not None and one.field["id"] in outside:
            message = f"Cột mang cùng mã “{one.field['id']}” với một mục ngoài bảng."
            yield Finding(one.path, "repeated-id", message)
        seen.add(one.path)
