"""Whether answers fit a form: pages, conditions, tables, names that do not exist."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.forms.rules import Checked, check, known_values, shown_pages
from motcua.forms.wording import worded_answers
from tests.forms.test_fields import HOME, PLACES, TODAY


def a_field(name: str, kind: str = "text", **given: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "label": {"vi": f"Mục {name}"}, **given}


def a_form(*fields: dict[str, Any], **pages: Any) -> dict[str, Any]:
    return {"pages": [{"id": "one", "fields": list(fields)}, *pages.get("more", ())]}


def checked(form: dict[str, Any], answers: dict[str, object], **given: Any) -> Checked:
    return check(form, answers, case=given.pop("case", ""), today=TODAY, places=PLACES, **given)


CONDITIONAL = a_form(
    a_field("married", "yes_no"),
    a_field("partner", show_if="married"),
    a_field("partner_phone", "phone", show_if='partner == "Mẫu"', required=False),
)


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"married": False}, []),
        ({"married": True}, ["partner"]),
        ({}, ["married"]),
        ({"married": True, "partner": "Mẫu", "partner_phone": "1"}, ["partner_phone"]),
        ({"married": "có"}, ["married"]),
    ],
)
def test_only_what_is_asked_must_be_answered(answers: dict[str, object], errors: list[str]) -> None:
    assert list(checked(CONDITIONAL, answers).errors) == errors


def test_answers_to_what_is_not_asked_are_dropped() -> None:
    result = checked(CONDITIONAL, {"married": False, "partner": "Mẫu"})

    assert result.answers == {"married": False}


def test_a_dropped_answer_asks_for_nothing_further() -> None:
    result = checked(CONDITIONAL, {"married": False, "partner": "Mẫu", "partner_phone": "sai hẳn"})

    assert (result.answers, result.errors) == ({"married": False}, {})


def test_a_name_that_the_form_does_not_know_is_refused() -> None:
    result = checked(a_form(a_field("a")), {"a": "x", "b": "y"})

    assert result.errors == {"b": "Biểu mẫu không có mục này."}


def test_a_page_that_is_not_shown_asks_for_nothing() -> None:
    page = {"id": "two", "show_if": 'case == "x"', "fields": [a_field("b")]}
    form = a_form(a_field("a"), more=[page])

    assert list(checked(form, {"a": "1"}, case="x").errors) == ["b"]
    assert checked(form, {"a": "1", "b": "2"}, case="y").answers == {"a": "1"}
    assert [p["id"] for p in shown_pages(form, {}, "x")] == ["one", "two"]
    assert [p["id"] for p in shown_pages(form, {}, "y")] == ["one"]


def test_checking_one_page_leaves_the_others_as_they_are() -> None:
    form = a_form(a_field("a"), more=[{"id": "two", "fields": [a_field("b", "number")]}])

    result = checked(form, {"a": " x ", "b": "chưa xong"}, only_page="one")

    assert (result.errors, result.answers) == ({}, {"a": "x", "b": "chưa xong"})
    assert checked(form, {"a": "x"}, only_page="one").answers == {"a": "x"}


def test_half_typed_answers_never_break_the_pages() -> None:
    form = a_form(a_field("floors", "number"), a_field("lift", show_if="floors >= 7"))

    pages = shown_pages(form, {"floors": "bảy"}, "")

    assert [page["id"] for page in pages] == ["one"]


@pytest.mark.parametrize(("floors", "errors"), [(6, []), (7, ["report"]), (0, [])])
def test_a_field_is_required_by_what_was_answered(floors: int, errors: list[str]) -> None:
    form = a_form(a_field("floors", "number"), a_field("report", required_if="floors >= 7"))

    assert list(checked(form, {"floors": floors}).errors) == errors


def test_a_calculated_field_is_computed_and_never_taken_from_outside() -> None:
    form = a_form(
        a_field("copies", "number"), a_field("price", "calculated", value="copies * 2000")
    )

    result = checked(form, {"copies": 3, "price": 1})

    assert result.answers == {"copies": 3, "price": 6000}


def test_headings_and_guidance_hold_no_answer() -> None:
    form = a_form(a_field("head", "heading"), a_field("help", "guidance"))

    assert checked(form, {"head": "x"}).answers == {}
    assert known_values(form, {}, "a") == {"case": "a"}


TABLE = a_form(
    a_field(
        "children",
        "table",
        min_rows=1,
        max_rows=2,
        fields=[a_field("name"), a_field("born", "date", required=False)],
    )
)


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([{"name": "Mẫu"}], []),
        ([{"name": "A"}, {"name": "B", "born": "2020-01-01"}], []),
        ([{"name": ""}, {"name": "B", "born": "hôm qua"}], ["children.0.name", "children.1.born"]),
        ([{"name": "A", "tên": "B"}], ["children.0.tên"]),
        ([], ["children"]),
        ([{"name": "A"}] * 3, ["children"]),
        ("A", ["children"]),
        (["A"], ["children"]),
        ({"0": {}}, ["children"]),
    ],
)
def test_a_table_is_checked_row_by_row(rows: object, errors: list[str]) -> None:
    assert list(checked(TABLE, {"children": rows}).errors) == errors


def test_a_column_may_be_required_by_an_answer_outside_the_table() -> None:
    columns = [a_field("why", required_if="late")]
    form = a_form(a_field("late", "yes_no"), a_field("rows", "table", fields=columns))

    assert checked(form, {"late": True, "rows": [{}]}).errors == {"rows.0.why": "Xin nhập mục why."}
    assert checked(form, {"late": False, "rows": [{}]}).errors == {}


words = st.text("aĐ0 \n\x00", max_size=8)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(words, inside, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["married", "partner", "partner_phone"]), anything))
def test_whatever_is_sent_is_checked_without_a_crash(answers: dict[str, object]) -> None:
    result = checked(CONDITIONAL, answers)

    assert set(result.answers) | set(result.errors) <= {"married", "partner", "partner_phone"}


@given(st.dictionaries(st.sampled_from(["married", "partner", "partner_phone"]), anything))
def test_what_was_kept_is_kept_again_unchanged(answers: dict[str, object]) -> None:
    once = checked(CONDITIONAL, answers)

    again = checked(CONDITIONAL, once.answers)

    assert again.answers == once.answers


def test_answers_read_as_a_person_writes_them() -> None:
    options = [
        {"value": "a", "label": {"vi": "Cha", "en": "Father"}},
        {"value": "b", "label": {"vi": "Mẹ"}},
    ]
    fields = [
        a_field("day", "date"),
        a_field("fee", "money"),
        a_field("home", "address"),
        a_field("sure", "yes_no"),
        a_field("who", "choices", options=options),
        a_field("rows", "table", fields=[a_field("born", "date")]),
        a_field("nothing"),
    ]
    answers: dict[str, object] = {
        "day": "2026-06-01",
        "fee": 1250000,
        "home": HOME,
        "sure": False,
        "who": ["a", "b"],
        "rows": [{"born": "2020-02-29"}],
    }

    vietnamese = worded_answers(fields, answers, PLACES)
    english = worded_answers(fields, {**answers, "sure": True}, PLACES, "en")

    assert vietnamese == {
        "day": "01/06/2026",
        "fee": "1.250.000 ₫",
        "home": "Thôn Một, Xã Mẫu, Tỉnh Ninh Bình",
        "sure": "Không",
        "who": "Cha, Mẹ",
        "rows": [{"born": "29/02/2020"}],
        "nothing": "",
    }
    assert (english["sure"], english["who"]) == ("Yes", "Father, Mẹ")


def test_a_question_left_open_is_asked_for_as_a_question() -> None:
    form = a_form({**a_field("q"), "label": {"vi": "Ông/bà đề nghị việc gì?"}})

    assert checked(form, {}).errors == {"q": "Xin trả lời câu hỏi này."}


def test_what_is_asked_does_not_depend_on_the_order_of_the_questions() -> None:
    form = a_form(
        a_field("third", show_if='second == "x"'),
        a_field("total", "calculated", value="price * 2"),
        a_field("price", "calculated", value="floors + 1"),
        a_field("second", show_if="first"),
        a_field("first", "yes_no"),
        a_field("floors", "number", required=False),
    )

    asked = checked(form, {"first": True, "second": "x", "third": "y", "floors": 2})
    dropped = checked(form, {"first": False, "second": "x", "third": "y"})

    assert asked.answers["third"] == "y"
    assert (asked.answers["price"], asked.answers["total"]) == (3, 6)
    assert dropped.answers == {"first": False, "price": 1, "total": 2}


def test_a_question_that_opens_because_another_closed_keeps_its_answer() -> None:
    form = a_form(
        a_field("first", "yes_no"),
        a_field("second", show_if="first"),
        a_field("other", show_if='second == ""'),
    )

    result = checked(form, {"first": False, "second": "x", "other": "y"})

    assert (result.answers, result.errors) == ({"first": False, "other": "y"}, {})


def test_a_value_that_these_answers_do_not_give_is_none_and_breaks_nothing() -> None:
    form = a_form(
        a_field("people", "number"),
        a_field("share", "calculated", value="100 / people"),
        a_field("why", show_if="share > 50"),
    )

    assert checked(form, {"people": 0}).answers == {"people": 0, "share": None}
    assert list(checked(form, {"people": 1}).errors) == ["why"]


def test_conditions_in_a_circle_still_end() -> None:
    form = a_form(a_field("a", show_if='b != ""'), a_field("b", show_if='a != ""'))

    assert checked(form, {"a": "x", "b": "y"}).answers == {"a": "x", "b": "y"}
    assert checked(form, {"a": "x"}).errors == {}


def test_a_column_may_be_required_by_another_column() -> None:
    columns = [a_field("late", "yes_no"), a_field("why", required_if="late", required=False)]
    form = a_form(a_field("rows", "table", fields=columns))

    assert list(checked(form, {"rows": [{"late": True}, {"late": False}]}).errors) == ["rows.0.why"]


def test_a_flood_of_unknown_names_is_refused_with_some_of_them() -> None:
    result = checked(a_form(a_field("a")), {f"x{at}": "" for at in range(200_000)})

    assert len(result.errors) == 101
