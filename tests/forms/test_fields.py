"""Every kind of field, with answers that fit and answers that do not."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from motcua.forms.fields import CHECKS, COMPUTED, EMPTY, KINDS, PARTS_ONLY, SILENT, Places
from motcua.forms.rules import Checked, check
from motcua.forms.wording import worded
from motcua.web import form_input

TODAY = date(2026, 6, 1)
PLACES = Places({"37": "Tỉnh Ninh Bình", "01": "Thành phố Hà Nội"}, {"37000": "Xã Mẫu"}, "37")
OPTIONS = {"options": [{"value": v, "label": {"vi": v}} for v in ("a", "b")]}
OLD_HOME = {
    "province": "Tỉnh Nam Định",
    "district": "Huyện Mẫu",
    "commune": "Xã Mẫu",
    "line": "Xóm 5",
}
HOME = {"province": "37", "commune": "37000", "line": "Thôn Một"}


def checked(kind: str, answer: object, **given: Any) -> Checked:
    """Check one answer to a form of one field."""
    field = {"id": "f", "kind": kind, "label": {"vi": "Mục này"}, **given}
    form = {"pages": [{"id": "p", "fields": [field]}]}
    return check(form, {"f": answer}, case="", today=TODAY, places=PLACES)


FITTING: list[tuple[str, object, dict[str, Any], object]] = [
    ("text", "  Nguyễn \t Mẫu ", {}, "Nguyễn Mẫu"),
    ("text", "Nguye\u0302\u0303n", {}, "Nguyễn"),
    ("text", "x" * 500, {}, "x" * 500),
    ("text", "abc", {"max_length": 3}, "abc"),
    ("long_text", "một\nhai", {}, "một\nhai"),
    ("long_text", "x" * 5000, {}, "x" * 5000),
    ("agency", "H42.01", {}, "H42.01"),
    ("number", 0, {}, 0),
    ("number", -3, {}, -3),
    ("number", 5, {"min": 5, "max": 5}, 5),
    ("money", 0, {}, 0),
    ("money", 10**15, {}, 10**15),
    ("date", "2024-02-29", {}, "2024-02-29"),
    ("date", "1900-01-01", {}, "1900-01-01"),
    ("date", "2026-06-01", {"max": "today"}, "2026-06-01"),
    ("date", "2026-06-01", {"min": "today"}, "2026-06-01"),
    ("time", "14:30", {}, "14:30"),
    ("time", "14:30:59", {}, "14:30"),
    ("yes_no", False, {}, False),
    ("yes_no", True, {}, True),
    ("declaration", True, {}, True),
    ("choice", "a", OPTIONS, "a"),
    ("choices", ["b", "a", "b"], OPTIONS, ["b", "a"]),
    ("personal_number", "037 190 000 001", {}, "037190000001"),
    ("tax_code", "0101234565", {}, "0101234565"),
    ("tax_code", "0101234565-001", {}, "0101234565-001"),
    ("tax_code", "037190000001", {}, "037190000001"),
    ("phone", "+84 912 345 678", {}, "0912345678"),
    ("email", " mau@vidu.vn ", {}, "mau@vidu.vn"),
    ("text", "một\nhai", {}, "một hai"),
    ("text", "Hoà", {}, "Hoà"),
    ("agency", "000.00.12.H42", {}, "000.00.12.H42"),
    ("number", 3.0, {}, 3),
    ("number", 85.5, {"decimals": 1}, 85.5),
    ("number", 85, {"decimals": 1}, 85.0),
    ("number", -0.25, {"decimals": 2}, -0.25),
    ("number", 0.1 + 0.2, {"decimals": 1}, 0.3),
    ("choice", "06", {"list": "ethnic_groups@1"}, "06"),
    ("choices", ["06", "01"], {"list": "ethnic_groups@1"}, ["06", "01"]),
    ("personal_number", "137190000001", {}, "137190000001"),
    ("personal_number", "037226000001", {}, "037226000001"),
    ("tax_code", "0101234565001", {}, "0101234565-001"),
    ("tax_code", "01 01234565", {}, "0101234565"),
    ("phone", "024 3804 3123", {}, "02438043123"),
    ("phone", "84912345678", {}, "0912345678"),
    ("address", OLD_HOME, {"old": True}, OLD_HOME),
    ("address", HOME, {}, HOME),
    (
        "address",
        {"province": "01", "line": " Ngõ 1 "},
        {},
        {"province": "01", "commune": "", "line": "Ngõ 1"},
    ),
]
WRONG: list[tuple[str, object, dict[str, Any], str]] = [
    ("text", 3, {}, "phải là chữ"),
    ("text", "Nguyễn\u200b Mẫu", {}, "ký tự ẩn"),
    ("text", "Nguyễn \u202eMẫu", {}, "ký tự ẩn"),
    ("text", "Nguyễn Vаn", {}, "chỉ trông giống"),
    ("text", "Ðào", {}, "chỉ trông giống"),
    ("text", " " * 2001 + "x", {}, "quá 500 ký tự"),
    ("long_text", "x\x00", {}, "ký tự ẩn"),
    ("agency", "nha o", {}, "trong danh sách"),
    ("agency", 5, {}, "trong danh sách"),
    ("number", float("nan"), {}, "số nguyên"),
    ("number", float("inf"), {}, "số nguyên"),
    ("number", float("nan"), {"decimals": 1}, "ví dụ 85,5"),
    ("number", float("inf"), {"decimals": 1}, "ví dụ 85,5"),
    ("number", 10**400, {"decimals": 1}, "ví dụ 85,5"),
    ("number", 85.55, {"decimals": 1}, "nhiều nhất 1 chữ số"),
    ("number", 0.05, {"decimals": 2, "min": 0.1}, "từ 0,1 trở lên"),
    ("number", True, {"decimals": 2}, "ví dụ 85,5"),
    ("date", "20260101", {}, "không có thật"),
    ("date", "2026-W01-1", {}, "không có thật"),
    ("choice", "99", {"list": "ethnic_groups@1"}, "một trong các mục"),
    ("personal_number", "003190000001", {}, "mã tỉnh"),
    ("personal_number", "000190000001", {}, "mã tỉnh"),
    ("personal_number", "037227000001", {}, "chưa đến"),
    ("tax_code", "0101234567", {}, "gõ nhầm"),
    ("tax_code", "0101234565-000", {}, "gõ nhầm"),
    ("tax_code", "0001234565", {}, "gõ nhầm"),
    ("tax_code", "003190000001", {}, "mã tỉnh"),
    ("email", "mẫu@vidu.vn", {}, "ten@vidu.vn"),
    ("address", {**HOME, "line": "Thôn\u200b Một"}, {}, "ký tự ẩn"),
    ("address", {**HOME, "commune": 5}, {}, "chọn tỉnh"),
    ("address", OLD_HOME, {}, "hiện nay"),
    ("address", {**OLD_HOME, "commune": " "}, {"old": True}, "đủ tỉnh, huyện và xã"),
    ("address", {**OLD_HOME, "line": ""}, {"old": True}, "số nhà"),
    ("text", ["a"], {}, "phải là chữ"),
    ("text", "x" * 501, {}, "quá 500 ký tự"),
    ("text", "abcd", {"max_length": 3}, "quá 3 ký tự"),
    ("long_text", "x" * 5001, {}, "quá 5000 ký tự"),
    ("number", "3", {}, "số nguyên"),
    ("number", 1.5, {}, "số nguyên"),
    ("number", True, {}, "số nguyên"),
    ("number", False, {}, "số nguyên"),
    ("number", 10**15 + 1, {}, "số nguyên"),
    ("number", 4, {"min": 5}, "từ 5 trở lên"),
    ("number", 0, {"min": 1}, "từ 1 trở lên"),
    ("number", 6, {"max": 5}, "không được quá 5"),
    ("money", -1, {}, "từ 0 trở lên"),
    ("date", "2026-02-29", {}, "không có thật"),
    ("date", "31/01/2026", {}, "không có thật"),
    ("date", 20260101, {}, "không có thật"),
    ("date", "1899-12-31", {}, "bốn chữ số"),
    ("date", "0026-01-01", {}, "bốn chữ số"),
    ("date", "2026-06-02", {"max": "today"}, "không được sau 01/06/2026"),
    ("date", "2019-12-31", {"min": "2020-01-01"}, "không được trước 01/01/2020"),
    ("time", "25:00", {}, "giờ và phút"),
    ("time", "14h30", {}, "giờ và phút"),
    ("time", 14, {}, "giờ và phút"),
    ("yes_no", "có", {}, "có hoặc không"),
    ("yes_no", 1, {}, "có hoặc không"),
    ("declaration", "true", {}, "đánh dấu"),
    ("choice", "c", OPTIONS, "một trong các mục"),
    ("choice", ["a"], OPTIONS, "một trong các mục"),
    ("choices", ["a", "c"], OPTIONS, "các mục đã cho"),
    ("choices", "a", OPTIONS, "các mục đã cho"),
    ("choices", [1], OPTIONS, "các mục đã cho"),
    ("personal_number", "03719000000", {}, "12 chữ số"),
    ("personal_number", 37190000001, {}, "12 chữ số"),
    ("tax_code", "01012345", {}, "10, 12 hoặc 13"),
    ("tax_code", 101234567, {}, "10, 12 hoặc 13"),
    ("phone", "12345", {}, "10 chữ số"),
    ("phone", 912345678, {}, "10 chữ số"),
    ("email", "mau@vidu", {}, "ten@vidu.vn"),
    ("email", "a b@vidu.vn", {}, "ten@vidu.vn"),
    ("email", f"{'a' * 250}@vidu.vn", {}, "ten@vidu.vn"),
    ("email", 5, {}, "ten@vidu.vn"),
    ("address", "Thôn Một", {}, "chọn tỉnh"),
    ("address", {**HOME, "street": "x"}, {}, "chọn tỉnh"),
    ("address", {**HOME, "province": "99"}, {}, "tỉnh, thành phố"),
    ("address", {**HOME, "commune": "99"}, {}, "xã, phường"),
    ("address", {**HOME, "province": "01"}, {}, "không thuộc tỉnh"),
    ("address", {**HOME, "line": "  "}, {}, "số nhà"),
    ("address", {**HOME, "line": "x" * 301}, {}, "quá 300 ký tự"),
]
NOTHING: list[tuple[str, object]] = [
    ("text", ""),
    ("text", " \n "),
    ("text", None),
    ("number", None),
    ("time", " "),
    ("agency", ""),
    ("tax_code", ""),
    ("person", {}),
    ("person", {"name": " ", "birth_date": "", "address": {"province": "37"}}),
    ("organisation", {"name": None}),
    ("land_parcel", None),
    ("signature", {"name": "", "date": ""}),
    ("number", ""),
    ("date", ""),
    ("yes_no", None),
    ("declaration", False),
    ("choice", ""),
    ("choices", []),
    ("address", {}),
    ("address", {"province": "", "commune": "", "line": " "}),
    ("address", {"province": "37", "commune": "", "line": ""}),
    ("table", []),
]


@pytest.mark.parametrize(("kind", "answer", "given", "kept"), FITTING)
def test_an_answer_that_fits_is_kept_in_one_form(
    kind: str, answer: object, given: dict[str, Any], kept: object
) -> None:
    result = checked(kind, answer, **given)

    assert (result.errors, result.answers) == ({}, {"f": kept})


@pytest.mark.parametrize(("kind", "answer", "given", "sentence"), WRONG)
def test_an_answer_that_does_not_fit_is_told_why(
    kind: str, answer: object, given: dict[str, Any], sentence: str
) -> None:
    result = checked(kind, answer, **given)

    assert sentence in result.errors["f"]
    assert result.answers == {}


@pytest.mark.parametrize(("kind", "answer"), NOTHING)
def test_nothing_answered_is_asked_for_when_required(kind: str, answer: object) -> None:
    more = OPTIONS if kind in {"choice", "choices"} else {"fields": []}

    required, optional = (
        checked(kind, answer, **more),
        checked(kind, answer, **more, required=False),
    )

    assert required.errors["f"].startswith("Xin ")
    assert (optional.errors, optional.answers) == ({}, {})


STRANGE: list[object] = [
    *(
        None,
        "",
        "x",
        1,
        1.5,
        True,
        False,
        -1,
        10**400,
        float("nan"),
        float("inf"),
        "\x00",
        "\ud800",
    ),
    *([], [[]], [None], ["x"], [{}], [{"name": []}]),
    *({}, {"a": {}}, {"name": {"name": {}}}, {"province": []}, {"province": "37", "line": 5}),
]


@pytest.mark.parametrize("kind", sorted(KINDS - SILENT - COMPUTED))
@pytest.mark.parametrize("answer", STRANGE)
def test_no_answer_makes_a_field_crash(kind: str, answer: object) -> None:
    more = {"fields": []} if kind == "table" else OPTIONS

    result = checked(kind, answer, **more)

    assert all(isinstance(sentence, str) for sentence in result.errors.values())


def test_every_kind_that_holds_an_answer_has_an_empty_one() -> None:
    assert set(CHECKS) | {"table"} == set(EMPTY)


def test_every_kind_is_drawn_by_a_template_of_its_name() -> None:
    folder = Path(form_input.__file__).parent / "templates" / "fields"

    drawn = {file.stem for file in folder.glob("*.html")} - {"parts", "grouped"}

    assert drawn == KINDS | PARTS_ONLY


def test_an_agency_is_one_of_those_that_exist_when_they_are_known() -> None:
    known = replace(PLACES, agencies={"H42.01": "Sở Mẫu"})
    field = {"id": "f", "kind": "agency", "label": {"vi": "Cơ quan"}}
    form = {"pages": [{"id": "p", "fields": [field]}]}

    right = check(form, {"f": "H42.01"}, case="", today=TODAY, places=known)
    wrong = check(form, {"f": "H42.02"}, case="", today=TODAY, places=known)

    assert (right.errors, list(wrong.errors)) == ({}, ["f"])
    assert worded(field, "H42.01", known) == "Sở Mẫu"
