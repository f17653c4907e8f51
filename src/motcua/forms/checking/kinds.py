"""Whether a field says what its kind needs: words, options, bounds, columns, parts."""

from collections.abc import Callable, Iterator, Mapping

from motcua.documents.rules import ACCEPTED
from motcua.forms.checking.findings import Finding, wrong_words
from motcua.forms.checking.shape import Placed
from motcua.forms.fields import COMPUTED, GROUPS
from motcua.forms.fields.dates import day_of
from motcua.forms.fields.groups import USUAL
from motcua.forms.fields.kinds import LONGEST_TEXT, MOST_DECIMALS, MOST_ROWS
from motcua.forms.lists import UnknownList, listed

ALWAYS = frozenset({"id", "kind", "label", "hint", "show_if"})
ASKED = ALWAYS | {"required", "required_if", "prefill"}
GROUPED = ASKED | {"parts", "optional", "fields"}
MORE: Mapping[str, frozenset[str]] = {
    "text": ASKED | {"max_length"},
    "long_text": ASKED | {"max_length"},
    "number": ASKED | {"min", "max", "decimals"},
    "money": ASKED | {"min", "max"},
    "date": ASKED | {"min", "max"},
    "choice": ASKED | {"options", "list"},
    "choices": ASKED | {"options", "list"},
    "personal_number": ASKED | {"fits"},
    "address": ASKED | {"old"},
    "file": ALWAYS | {"required", "required_if", "types"},
    "table": ASKED | {"fields", "min_rows", "max_rows"},
    "person": GROUPED,
    "organisation": GROUPED,
    "land_parcel": GROUPED,
    "signature": GROUPED | {"signer", "certificate"},
    "calculated": ALWAYS | {"value"},
    "hidden": ALWAYS | {"value"},
    "heading": ALWAYS,
    "guidance": ALWAYS,
}
MOST_OPTIONS = 1000


def of_field(one: Placed) -> Iterator[Finding]:
    """Return what is missing from a field or does not go with its kind."""
    for rule, message in (*_every(one), *_own(one)):
        yield Finding(one.path, rule, message)


def _every(one: Placed) -> Iterator[tuple[str, str]]:
    field, kind = one.field, str(one.field["kind"])
    if wrong := wrong_words(field.get("label")):
        yield "label", wrong
    if wrong := wrong_words(field.get("hint"), needed=False):
        yield "text", wrong
    for name in sorted(map(str, field.keys() - MORE.get(kind, ASKED))):
        yield "property", f"Loại mục này không có thuộc tính “{name[:60]}”."
    yield from _switches(field)
    if not isinstance(field.get("prefill", ""), str):
        yield "property", "“prefill” phải là chữ."
    if one.table is not None and field.get("show_if"):
        yield "column-condition", "Cột của bảng không ẩn hiện theo điều kiện được."
    if kind in COMPUTED and not isinstance(field.get("value"), str):
        yield "value", "Thiếu công thức tính."


def _switches(field: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in ("required", "certificate"):
        if not isinstance(field.get(name, True), bool):
            yield "property", f"“{name}” phải là đúng hoặc sai."


def _own(one: Placed) -> Iterator[tuple[str, str]]:
    kind = str(one.field["kind"])
    if kind in GROUPS:
        return _parts(one.field)
    rule = _RULES.get(kind)
    return rule(one.field) if rule else iter(())


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _text(field: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if "max_length" in field and not _is_whole(field["max_length"], 1, LONGEST_TEXT):
        yield "bounds", f"Độ dài tối đa phải từ 1 đến {LONGEST_TEXT} ký tự."


def _number(field: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if not _is_whole(field.get("decimals", 0), 0, MOST_DECIMALS):
        yield "bounds", f"Số chữ số sau dấu phẩy phải từ 0 đến {MOST_DECIMALS}."
    bounds = [field[name] for name in ("min", "max") if field.get(name) is not None]
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in bounds):
        yield "bounds", "Giới hạn của số phải là số."
    elif bounds != sorted(bounds):  # type: ignore[type-var]
        yield "bounds", "Giới hạn dưới lớn hơn giới hạn trên."


def _date(field: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    bounds = [field[name] for name in ("min", "max") if field.get(name) is not None]
    days = [one for one in bounds if one != "today"]
    if any(day_of(one) is None for one in days):
        yield "bounds", "Giới hạn của ngày phải là “today” hoặc một ngày như 2026-01-31."
    elif days != sorted(map(str, days)):
        yield "bounds", "Ngày sớm nhất muộn hơn ngày muộn nhất."


def _choice(field: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if field.get("list"):
        try:
            listed(str(field["list"]))
        except UnknownList:
            yield "list", f"Chưa công bố danh mục “{str(field['list'])[:60]}”."
        return
    options = field.get("options")
    if not isinstance(options, list) or not options:
        yield "options", "Mục chọn chưa có lựa chọn nào."
        return
    yield from _options(options[:MOST_OPTIONS])
    if len(options) > MOST_OPTIONS:
        yield "options", f"Có quá {MOST_OPTIONS} lựa chọn. Xin dùng danh mục."


def _options(options: list[object]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for at, option in enumerate(options, start=1):
        value = option.get("value") if isinstance(option, Mapping) else None
        if not isinstance(option, Mapping) or not isinstance(value, str) or not value.strip():
            yield "options", f"Lựa chọn {at} chưa có mã."
            continue
        if value in seen:
            yield "options", f"Hai lựa chọn cùng mang mã “{value[:60]}”."
        seen.add(value)
        if wrong := wrong_words(option.get("label")):
            yield "options", f"Lựa chọn {at}: {wrong}"


def _file(field: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    wanted = field.get("types", list(ACCEPTED))
    if not isinstance(wanted, list) or not wanted or any(one not in ACCEPTED for one in wanted):
        yield "types", f"“types” chỉ gồm: {', '.join(ACCEPTED)}."


def _table(field: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if not isinstance(field.get("fields"), list) or not field["fields"]:
        yield "columns", "Bảng chưa có cột nào."
    least, most = field.get("min_rows", 0), field.get("max_rows", MOST_ROWS)
    if not _is_whole(least, 0, MOST_ROWS) or not _is_whole(most, 1, MOST_ROWS):
        yield "bounds", f"Số dòng phải từ 0 đến {MOST_ROWS}."
    elif least > most:  # type: ignore[operator]
        yield "bounds", "Số dòng ít nhất lớn hơn số dòng nhiều nhất."


def _parts(field: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    kind = str(field["kind"])
    there = {str(part["id"]) for part in GROUPS[kind]}
    for name in ("parts", "optional"):
        wanted = field.get(name, [])
        if not isinstance(wanted, list) or any(str(one) not in there for one in wanted):
            yield "parts", f"“{name}” chỉ gồm: {', '.join(sorted(there))}."
    if "parts" in field and not field["parts"]:
        yield "parts", f"Xin chọn các phần cần hỏi, ví dụ: {', '.join(sorted(USUAL[kind]))}."
    if "fields" in field:
        yield "parts", "Các phần của loại mục này đã định sẵn; chỉ chọn bằng “parts”."


_RULES: Mapping[str, Callable[[Mapping[str, object]], Iterator[tuple[str, str]]]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "money": _number,
    "date": _date,
    "choice": _choice,
    "choices": _choice,
    "file": _file,
    "table": _table,
}
