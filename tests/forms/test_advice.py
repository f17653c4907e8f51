"""What could be asked better: advice, which keeps nobody from publishing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.checking import advice, problems, time_to_fill
from motcua.forms.drawable import drawable
from motcua.forms.rules import check, shown_pages
from tests.forms.test_fields import PLACES, TODAY
from tests.forms.test_rules import a_field, a_form, anything
from tests.forms.test_schema import EVERY_KIND

SLUGS = sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json"))


def asking(name: str, words: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return a_field(name, kind, label={"vi": words, "en": name}, **more)


def rules(*fields: dict[str, Any]) -> list[tuple[str, str]]:
    found = advice(a_form(*fields))
    assert not any(one.is_error for one in found)
    return [(one.field, one.rule) for one in found]


def test_a_plain_form_gets_no_advice() -> None:
    assert rules(asking("road", "Tên đường")) == []


def test_a_label_without_english_is_named() -> None:
    assert rules(a_field("a", label={"vi": "Tên đường"})) == [("a", "english")]


def test_a_question_asked_twice_is_named() -> None:
    twice = [asking("a", "Tên đường:"), asking("b", "Tên  đường (ghi rõ)")]

    assert rules(*twice) == [("b", "asked-twice")]


def test_both_ways_of_placing_tone_marks_are_one_question() -> None:
    assert rules(asking("a", "Hòa giải"), asking("b", "Hoà giải")) == [("b", "asked-twice")]


def test_two_fields_filled_from_one_source_ask_twice() -> None:
    one = asking("a", "Tên người nộp", prefill="applicant.full_name")
    other = asking("b", "Tên người ký", prefill="applicant.full_name")

    assert rules(one, other) == [("b", "asked-twice")]


def test_the_same_words_in_another_table_are_another_question() -> None:
    tables = [
        asking(name, name, "table", fields=[asking(f"{name}_road", "Tên đường")])
        for name in ("t1", "t2")
    ]

    assert rules(*tables) == []


@pytest.mark.parametrize("words", ["Số sổ hộ khẩu", "Số CMND", "Số chứng minh nhân dân (nếu có)"])
def test_papers_that_have_ended_are_not_asked_for(words: str) -> None:
    assert rules(asking("a", words)) == [("a", "held")]


def test_what_a_register_knows_by_the_number_is_not_asked() -> None:
    number = asking("n", "Số định danh", "personal_number", prefill="applicant.personal_number")

    assert rules(number, asking("a", "Quê quán")) == [("a", "held")]
    assert rules(asking("a", "Quê quán")) == []


def test_what_is_known_of_the_applicant_is_filled_in() -> None:
    assert rules(asking("a", "Họ và tên")) == [("a", "prefill")]
    assert rules(asking("a", "Họ và tên", prefill="applicant.full_name")) == []


def test_a_long_sentence_is_hard_to_read() -> None:
    long = asking("a", "Tên đường", hint={"vi": "chữ " * 31})
    short = asking("a", "Tên đường", hint={"vi": ("chữ " * 20 + ". ") * 3})

    assert rules(long) == [("a", "reading")]
    assert rules(short) == []


def test_a_form_that_takes_long_is_told_as_a_whole() -> None:
    many = [asking(f"f{at}", f"Câu hỏi số {at}", "long_text") for at in range(25)]

    assert rules(*many) == [("", "long")]
    assert time_to_fill(a_form(*many)) > 20


@pytest.mark.parametrize("slug", SLUGS)
def test_every_modelled_form_takes_some_minutes(slug: str) -> None:
    assert 1 <= time_to_fill(flagship(slug, "form.json")) <= 20


@settings(max_examples=300, deadline=None)
@given(st.one_of(anything, st.fixed_dictionaries({"pages": anything})))
def test_any_json_can_be_advised_on_and_drawn(given: object) -> None:
    assert all(one.rule for one in advice(given))
    assert time_to_fill(given) >= 0
    assert isinstance(drawable(given)["pages"], list)


SPOILT = st.sampled_from(EVERY_KIND["pages"][0]["fields"]).flatmap(
    lambda field: st.tuples(st.just(field), st.sampled_from(sorted({*field, "hint"})), anything)
)


@settings(max_examples=500, deadline=None)
@given(SPOILT)
def test_a_form_with_one_thing_spoilt_is_drawn_without_it(spoilt: tuple[Any, str, object]) -> None:
    field, name, value = spoilt
    form = a_form({**field, name: value}, a_field("beside"))

    shown = drawable(form)

    advice(form)
    checked = check(shown, {}, case="", today=TODAY, places=PLACES)
    assert shown_pages(shown, checked.answers, "")
    structural = [one for one in problems(shown) if one.rule in {"kind", "bounds", "options"}]
    assert structural == []


def test_a_field_without_a_name_is_drawn_with_a_stand_in() -> None:
    shown = drawable(a_form({"id": "a", "kind": "text"}))

    assert shown["pages"][0]["fields"][0]["label"]["vi"] == "(chưa có tên)"  # type: ignore[index]
