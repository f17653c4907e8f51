"""The published shape of the answers, and that it says what the check says."""

import json
import random
import time
import unicodedata
from datetime import date
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.demo.history.answers import plausible
from motcua.demo.names import invent
from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.completing import completed
from motcua.forms.fields import COMPUTED, Places
from motcua.forms.rules import check, fields_of
from motcua.forms.schema import answers_schema, refusals, validator
from tests.forms.test_fields import HOME, OLD_HOME, PLACES, TODAY
from tests.forms.test_rules import a_field, a_form, anything

AB = {"options": [{"value": v, "label": {"vi": v}} for v in ("a", "b")]}
EVERY_KIND = a_form(
    a_field("text", max_length=20),
    a_field("long_text", "long_text", required=False),
    a_field("number", "number", min=-5, max=5),
    a_field("tenths", "number", decimals=1, required=False),
    a_field("money", "money"),
    a_field("date", "date"),
    a_field("time", "time", required=False),
    a_field("yes", "yes_no"),
    a_field("one", "choice", **AB),
    a_field("some", "choices", required=False, **AB),
    a_field("listed", "choice", list="ethnic_groups@1", required=False),
    a_field("number12", "personal_number"),
    a_field("tax", "tax_code", required=False),
    a_field("phone", "phone", required=False),
    a_field("email", "email", required=False),
    a_field("home", "address"),
    a_field("old_home", "address", old=True, required=False),
    a_field("agency", "agency", required=False),
    a_field("paper", "file"),
    a_field("who", "person", parts=["name", "sex"], optional=["sex"]),
    a_field("shop", "organisation", required=False),
    a_field("land", "land_parcel", parts=["sheet", "lat", "lon"], required=False),
    a_field("signed", "signature", required=False),
    a_field("drawn", "signature", parts=["name", "strokes"], required=False),
    a_field("rows", "table", fields=[a_field("c"), a_field("d", "number", required=False)]),
    a_field("maybe", "table", fields=[a_field("e", required=False)], required=False, max_rows=2),
    a_field("sure", "declaration"),
    a_field("head", "heading"),
    a_field("sum", "calculated", value="money * 2"),
    a_field("mark", "hidden", value='"x"'),
    a_field("when_yes", show_if="yes"),
    a_field("when_no", show_if="!yes", required=False),
    a_field("when_a", show_if='one == "a"'),
    a_field("when_not_a", required_if='one != "a"'),
    a_field("after", show_if='when_a_choice == "b"'),
    a_field("when_a_choice", "choice", show_if='one == "a"', **AB),
    more=[{"id": "new", "show_if": 'case == "new"', "fields": [a_field("only_new")]}],
)
SHAPES = {case: validator(answers_schema(EVERY_KIND, PLACES, case)) for case in ("", "new")}


def one_of(*fitting: object) -> st.SearchStrategy[object]:
    """Return answers that fit, and some that may not."""
    return st.one_of(st.sampled_from(fitting), strange)


words = st.text("aĐ0ệ .,-\n\t\u00a0\u200b\x00", max_size=24).map(
    lambda text: unicodedata.normalize("NFC", text)
)
strange = st.one_of(
    words,
    anything,
    st.integers(),
    st.floats(allow_nan=False),
    st.sampled_from(["2026-02-30", "1899-01-01", "25:00", "037490000001", "01", "a@b", 2**70]),
)
parts = st.dictionaries(
    st.sampled_from(["name", "sex", "sheet", "lat", "lon", "c", "d", "e", "x", "date", "line"]),
    st.one_of(st.sampled_from(["A", "male", 20, 105.5, "2026-01-01", 7]), strange),
    max_size=3,
)
ANSWERS: dict[str, st.SearchStrategy[object]] = {
    "text": one_of("Mẫu", "x" * 20, "x" * 21),
    "long_text": one_of("một\nhai", "một\n\nhai", "\na", "a \nb"),
    "number": one_of(0, 5, -5, 6, 1.0),
    "tenths": one_of(85.5, 85, 0).map(
        lambda answer: round(answer, 1) if isinstance(answer, float) else answer
    ),
    "money": one_of(0, 2000, -1),
    "date": one_of("2026-01-31", "1900-01-01"),
    "time": one_of("14:30", "00:00", "14:30:00"),
    "yes": st.one_of(st.booleans(), strange),
    "one": one_of("a", "b"),
    "some": one_of(["a"], ["b", "a"], ["a", "a"], []),
    "listed": one_of("01", "54", "55"),
    "number12": one_of("037190000001", "137190000001", "037 190 000 001"),
    "tax": one_of("0101234565", "0101234565-001", "037190000001", "0101234565001"),
    "phone": one_of("0912345678", "02438043123", "+84912345678"),
    "email": one_of("mau@vidu.vn", "mau@vidu"),
    "home": one_of(HOME, {"province": "01", "commune": "", "line": "Ngõ 1"}, OLD_HOME),
    "old_home": one_of(HOME, OLD_HOME, {**OLD_HOME, "district": ""}),
    "agency": one_of("H42.01", "nhà"),
    "paper": st.one_of(
        parts,
        one_of({"document": "01989c00-0000-7000-8000-0000000000aa", "name": "a.pdf"}, {}),
        st.builds(lambda name: {"document": str(UUID(int=1)), "name": name}, words),
    ),
    "who": st.one_of(parts, one_of({"name": "A"}, {"name": "A", "sex": "male"})),
    "shop": one_of({"name": "A", "tax_code": "0101234565", "representative": "B"}),
    "land": st.one_of(parts, one_of({"sheet": "1"}, {"sheet": "1", "lat": 20.5, "lon": 105})),
    "signed": st.one_of(parts, one_of({"name": "A", "date": "2026-01-01"})),
    "drawn": st.one_of(
        parts,
        one_of({"name": "A"}, {"name": "A", "strokes": "0,0 600,200;5,5"}),
        st.builds(lambda text: {"name": "A", "strokes": text}, st.text("0126 ,;\n", max_size=20)),
    ),
    "rows": st.one_of(st.lists(parts, max_size=3), one_of([{"c": "x"}], [{"c": "x", "d": 1}])),
    "maybe": st.one_of(st.lists(parts, max_size=3), one_of([{}], [{"e": "x"}])),
    "sure": one_of(True),
    **dict.fromkeys(
        ["when_yes", "when_no", "when_a", "when_not_a", "after", "only_new", "other", "head"],
        one_of("Mẫu"),
    ),
    "when_a_choice": one_of("a", "b"),
}
RIGHT: dict[str, Any] = {
    "text": "Mẫu",
    "number": 1,
    "money": 1,
    "date": "2026-01-31",
    "yes": False,
    "one": "b",
    "number12": "037190000001",
    "paper": {"document": "01989c00-0000-7000-8000-0000000000aa", "name": "a.pdf"},
    "home": HOME,
    "who": {"name": "A"},
    "rows": [{"c": "x"}],
    "sure": True,
    "when_not_a": "Mẫu",
}


def is_kept(form: dict[str, Any], answers: dict[str, Any], case: str, places: Places) -> bool:
    """Say whether the check takes answers and would store them as they are."""
    result = check(form, answers, case=case, today=TODAY, places=places)
    computed = {str(field["id"]) for field in fields_of(form) if field["kind"] in COMPUTED}
    stored = {name: one for name, one in result.answers.items() if name not in computed}
    return not result.errors and stored == answers


def agree(answers: dict[str, Any], case: str) -> None:
    assert is_kept(EVERY_KIND, answers, case, PLACES) is SHAPES[case].is_valid(answers)


def test_right_answers_are_right_to_both() -> None:
    assert is_kept(EVERY_KIND, RIGHT, "", PLACES)
    assert SHAPES[""].is_valid(RIGHT)
    agree({**RIGHT, "only_new": "x"}, "new")
    agree(RIGHT, "new")


@pytest.mark.parametrize("name", ANSWERS)
def test_one_answer_is_taken_by_both_or_by_neither(name: str) -> None:
    @settings(max_examples=150, deadline=None)
    @given(ANSWERS[name])
    def both(answer: object) -> None:
        agree({**RIGHT, name: answer}, "")

    both()


@settings(max_examples=300, deadline=None)
@given(st.fixed_dictionaries({}, optional=ANSWERS), st.sampled_from(["", "new"]))
def test_all_answers_together_are_taken_by_both_or_by_neither(
    answers: dict[str, Any], case: str
) -> None:
    agree({**RIGHT, **answers}, case)
    agree(answers, case)


@settings(max_examples=200, deadline=None)
@given(st.fixed_dictionaries({}, optional=ANSWERS))
def test_what_the_check_stores_has_the_published_shape(answers: dict[str, Any]) -> None:
    result = check(EVERY_KIND, {**RIGHT, **answers}, case="", today=TODAY, places=PLACES)

    assert result.errors or refusals(SHAPES[""], result.answers) == {}


@pytest.mark.parametrize("slug", sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json")))
def test_the_modelled_forms_publish_a_shape_that_their_answers_have(slug: str) -> None:
    form = flagship(slug, "form.json")
    communes = {"14329": "Phường Hoa Lư"}
    places = Places({"37": "Tỉnh Ninh Bình"}, communes, "37")
    procedure = FLAGSHIPS / slug / "procedure.json"
    cases = flagship(slug, "procedure.json")["cases"] if procedure.exists() else []
    rng = random.Random(5)  # noqa: S311 -- the same answers every time
    for case in [one["code"] for one in cases] or [""]:
        schema = answers_schema(form, places, case)
        compiled = validator(schema)
        for serial in range(40):
            who = invent(rng, serial, "Hoa Lư")
            answers = plausible(form, case, who, "14329", date(2026, 6, 1), rng)
            result = check(form, answers, case=case, today=date(2026, 6, 1), places=places)

            assert (result.errors, refusals(compiled, result.answers)) == ({}, {})
            without = dict(result.answers)
            missing = without.popitem() if serial else ("", None)
            is_wrong = missing[0] in schema["required"]  # type: ignore[operator]
            assert bool(refusals(compiled, without)) is is_wrong


def test_a_schema_is_of_the_dialect_it_names() -> None:
    schema = answers_schema(EVERY_KIND, PLACES)

    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(schema)) == schema
    assert answers_schema(completed(EVERY_KIND), PLACES) == schema


def test_refusals_name_the_path_and_say_what_is_wrong() -> None:
    answers: dict[str, Any] = {**RIGHT, "number": "x", "x": 1, "when_yes": "x", "rows": [{"d": 1}]}
    del answers["text"]

    assert refusals(SHAPES[""], answers) == {
        "number": "Mục này sai kiểu dữ liệu.",
        "x": "Biểu mẫu không có mục này.",
        "when_yes": "Mục này không được hỏi với các nội dung đã khai.",
        "rows.0.c": "Thiếu mục này.",
        "text": "Thiếu mục này.",
    }


HOSTILE: list[object] = [
    *(None, [], "x", {"text": "\ud800"}, {"\ud800": 1}, {f"x{at}": 1 for at in range(200_000)}),
    *({"rows": [{"c": 1}] * 100_000}, {"number": 10**5000}, {"text": "a " * 500_000}),
]


@pytest.mark.parametrize("answers", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers_are_refused_at_once(answers: object) -> None:
    begun = time.process_time()

    assert 0 < len(refusals(SHAPES[""], answers)) <= 200
    assert time.process_time() - begun < 1


def test_agencies_are_those_that_exist_when_they_are_known() -> None:
    known = Places(PLACES.provinces, PLACES.communes, "37", {"H42.01": "Sở Mẫu"})
    shape = answers_schema(a_form(a_field("a", "agency")), known)

    assert shape["properties"] == {"a": {"title": "Mục a", "enum": ["H42.01"]}}


def test_what_a_schema_cannot_say_is_left_to_the_check() -> None:
    form = a_form(
        a_field("floors", "number"), a_field("plan", show_if="floors > 3"),
        a_field("why", required_if="floors > 9"),
    )  # fmt: skip
    shape = answers_schema(form, PLACES)

    assert shape["required"] == ["floors"]
    assert shape["properties"]["plan"]["$comment"] == "Asked if floors > 3."  # type: ignore[index]
    assert check(
        {"pages": [{"id": "p", "fields": [a_field("tax", "tax_code")]}]},
        {"tax": "0101234560"},
        case="",
        today=TODAY,
        places=PLACES,
    ).errors
