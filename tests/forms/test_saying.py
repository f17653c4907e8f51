"""Conditions in words."""

import pytest

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.rules import fields_of
from motcua.forms.saying import in_words
from tests.forms.test_rules import a_field, a_form

AB = {"options": [{"value": v, "label": {"vi": f"Mục {v}"}} for v in ("a", "b")]}
FORM = a_form(
    a_field("yes", "yes_no", label={"vi": "Có con?"}),
    a_field("one", "choice", label={"vi": "Loại"}, **AB),
    a_field("some", "choices", label={"vi": "Các loại"}, **AB),
    a_field("listed", "choice", label={"vi": "Dân tộc"}, list="ethnic_groups@1"),
    a_field("gone", "choice", label={"vi": "Mất"}, list="gone@1"),
    a_field("n", "number", label={"vi": "Số"}),
    a_field("day", "date", label={"vi": "Ngày"}),
    a_field("who", "person", label={"vi": "Ai"}),
    a_field("rows", "table", label={"vi": "Bảng"}, fields=[a_field("c", label={"vi": "Cột"})]),
)
SAID = {
    "yes": "“Có con?” là có",
    "!yes": "“Có con?” là không",
    'one == "a"': "“Loại” là “Mục a”",
    'one != "c"': "“Loại” không phải là “c”",
    '"b" in some': "“Các loại” có chọn “Mục b”",
    '!("b" in some)': "“Các loại” không chọn “Mục b”",
    'listed == "01"': "“Dân tộc” là “Kinh”",
    'gone == "01"': "“Mất” là “01”",
    'one == ""': "“Loại” chưa được trả lời",
    'one != ""': "“Loại” đã được trả lời",
    "n >= 5": "“Số” từ 5",
    "n == 5": "“Số” bằng 5",
    "n != 0.5": "“Số” khác 0,5",
    'day < "2026-01-01"': "“Ngày” nhỏ hơn “2026-01-01”",
    'who.sex == "male"': "“Giới tính” là “Nam”",
    "size(rows) >= 2": "“Bảng” có từ 2 dòng",
    'c == "x"': "“Cột” là “x”",
    'case == "moi"': "“Trường hợp” là “Cấp mới”",
    'yes && one == "a"': "“Có con?” là có và “Loại” là “Mục a”",
    "yes || n > 5": "“Có con?” là có hoặc “Số” lớn hơn 5",
    "unknown": "“unknown” là có",
}


@pytest.mark.parametrize("condition", SAID)
def test_what_can_be_chosen_is_said_with_labels(condition: str) -> None:
    assert in_words(condition, FORM, [("moi", "Cấp mới")]) == SAID[condition]


@pytest.mark.parametrize("condition", ["yes && n > 5 || yes", "n * 2 > 5", "(", 'one == "a\\"b"'])
def test_what_is_too_involved_stays_as_it_is_written(condition: str) -> None:
    assert in_words(condition, FORM) == condition


@pytest.mark.parametrize("slug", sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json")))
def test_every_condition_of_the_modelled_forms_is_said(slug: str) -> None:
    form = flagship(slug, "form.json")
    conditions = [str(one["show_if"]) for one in fields_of(form) if one.get("show_if")]

    assert [one for one in conditions if in_words(one, form) == one] == []
