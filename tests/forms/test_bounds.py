"""Forms and answers that are too large or make no sense: refused or settled within a second."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.rules import Checked, check, fields_of, known_values, shown_fields, shown_pages
from motcua.forms.wording import worded_answers
from tests.forms.test_fields import HOME, PLACES, TODAY
from tests.forms.test_groups import WOMAN
from tests.forms.test_rules import a_field, a_form, anything
from tests.forms.test_schema import EVERY_KIND, RIGHT

MEGABYTE = 1024 * 1024
SLUGS = sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json"))


@contextmanager
def bounded() -> Iterator[None]:
    """Fail when what is done inside is squared or worse: that takes minutes, else it is a second or
    less of this process."""
    begun = time.process_time()
    yield
    assert time.process_time() - begun < 20


def checked(form: dict[str, Any], answers: dict[str, Any]) -> Checked:
    return check(form, answers, case="", today=TODAY, places=PLACES)


def test_ten_thousand_questions() -> None:
    form = a_form(*(a_field(f"f{at}") for at in range(10_000)))
    answers = {f"f{at}": "Mẫu" for at in range(10_000)}

    with bounded():
        result = checked(form, answers)

    assert (len(result.answers), result.errors) == (10_000, {})


@pytest.mark.parametrize("turned", [1, -1])
def test_a_thousand_questions_each_asked_because_of_the_one_before(turned: int) -> None:
    chain = [a_field(f"f{at}", show_if=f'f{at - 1} == "x"') for at in range(1, 1000)]
    form = a_form(*[a_field("f0"), *chain][::turned])
    answers = {f"f{at}": "x" for at in range(1000)}

    with bounded():
        whole, broken = checked(form, answers), checked(form, {**answers, "f500": "y"})

    assert (len(whole.answers), whole.errors) == (1000, {})
    assert (len(broken.answers), broken.errors) == (501, {})


def test_a_table_of_five_hundred_people() -> None:
    columns = [
        a_field("who", "person", parts=["name", "personal_number", "birth_date", "sex", "address"]),
        a_field("late", "yes_no"),
        a_field("why", required_if="late && many > 3", required=False),
    ]
    form = a_form(
        a_field("people", "table", fields=columns, max_rows=500),
        *(a_field(f"f{at}", show_if=f"size(people) > {at}", required=False) for at in range(10)),
        a_field("many", "calculated", value="size(people)"),
    )
    row = {"who": {**WOMAN, "address": HOME}, "late": True, "why": "Mẫu"}

    with bounded():
        fitting = checked(form, {"people": [row] * 500})
        wrong = checked(form, {"people": [{"who": {"name": "A"}}] * 500})
        words = worded_answers(list(fields_of(form)), fitting.answers, PLACES)

    assert (fitting.errors, len(words["people"])) == ({}, 500)  # type: ignore[arg-type]
    assert len(wrong.errors) == 500 * 5
    assert list(checked(form, {"people": [row] * 501}).errors) == ["people"]


@pytest.mark.parametrize(
    "answer",
    [
        "x" * MEGABYTE,
        "a " * (MEGABYTE // 2),
        " " * MEGABYTE,
        "\u0301" * MEGABYTE,
        "e\u0302\u0301" * (MEGABYTE // 3),
        "а" * MEGABYTE,
        10**100_000,
        ["a"] * MEGABYTE,
        [{}] * MEGABYTE,
        {str(at): at for at in range(200_000)},
        [[[[{"name": [{}]}]]]] * 1000,
    ],
    ids=range(11),
)
def test_a_megabyte_where_a_line_belongs(answer: object) -> None:
    fields = list(fields_of(EVERY_KIND))
    answers = {str(field["id"]): answer for field in fields}

    with bounded():
        result = checked(EVERY_KIND, answers)

    assert len(result.errors) >= len(fields) / 3
    assert all(len(sentence) < 500 for sentence in result.errors.values())


def test_long_text_of_half_a_megabyte_is_settled() -> None:
    fields = [a_field(f"f{at}", "long_text", max_length=20_000) for at in range(30)]
    line = "Nguyễn Thị Mẫu ở thôn Một. "

    with bounded():
        result = checked(a_form(*fields), {f"f{at}": line * 700 for at in range(30)})

    assert result.errors == {}


def nested(depth: int) -> object:
    inside: object = "x"
    for _ in range(depth):
        inside = {"name": [inside]}
    return inside


def test_answers_in_answers_in_answers() -> None:
    with bounded():
        for kind in ("person", "address", "table", "text", "choices", "signature"):
            given = {"fields": [a_field("name", "person")]} if kind == "table" else {"options": []}
            field = a_field("f", kind, **given)
            for answer in (nested(900), [nested(900)], {"f": nested(900)}):
                assert checked(a_form(field), {"f": answer}).errors


NAMES = [str(field["id"]) for field in fields_of(EVERY_KIND)]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*NAMES, "x"]), anything, max_size=12))
def test_whatever_is_sent_is_checked_shown_and_worded(answers: dict[str, Any]) -> None:
    result = checked(EVERY_KIND, answers)

    values = known_values(EVERY_KIND, answers, "")
    for page in shown_pages(EVERY_KIND, answers, ""):
        shown_fields(page, values)
    words = worded_answers(list(fields_of(EVERY_KIND)), result.answers, PLACES)
    assert words.keys() == set(NAMES)
    again = checked(EVERY_KIND, {**RIGHT, **result.answers})
    assert again.errors or checked(EVERY_KIND, again.answers) == again


@pytest.mark.parametrize("slug", SLUGS)
def test_no_answer_breaks_a_modelled_form(slug: str) -> None:
    form = flagship(slug, "form.json")
    names = [str(field["id"]) for field in fields_of(form)]

    @settings(max_examples=50, deadline=None)
    @given(st.dictionaries(st.sampled_from(names), anything, max_size=8))
    def holds(answers: dict[str, Any]) -> None:
        result = check(form, answers, case="x", today=date(2026, 6, 1), places=PLACES)

        again = check(form, result.answers, case="x", today=date(2026, 6, 1), places=PLACES)
        assert again.answers.keys() <= set(names)

    holds()


def test_checking_many_answers_takes_no_longer_the_longer_it_goes_on() -> None:
    rng = random.Random(1)  # noqa: S311 -- the same answers every time
    form = a_form(a_field("a"), a_field("b", show_if='a == "x"'))

    with bounded():
        for _ in range(2_000):
            result = checked(form, {"a": rng.choice("xyz"), "b": "Mẫu"})
            assert not result.errors
