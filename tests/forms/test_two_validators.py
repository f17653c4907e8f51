"""The published shape means the same to two validators that know nothing of each other."""

from functools import lru_cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.rules import fields_of
from motcua.forms.schema import answers_schema, validator
from tests.forms.test_fields import HOME, PLACES
from tests.forms.test_rules import anything
from tests.forms.test_schema import ANSWERS, EVERY_KIND, RIGHT, words

SLUGS = sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json"))
BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "text": words,
    "long_text": words,
    "number": st.one_of(st.integers(-5, 2000), st.floats(-5, 5)),
    "money": st.integers(-5, 10**16),
    "date": ANSWERS["date"],
    "time": ANSWERS["time"],
    "yes_no": st.booleans(),
    "declaration": st.just(True),
    "personal_number": ANSWERS["number12"],
    "tax_code": ANSWERS["tax"],
    "phone": ANSWERS["phone"],
    "email": ANSWERS["email"],
    "address": st.one_of(st.just(HOME), ANSWERS["home"]),
}


@lru_cache(maxsize=20)
def both(slug: str) -> tuple[Any, Any]:
    """Return the validators of a form: ours, and the one of the `jsonschema` package."""
    form = EVERY_KIND if slug == "" else flagship(slug, "form.json")
    schema = answers_schema(form, PLACES)
    theirs = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return validator(schema), theirs


def agree(slug: str, answers: object) -> None:
    ours, theirs = both(slug)
    assert ours.is_valid(answers) is theirs.is_valid(answers)


@settings(max_examples=1000, deadline=None)
@given(st.fixed_dictionaries({}, optional=ANSWERS))
def test_every_kind_of_answer_gets_one_verdict(answers: dict[str, Any]) -> None:
    agree("", answers)
    agree("", {**RIGHT, **answers})


@pytest.mark.parametrize("name", ANSWERS)
def test_every_single_answer_gets_one_verdict(name: str) -> None:
    @settings(max_examples=100, deadline=None)
    @given(ANSWERS[name])
    def looked_at(answer: object) -> None:
        agree("", {**RIGHT, name: answer})

    looked_at()


def answers_to(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return answers that a person might give to a field, and some that nobody gives."""
    if field["kind"] in {"choice", "choices"}:
        values = [option["value"] for option in field.get("options", [])] or ["01"]
        one = st.sampled_from(values)
        return one if field["kind"] == "choice" else st.lists(one, max_size=3)
    if field["kind"] == "table":
        columns = {column["id"]: answers_to(column) for column in field["fields"]}
        return st.lists(st.fixed_dictionaries(columns), max_size=3)
    return BY_KIND.get(field["kind"], anything)


@pytest.mark.parametrize("slug", SLUGS)
def test_answers_to_the_modelled_forms_get_one_verdict(slug: str) -> None:
    fields = {
        str(one["id"]): answers_to(dict(one)) for one in fields_of(flagship(slug, "form.json"))
    }

    @settings(max_examples=300, deadline=None)
    @given(st.fixed_dictionaries({}, optional=fields))
    def looked_at(answers: dict[str, Any]) -> None:
        agree(slug, answers)

    looked_at()


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\x85"])
def test_a_line_end_after_the_last_letter_is_refused_by_both(end: str) -> None:
    ours, theirs = both("")

    assert not ours.is_valid({**RIGHT, "text": f"Mẫu{end}"})
    assert not theirs.is_valid({**RIGHT, "text": f"Mẫu{end}"})
