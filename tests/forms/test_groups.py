"""Questions of several parts, answers that must agree with others, and both in words."""

from datetime import date
from typing import Any

import pytest

from motcua.forms.completing import completed
from motcua.forms.lists import UnknownList, listed, options_of, published_lists
from motcua.forms.rules import Checked, check, known_values, shown_fields, shown_pages
from motcua.forms.wording import worded
from tests.forms.test_fields import HOME, OLD_HOME, PLACES, TODAY
from tests.forms.test_rules import a_field, a_form

WOMAN = {
    "name": "Nguyễn Thị Mẫu",
    "personal_number": "037190000001",
    "birth_date": "1990-05-01",
    "sex": "female",
}
SHOP = {"name": "Công ty Mẫu", "tax_code": "0101234565", "representative": "Trần Văn Mẫu"}
PARCEL = {"sheet": "12", "parcel": "45a", "area": 85.5}
SIGNED = {"name": "Nguyễn Thị Mẫu", "date": "2026-06-01"}


def checked(field: dict[str, Any], answer: object, **others: object) -> Checked:
    """Check one answer beside others that are free text or a date."""
    beside = [a_field(name, "date" if "date" in name else "text") for name in others]
    return check(
        a_form(field, *beside), {"f": answer, **others}, case="", today=TODAY, places=PLACES
    )


WRONG: list[tuple[str, dict[str, Any], object, dict[str, str]]] = [
    ("person", {}, WOMAN, {}),
    ("person", {}, {**WOMAN, "name": "Nguyễn  Thị Mẫu "}, {}),
    ("person", {}, {}, {"f": "Xin nhập mục f."}),
    ("person", {"required": False}, {}, {}),
    ("person", {}, {"name": "A"}, {"f.personal_number": "", "f.birth_date": "", "f.sex": ""}),
    ("person", {"optional": ["personal_number", "birth_date", "sex"]}, {"name": "A"}, {}),
    ("person", {}, {**WOMAN, "sex": "male"}, {"f.personal_number": "không khớp"}),
    ("person", {}, {**WOMAN, "birth_date": "1991-05-01"}, {"f.personal_number": "không khớp"}),
    ("person", {}, {**WOMAN, "birth_date": "hôm qua"}, {"f.birth_date": "không có thật"}),
    ("person", {}, {**WOMAN, "phone": "0912345678"}, {"f.phone": "không có mục này"}),
    ("person", {"parts": ["name", "phone"]}, {"name": "A", "phone": "1"}, {"f.phone": "10 chữ số"}),
    ("person", {"parts": ["name", "email"]}, {"name": "A"}, {}),
    ("person", {"parts": ["name", "address"]}, {"name": "A", "address": HOME}, {}),
    ("person", {}, "A", {"f": "nhiều phần"}),
    ("person", {}, [WOMAN], {"f": "nhiều phần"}),
    ("organisation", {}, SHOP, {}),
    ("organisation", {}, {**SHOP, "tax_code": "0101234566"}, {"f.tax_code": "gõ nhầm"}),
    ("land_parcel", {}, PARCEL, {}),
    ("land_parcel", {}, {**PARCEL, "area": 0}, {"f.area": "từ 0,1 trở lên"}),
    ("land_parcel", {}, {**PARCEL, "lat": 20.25}, {"f.lat": "không có mục này"}),
    ("signature", {}, SIGNED, {}),
    ("signature", {}, {}, {"f": "gõ họ tên để ký"}),
    ("signature", {}, {**SIGNED, "date": "2026-06-02"}, {"f.date": "không được sau"}),
]
MAPPED = ["sheet", "parcel", "area", "lat", "lon"]


@pytest.mark.parametrize(("kind", "given", "answer", "errors"), WRONG)
def test_every_part_is_checked_and_told_by_its_own_name(
    kind: str, given: dict[str, Any], answer: object, errors: dict[str, str]
) -> None:
    result = checked(a_field("f", kind, **given), answer)

    assert result.errors.keys() == errors.keys()
    assert all(words in result.errors[path] for path, words in errors.items())


@pytest.mark.parametrize(
    ("point", "wrong"),
    [
        ({}, []),
        ({"lat": 20.253412, "lon": 105.974512}, []),
        ({"lat": 20.25}, ["f.lon"]),
        ({"lon": 105.9}, ["f.lat"]),
        ({"lat": 48.8, "lon": 2.3}, ["f.lat", "f.lon"]),
    ],
)
def test_a_point_of_a_parcel_is_whole_and_in_the_country(
    point: dict[str, float], wrong: list[str]
) -> None:
    result = checked(a_field("f", "land_parcel", parts=MAPPED), {**PARCEL, **point})

    assert list(result.errors) == wrong


@pytest.mark.parametrize(
    ("number", "born", "wrong"),
    [
        ("037190000001", "1990-12-31", False),
        ("037190000001", "1989-12-31", True),
        ("037190000001", "", False),
        ("037190000001", "chưa rõ", False),
        ("037205000001", "1990-01-01", True),
    ],
)
def test_a_number_fits_the_birth_date_asked_elsewhere(number: str, born: str, wrong: bool) -> None:
    field = a_field("f", "personal_number", fits={"birth_date": "birth_date"})

    result = checked(field, number, birth_date=born)

    assert ("không khớp" in result.errors.get("f", "")) is wrong


@pytest.mark.parametrize(("sex", "wrong"), [("male", True), ("female", False), ("", False)])
def test_a_number_fits_the_sex_asked_elsewhere(sex: str, wrong: bool) -> None:
    options = [{"value": value, "label": {"vi": value}} for value in ("male", "female")]
    form = a_form(
        a_field("f", "personal_number", fits={"sex": "sex"}),
        a_field("sex", "choice", options=options, required=False),
    )

    answers: dict[str, object] = {"f": "037190000001", "sex": sex}
    result = check(form, answers, case="", today=TODAY, places=PLACES)

    assert ("f" in result.errors) is wrong


def test_a_number_in_a_row_fits_the_birth_date_of_its_row() -> None:
    columns = [
        a_field("number", "personal_number", fits={"birth_date": "born"}),
        a_field("born", "date"),
    ]
    rows = [
        {"number": "037190000001", "born": "1990-01-01"},
        {"number": "037190000001", "born": "1991-01-01"},
    ]

    result = checked(a_field("f", "table", fields=columns), rows)

    assert list(result.errors) == ["f.1.number"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Nguyễn Thị Hòa", False),
        ("NGUYỄN THỊ HOÀ", False),
        ("Nguyễn Thị Hoa", True),
        ("", False),
    ],
)
def test_a_signature_is_the_name_of_its_signer(name: str, wrong: bool) -> None:
    field = a_field("f", "signature", signer="full_name")

    result = checked(field, {**SIGNED, "name": "Nguyễn Thị Hòa"}, full_name=name)

    assert ("f.name" in result.errors) is wrong


def test_a_signature_may_be_that_of_a_person_asked_as_one() -> None:
    form = a_form(a_field("f", "signature", signer="who"), a_field("who", "person"))

    answers: dict[str, object] = {"f": {**SIGNED, "name": "Ai Khác"}, "who": WOMAN}
    result = check(form, answers, case="", today=TODAY, places=PLACES)

    assert list(result.errors) == ["f.name"]


def test_a_person_may_be_a_column_and_conditions_read_its_parts() -> None:
    form = a_form(
        a_field("who", "person"),
        a_field("husband", show_if='who.sex == "female"'),
        a_field("all", "table", fields=[a_field("one", "person")], required=False),
    )

    nothing = known_values(form, {}, "")
    result = check(form, {"who": WOMAN, "all": [{"one": {}}]}, case="", today=TODAY, places=PLACES)

    assert nothing["who"] == {"name": "", "personal_number": "", "birth_date": "", "sex": ""}
    assert list(result.errors) == ["husband", "all.0.one"]


def test_what_is_hidden_is_computed_never_shown_and_never_taken_from_outside() -> None:
    page = {"id": "two", "fields": [a_field("only", "hidden", value='"x"')]}
    form = a_form(
        a_field("floors", "number"),
        a_field("class", "hidden", value='floors > 3 ? "cao" : "thấp"'),
        a_field("report", show_if='class == "cao"'),
        more=[page],
    )

    answers: dict[str, object] = {"floors": 5, "class": "thấp", "report": "x"}
    result = check(form, answers, case="", today=TODAY, places=PLACES)

    assert result.answers == {"floors": 5, "class": "cao", "report": "x", "only": "x"}
    shown = shown_fields(form["pages"][0], known_values(form, answers, ""))
    assert [field["id"] for field in shown] == ["floors", "report"]
    assert [one["id"] for one in shown_pages(form, answers, "")] == ["one"]


WORDED: list[tuple[dict[str, Any], object, str]] = [
    (
        a_field("f", "person"),
        WOMAN,
        "Nguyễn Thị Mẫu; Số định danh cá nhân: 037190000001; Ngày sinh: 01/05/1990; Giới tính: Nữ",
    ),
    (a_field("f", "person"), {"name": "A"}, "A"),
    (a_field("f", "land_parcel"), PARCEL, "Số tờ bản đồ: 12; Số thửa: 45a; Diện tích (m²): 85,5"),
    (a_field("f", "signature"), SIGNED, "Nguyễn Thị Mẫu; Ngày ký: 01/06/2026"),
    (a_field("f", "address"), OLD_HOME, "Xóm 5, Xã Mẫu, Huyện Mẫu, Tỉnh Nam Định"),
    (a_field("f", "choice", list="ethnic_groups@1"), "06", "Mường"),
    (a_field("f", "number", decimals=1), 85.0, "85"),
    (a_field("f", "date"), "hôm qua", "hôm qua"),
    (a_field("f", "hidden", value="1"), 1, ""),
]


@pytest.mark.parametrize(("field", "answer", "words"), WORDED)
def test_answers_read_as_a_person_writes_them(
    field: dict[str, Any], answer: object, words: str
) -> None:
    assert worded(field, answer, PLACES) == words


def test_parts_are_named_in_the_language_of_the_reader() -> None:
    assert worded(a_field("f", "person"), {"name": "A", "sex": "male"}, PLACES, "en") == (
        "A; Sex: Male"
    )


def test_a_form_to_draw_holds_the_options_of_its_lists_and_the_parts_of_its_groups() -> None:
    form = a_form(
        a_field("people", "choice", list="ethnic_groups@1"),
        a_field("who", "person", parts=["name"]),
        a_field("rows", "table", fields=[a_field("land", "land_parcel")]),
        a_field("plain"),
    )

    people, who, rows, plain = completed(form)["pages"][0]["fields"]  # type: ignore[index]

    assert (len(people["options"]), people["options"][5]["label"]) == (54, {"vi": "Mường"})
    assert [part["id"] for part in who["fields"]] == ["name"]
    assert [part["id"] for part in rows["fields"][0]["fields"]] == ["sheet", "parcel", "area"]
    assert plain == form["pages"][0]["fields"][3]
    assert completed(completed(form)) == completed(form)


def test_published_lists_have_each_value_once_and_words_for_it() -> None:
    for name in published_lists():
        values = [option["value"] for option in listed(name)]

        assert len(values) == len(set(values)) > 0
        assert all(option["label"]["vi"] for option in listed(name))  # type: ignore[index]


@pytest.mark.parametrize(
    "name", ["", "ethnic_groups", "ethnic_groups@9", "../lists/x@1", "x@1", "ethnic_groups@1\n"]
)
def test_a_list_that_was_not_published_is_unknown(name: str) -> None:
    with pytest.raises(UnknownList):
        listed(name)
    assert options_of({"kind": "choice"}) == ()


def test_a_birth_year_that_has_not_come_yet_depends_on_the_day_of_the_check() -> None:
    form = a_form(a_field("f", "personal_number"))
    answers: dict[str, object] = {"f": "037227000001"}

    early = check(form, answers, case="", today=date(2026, 12, 31), places=PLACES)
    late = check(form, answers, case="", today=date(2027, 1, 1), places=PLACES)

    assert (list(early.errors), late.errors) == (["f"], {})
