"""What changed from one version of a form to the next, in words a clerk reads. Pure.

A field is the same field as long as its id is: it may be renamed, moved and asked differently. Its
kind never changes, since answers kept under the old version would mean something else.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from motcua.forms.checking import Finding
from motcua.forms.fields.naming import KIND_NAMES
from motcua.forms.lists import options_of
from motcua.forms.saying import sayer

Field = Mapping[str, object]
CONDITIONS = {
    "show_if": "điều kiện để hỏi",
    "required_if": "điều kiện bắt buộc",
    "value": "công thức tính",
}
BOUNDS = {
    "min": "giới hạn dưới",
    "max": "giới hạn trên",
    "max_length": "độ dài tối đa",
    "decimals": "số chữ số sau dấu phẩy",
    "min_rows": "số dòng ít nhất",
    "max_rows": "số dòng nhiều nhất",
    "parts": "các phần được hỏi",
    "optional": "các phần không bắt buộc",
    "fits": "mục phải khớp",
    "signer": "người ký",
    "prefill": "nguồn điền sẵn",
    "old": "nhận địa chỉ cũ",
    "types": "loại tệp được nhận",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where (`table.column` in a table, `page:` and its id for a page), which, how."""

    field: str
    what: str
    message: str


@dataclass(frozen=True, slots=True)
class _Said:
    """How conditions are said in the form before and after; everything else is as it is."""

    before: Callable[[str], str]
    after: Callable[[str], str]

    def from_to(self, key: str, old: Field, new: Field) -> str:
        """Say what a property was and is."""
        was, is_now = old.get(key), new.get(key)
        if key in {"show_if", "required_if"}:
            was = self.before(str(was)) if was else was
            is_now = self.after(str(is_now)) if is_now else is_now
            return _from_to(was, is_now, ("(", ")"))
        return _from_to(was, is_now)


@dataclass(frozen=True, slots=True)
class _Placed:
    field: Field
    page: str


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """Return what changed between two sound definitions, in the order of the later one."""
    old, new = _placed(before), _placed(after)
    said = _Said(sayer(before), sayer(after))
    found = [*_of_layout(before, after), *_of_pages(_pages(before), _pages(after), said)]
    moved = _moved_inside(old, new)
    for name, one in new.items():
        label = _label(one.field)
        if name not in old:
            found.append(Change(name, "added", f"Thêm mục “{label}”."))
            continue
        found += _of_field(name, old[name].field, one.field, said)
        if old[name].page != one.page:
            found.append(Change(name, "moved", f"Mục “{label}” chuyển sang trang khác."))
        elif name in moved:
            found.append(Change(name, "moved", f"Mục “{label}” đổi chỗ."))
    for name, one in old.items():
        if name not in new:
            found.append(Change(name, "removed", f"Bỏ mục “{_label(one.field)}”."))
    return found


def _of_layout(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    if before.get("layout", "pages") != after.get("layout", "pages"):
        how = "trên một trang" if after.get("layout") == "one" else "lần lượt từng trang"
        yield Change("", "layout", f"Các mục nay được hỏi {how}.")


def forbidden(before: Mapping[str, object], after: Mapping[str, object]) -> list[Finding]:
    """Return the fields that cannot be published again as they are now: their kind changed."""
    return [
        Finding(
            one.field,
            "kind-changed",
            f"{one.message} Xin đặt mã khác cho mục mới: câu trả lời cũ có nghĩa khác.",
        )
        for one in changes(before, after)
        if one.what == "kind"
    ]


def field_paths(definition: Mapping[str, object]) -> set[str]:
    """Return the fields of a sound definition by path, columns as `table.column`."""
    return set(_placed(definition))


def _pages(definition: Mapping[str, object]) -> dict[str, Field]:
    pages: Sequence[Field] = definition["pages"]  # type: ignore[assignment]
    return {str(page["id"]): page for page in pages}


def _placed(definition: Mapping[str, object]) -> dict[str, _Placed]:
    placed: dict[str, _Placed] = {}
    for page_id, page in _pages(definition).items():
        for field in page["fields"]:  # type: ignore[attr-defined]
            placed[str(field["id"])] = _Placed(field, page_id)
            for column in field["fields"] if field["kind"] == "table" else ():
                path = f"{field['id']}.{column['id']}"
                placed[path] = _Placed(column, page_id)
    return placed


def _moved_inside(old: Mapping[str, _Placed], new: Mapping[str, _Placed]) -> set[str]:
    """Return the fields that stand elsewhere among those that stayed on their page."""
    stayed = [name for name in new if name in old and old[name].page == new[name].page]
    pages: dict[str, tuple[list[str], list[str]]] = {}
    same = set(stayed)
    for at, names in enumerate(([name for name in old if name in same], stayed)):
        for name in names:
            pages.setdefault(new[name].page, ([], []))[at].append(name)
    return set().union(*(_moved(*orders) for orders in pages.values()))


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the fewest names that have to be moved to get from one order to the other."""
    place = {name: at for at, name in enumerate(before)}
    best: list[str] = []  # of each length, the rising run that ends earliest
    came_from: dict[str, str | None] = {}
    for name in after:
        at = bisect_left(best, place[name], key=place.__getitem__)
        came_from[name] = best[at - 1] if at else None
        best[at : at + 1] = [name]
    kept: set[str] = set()
    last = best[-1] if best else None
    while last is not None:
        kept.add(last)
        last = came_from[last]
    return set(after) - kept


def _of_pages(
    before: Mapping[str, Field], after: Mapping[str, Field], said: "_Said"
) -> Iterator[Change]:
    kept = [name for name in after if name in before]
    moved = _moved([name for name in before if name in after], kept)
    for name, page in after.items():
        where, title = f"page:{name}", _label(page, "title")
        if name in before:
            yield from _of_page(where, title, before[name], page, said)
        else:
            yield Change(where, "page-added", f"Thêm trang “{title}”.")
        if name in moved:
            yield Change(where, "page-moved", f"Trang “{title}” đổi chỗ.")
    for name, page in before.items():
        if name not in after:
            yield Change(f"page:{name}", "page-removed", f"Bỏ trang “{_label(page, 'title')}”.")


def _of_page(
    where: str, title: str, before: Field, after: Field, said: "_Said"
) -> Iterator[Change]:
    old = _label(before, "title")
    if old != title:
        yield Change(where, "page-renamed", f"Trang “{old}” đổi tên thành “{title}”.")
    if before.get("show_if") != after.get("show_if"):
        how = said.from_to("show_if", before, after)
        yield Change(where, "condition", f"Trang “{title}”: điều kiện để hỏi {how}.")


def _of_field(name: str, old: Field, new: Field, said: "_Said") -> Iterator[Change]:
    label = _label(new)
    if _label(old) != label:
        yield Change(name, "renamed", f"Mục “{_label(old)}” đổi tên thành “{label}”.")
    elif old.get("label") != new.get("label") or old.get("hint") != new.get("hint"):
        yield Change(name, "words", f"Mục “{label}”: đổi lời hướng dẫn hoặc bản dịch.")
    if old["kind"] != new["kind"]:
        was_kind, now_kind = (KIND_NAMES[str(one["kind"])].lower() for one in (old, new))
        yield Change(name, "kind", f"Mục “{label}” đổi loại từ “{was_kind}” sang “{now_kind}”.")
    was, is_now = bool(old.get("required", True)), bool(new.get("required", True))
    if was != is_now:
        how = "thành bắt buộc" if is_now else "thành không bắt buộc"
        yield Change(name, "required", f"Mục “{label}” đổi {how}.")
    for properties, what in ((CONDITIONS, "condition"), (BOUNDS, "bounds")):
        for key, words in properties.items():
            if old.get(key) != new.get(key):
                yield Change(name, what, f"Mục “{label}”: {words} {said.from_to(key, old, new)}.")
    yield from _of_options(name, label, old, new)


def _of_options(name: str, label: str, old: Field, new: Field) -> Iterator[Change]:
    if old.get("list") != new.get("list"):
        how = _from_to(old.get("list"), new.get("list"))
        yield Change(name, "options", f"Mục “{label}”: danh mục {how}.")
        return
    was, is_now = _options(old), _options(new)
    parts = [
        ("thêm", [words for value, words in is_now.items() if value not in was]),
        ("bỏ", [words for value, words in was.items() if value not in is_now]),
        ("đổi lời", [w for value, w in is_now.items() if was.get(value, w) != w]),
    ]
    said = [f"{verb} {', '.join(f'“{one}”' for one in ones)}" for verb, ones in parts if ones]
    if not said and list(was) != list(is_now):
        said = ["đổi thứ tự"]
    if said:
        yield Change(name, "options", f"Mục “{label}”: các lựa chọn {'; '.join(said)}.")


def _options(field: Field) -> dict[str, str]:
    if field.get("list"):
        return {}
    return {str(option["value"]): _label(option) for option in options_of(field)}


def _label(labelled: Field, name: str = "label") -> str:
    words = labelled.get(name)
    return str(words.get("vi", "")) if isinstance(words, Mapping) else str(labelled.get("id", ""))


def _from_to(old: object, new: object, marks: tuple[str, str] = ("“", "”")) -> str:
    left, right = marks
    if old is None:
        return f"nay là {left}{new}{right}"
    if new is None:
        return f"{left}{old}{right} nay bỏ"
    return f"từ {left}{old}{right} sang {left}{new}{right}"
