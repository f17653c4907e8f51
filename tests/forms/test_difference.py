"""What changed from one version of a form to the next."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.difference import Change, changes, forbidden
from tests.forms.test_rules import a_field, a_form

A, B = ({"value": v, "label": {"vi": f"Lựa chọn {v}"}} for v in ("a", "b"))
RENAMED = {"value": "a", "label": {"vi": "A"}}
PLAIN = a_field("x")
CASES: list[tuple[dict[str, Any], dict[str, Any], list[tuple[str, str]]]] = [
    (PLAIN, PLAIN, []),
    (PLAIN, {**PLAIN, "label": {"vi": "Họ tên"}},
     [("renamed", "Mục “Mục x” đổi tên thành “Họ tên”.")]),
    (PLAIN, {**PLAIN, "label": {"vi": "Mục x", "en": "Name"}},
     [("words", "Mục “Mục x”: đổi lời hướng dẫn hoặc bản dịch.")]),
    (PLAIN, {**PLAIN, "hint": {"vi": "Như trên thẻ."}},
     [("words", "Mục “Mục x”: đổi lời hướng dẫn hoặc bản dịch.")]),
    (PLAIN, a_field("x", "long_text"),
     [("kind", "Mục “Mục x” đổi loại từ “chữ, một dòng” sang “chữ, nhiều dòng”.")]),
    (PLAIN, a_field("x", required=False), [("required", "Mục “Mục x” đổi thành không bắt buộc.")]),
    (a_field("x", required=False), a_field("x", required=True),
     [("required", "Mục “Mục x” đổi thành bắt buộc.")]),
    (PLAIN, a_field("x", required=True), []),
    (PLAIN, a_field("x", show_if="a"),
     [("condition", "Mục “Mục x”: điều kiện để hỏi nay là (“a” là có).")]),
    (a_field("x", show_if="a"), PLAIN,
     [("condition", "Mục “Mục x”: điều kiện để hỏi (“a” là có) nay bỏ.")]),
    (a_field("x", required_if="a"), a_field("x", required_if="b"),
     [("condition", "Mục “Mục x”: điều kiện bắt buộc từ (“a” là có) sang (“b” là có).")]),
    (a_field("x", max_length=5), a_field("x", max_length=9),
     [("bounds", "Mục “Mục x”: độ dài tối đa từ “5” sang “9”.")]),
    (a_field("x", "choice", options=[A]), a_field("x", "choice", options=[A, B]),
     [("options", "Mục “Mục x”: các lựa chọn thêm “Lựa chọn b”.")]),
    (a_field("x", "choice", options=[A]), a_field("x", "choice", options=[B]),
     [("options", "Mục “Mục x”: các lựa chọn thêm “Lựa chọn b”; bỏ “Lựa chọn a”.")]),
    (a_field("x", "choice", options=[A, B]), a_field("x", "choice", options=[B, A]),
     [("options", "Mục “Mục x”: các lựa chọn đổi thứ tự.")]),
    (a_field("x", "choice", options=[A]), a_field("x", "choice", options=[RENAMED]),
     [("options", "Mục “Mục x”: các lựa chọn đổi lời “A”.")]),
    (a_field("x", "choice", list="old@1"), a_field("x", "choice", list="old@2"),
     [("options", "Mục “Mục x”: danh mục từ “old@1” sang “old@2”.")]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), CASES)
def test_a_change_of_a_field_is_told_in_words(
    before: dict[str, Any], after: dict[str, Any], said: list[tuple[str, str]]
) -> None:
    found = changes(a_form(before), a_form(after))

    assert [(one.what, one.message) for one in found] == said
    assert {one.field for one in found} <= {"x"}


def test_fields_come_go_and_move() -> None:
    a, b, c, d = (a_field(name) for name in "abcd")
    two = {"id": "two", "title": {"vi": "Trang hai"}, "fields": [d]}

    found = changes(a_form(a, b, c), a_form(c, a, more=[two]))

    assert found == [
        Change("page:two", "page-added", "Thêm trang “Trang hai”."),
        Change("c", "moved", "Mục “Mục c” đổi chỗ."),
        Change("d", "added", "Thêm mục “Mục d”."),
        Change("b", "removed", "Bỏ mục “Mục b”."),
    ]


def test_pages_are_compared_too() -> None:
    one = {"id": "p", "title": {"vi": "Một"}, "fields": [a_field("a")]}
    two = {"id": "q", "title": {"vi": "Hai"}, "fields": [a_field("b")]}
    renamed = {**one, "title": {"vi": "Đầu"}, "show_if": 'case == "x"'}

    found = changes({"pages": [one, two]}, {"pages": [two, renamed]})

    assert [(change.field, change.what) for change in found] == [
        ("page:q", "page-moved"),
        ("page:p", "page-renamed"),
        ("page:p", "condition"),
    ]
    assert [c.what for c in changes({"pages": [one, two]}, {"pages": [one]})] == [
        "page-removed",
        "removed",
    ]


def test_a_field_on_another_page_was_moved() -> None:
    page = {"id": "two", "fields": [a_field("b")]}

    found = changes(a_form(a_field("a"), a_field("b")), a_form(a_field("a"), more=[page]))

    assert [(one.field, one.what) for one in found] == [("page:two", "page-added"), ("b", "moved")]


def test_columns_are_compared_by_their_table() -> None:
    before = a_form(a_field("t", "table", fields=[a_field("a"), a_field("b")]))
    after = a_form(a_field("t", "table", fields=[a_field("a", "number"), a_field("c")]))

    assert [(one.field, one.what) for one in changes(before, after)] == [
        ("t.a", "kind"),
        ("t.c", "added"),
        ("t.b", "removed"),
    ]


def test_a_new_version_may_not_change_what_kind_a_field_is() -> None:
    before, after = a_form(a_field("a"), a_field("b")), a_form(a_field("a", "number"), a_field("b"))

    assert [(one.field, one.rule) for one in forbidden(before, after)] == [("a", "kind-changed")]
    assert forbidden(before, before) == []


@pytest.mark.parametrize("slug", sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json")))
def test_a_form_does_not_differ_from_itself(slug: str) -> None:
    form = flagship(slug, "form.json")

    assert changes(form, copy.deepcopy(form)) == []


@given(st.permutations([a_field(name) for name in "abcdef"]))
def test_as_few_fields_as_possible_are_called_moved(order: list[dict[str, Any]]) -> None:
    before = a_form(*(a_field(name) for name in "abcdef"))

    moved = {one.field for one in changes(before, a_form(*order))}

    rest = [field["id"] for field in order if field["id"] not in moved]
    assert rest == sorted(rest)
    assert len(moved) < len(order)


def test_two_large_forms_are_compared_whole() -> None:
    fields = [a_field(f"f{at}") for at in range(10_000)]

    found = changes(a_form(*fields), a_form(*reversed(fields)))

    assert len(found) == 9_999


def test_asking_all_on_one_page_is_told() -> None:
    form = a_form(a_field("a"))

    assert [one.message for one in changes(form, {**form, "layout": "one"})] == [
        "Các mục nay được hỏi trên một trang."
    ]
    assert changes(form, {**form, "layout": "pages"}) == []
