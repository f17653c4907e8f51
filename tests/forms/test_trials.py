"""Test cases kept with a form: what they expect, and what is said when it comes out otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.fields import Places
from motcua.forms.trials import MOST_TRIALS, read_trials, run
from motcua.kernel.errors import InvalidInput
from tests.forms.drawing import TRIAL, a_definition, places_on
from tests.forms.test_rules import a_field

FORM = a_definition(
    a_field("married", "yes_no"),
    a_field("amount", "money", required=False),
    a_field("fee", "calculated", value="amount * 2"),
)
FORM["pages"].append(
    {"id": "spouse", "title": {"vi": "Vợ chồng"}, "show_if": "married", "fields": [a_field("name")]}
)


def told(answers: dict[str, Any], day: str = "2026-06-01", **expected: Any) -> list[str]:
    whole = {**TRIAL, "answers": answers, "day": day, "expected": expected}
    return run(FORM, read_trials([whole])[0], places_on)


def test_a_case_that_comes_out_says_nothing() -> None:
    answers = {"married": True, "amount": 500, "name": "Trần Thị Mẫu"}

    assert told(answers, pages=["trang", "spouse"], errors=[], values={"fee": 1000}) == []


def test_what_a_case_does_not_expect_is_not_looked_at() -> None:
    assert told({}) == []


def test_other_pages_are_named() -> None:
    said = told({"married": False}, pages=["trang", "spouse"])

    assert said == ["Các trang được hỏi là trang, không phải trang, spouse."]


def test_errors_that_do_not_come_and_others_that_do_are_named() -> None:
    said = told({"married": True}, errors=["amount"])

    assert said[0] == "Mục “amount” không báo lỗi như mong đợi."
    assert [one for one in said if one.startswith("Mục “name” báo lỗi: Xin nhập")] == said[1:]


def test_another_value_is_told() -> None:
    assert told({"amount": 5}, values={"fee": 11}) == [
        "Giá trị của “fee” là “10”, không phải “11”."
    ]
    assert told({}, values={"married": 0}) == ["Giá trị của “married” là “False”, không phải “0”."]
    assert told({}, values={"x": "y"}) == ["Giá trị của “x” là trống, không phải “y”."]


def test_a_case_gives_the_same_on_every_day() -> None:
    form = a_definition(a_field("born", "date", max="today"))
    (case,) = read_trials(
        [{**TRIAL, "answers": {"born": "2026-06-02"}, "expected": {"errors": []}}]
    )

    assert run(form, case, places_on) != []


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        [TRIAL] * (MOST_TRIALS + 1),
        [5],
        [{**TRIAL, "more": 1}],
        [{**TRIAL, "name": " "}],
        [{**TRIAL, "name": 5}],
        [{**TRIAL, "day": "2026-13-01"}],
        [{**TRIAL, "case": 5}],
        [{**TRIAL, "answers": []}],
        [{**TRIAL, "expected": []}],
        [{**TRIAL, "expected": {"page": []}}],
        [{**TRIAL, "expected": {"pages": "trang"}}],
        [{**TRIAL, "expected": {"errors": [5]}}],
        [{**TRIAL, "expected": {"values": []}}],
    ],
)
def test_what_is_no_test_case_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidInput):
        read_trials(wrong)


@pytest.mark.parametrize("slug", sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json")))
def test_the_test_cases_of_the_modelled_forms_come_out(slug: str) -> None:
    places = Places({"37": "Tỉnh Ninh Bình"}, {"14329": "Phường Hoa Lư"}, "37")
    trials = read_trials(flagship(slug, "trials.json"))

    said = [
        words for one in trials for words in run(flagship(slug, "form.json"), one, lambda _: places)
    ]

    assert len(trials) >= 2
    assert said == []


def test_places_are_those_of_the_day_of_the_case() -> None:
    form = a_definition(a_field("home", "address"))
    home = {"province": "37", "commune": "37000", "line": "Thôn Một"}
    (case,) = read_trials([{**TRIAL, "answers": {"home": home}, "expected": {"errors": []}}])
    merged = Places({"37": "Tỉnh Ninh Bình"}, {"37001": "Xã Mới"}, "37")

    def on(day: date) -> Places:
        return places_on(day) if day < date(2026, 7, 1) else merged

    assert run(form, case, on) == []
    assert run(form, replace(case, day=date(2026, 7, 1)), on) != []
