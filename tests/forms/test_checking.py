"""What is found wrong with a form before it is published."""

import copy
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.checking import Finding, problems
from motcua.forms.fields import KINDS
from tests.forms.test_rules import a_field, a_form, anything

MANY = 10_000
CHOICE = {"options": [{"value": v, "label": {"vi": v}} for v in ("a", "b")]}
SLUGS = sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json"))


def rules(*fields: dict[str, Any], **pages: Any) -> list[tuple[str, str]]:
    return [(one.field, one.rule) for one in problems(a_form(*fields, **pages))]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_modelled_forms_have_nothing_wrong(slug: str) -> None:
    procedure = FLAGSHIPS / slug / "procedure.json"
    cases = flagship(slug, "procedure.json")["cases"] if procedure.exists() else []

    assert problems(flagship(slug, "form.json"), [case["code"] for case in cases]) == []


WRONG: list[tuple[list[dict[str, Any]], list[tuple[str, str]]]] = [
    ([a_field("a")], []),
    ([a_field("Họ tên")], [("Họ tên", "id")]),
    ([a_field("1a")], [("1a", "id")]),
    ([a_field("a" * 61)], [("a" * 60, "id")]),
    ([a_field("case")], [("case", "id")]),
    ([a_field("in")], [("in", "id")]),
    ([a_field("a"), a_field("a")], [("a", "repeated-id")]),
    ([a_field("a", "essay")], [("a", "kind")]),
    ([{"id": "a", "kind": "text"}], [("a", "label")]),
    ([a_field("a", label={"en": "Name"})], [("a", "label")]),
    ([a_field("a", label={"vi": "  "})], [("a", "label")]),
    ([a_field("a", label={"vi": "Tên", "en": 5})], [("a", "label")]),
    ([a_field("a", label={"vi": "Tên\u202e"})], [("a", "label")]),
    ([a_field("a", hint={"en": "x"})], [("a", "text")]),
    ([a_field("a", requred=True)], [("a", "property")]),
    ([a_field("a", required="no")], [("a", "property")]),
    ([a_field("a", "heading", required=False)], [("a", "property")]),
    ([a_field("a", max_length=0)], [("a", "bounds")]),
    ([a_field("a", max_length="100")], [("a", "bounds")]),
    ([a_field("a", "number", min=5, max=1)], [("a", "bounds")]),
    ([a_field("a", "number", min="1")], [("a", "bounds")]),
    ([a_field("a", "number", decimals=9)], [("a", "bounds")]),
    ([a_field("a", "date", max="today", min="1900-01-01")], []),
    ([a_field("a", "date", max="tomorrow")], [("a", "bounds")]),
    ([a_field("a", "date", min="2027-01-01", max="2026-01-01")], [("a", "bounds")]),
    ([a_field("a", "choice")], [("a", "options")]),
    ([a_field("a", "choice", options=[])], [("a", "options")]),
    ([a_field("a", "choice", options=[{"value": "x"}])], [("a", "options")]),
    ([a_field("a", "choice", options=[{"label": {"vi": "x"}}])], [("a", "options")]),
    (
        [a_field("a", "choices", options=[*CHOICE["options"], CHOICE["options"][0]])],
        [("a", "options")],
    ),
    ([a_field("a", "choice", list="ethnic_groups@1")], []),
    ([a_field("a", "choice", list="ethnic_groups@2")], [("a", "list")]),
    ([a_field("a", "table")], [("a", "columns")]),
    ([a_field("a", "table", fields=[a_field("b"), a_field("b")])], [("a.b", "repeated-id")]),
    ([a_field("b"), a_field("a", "table", fields=[a_field("b")])], [("a.b", "repeated-id")]),
    ([a_field("a", "table", fields=[a_field("b", "table")])], [("a.b", "column-kind")]),
    ([a_field("a", "table", fields=[a_field("b")], max_rows=501)], [("a", "bounds")]),
    ([a_field("a", "table", fields=[a_field("b")], min_rows=3, max_rows=2)], [("a", "bounds")]),
    ([a_field("a", "table", fields=[a_field("b", show_if="true")])], [("a.b", "column-condition")]),
    ([a_field("a", "person", parts=["name", "hat"])], [("a", "parts")]),
    ([a_field("a", "person", parts=[])], [("a", "parts")]),
    ([a_field("a", "person", optional="name")], [("a", "parts")]),
    ([a_field("a", "person", fields=[a_field("b")])], [("a", "parts")]),
    ([a_field("a", "calculated")], [("a", "value")]),
    ([a_field("a", "personal_number", fits={"birth_date": "b"})], [("a", "unknown-name")]),
    (
        [a_field("a", "personal_number", fits={"birth_date": "b"}), a_field("b")],
        [("a", "reference")],
    ),
    ([a_field("a", "signature", signer="b"), a_field("b", "person")], []),
    ([a_field("a", "signature", signer="b")], [("a", "unknown-name")]),
    ([a_field("a", "personal_number", fits="b")], [("a", "unknown-name")]),
]
FLOORS = a_field("floors", "number")
AB = a_field("a", "choice", **CHOICE)
HALF = a_field("n", "number", decimals=1)
ROWS = a_field("t", "table", fields=[a_field("c", "number")])
CONDITIONS: list[tuple[list[dict[str, Any]], list[tuple[str, str]]]] = [
    ([FLOORS, a_field("a", show_if="floors > 3")], []),
    ([FLOORS, a_field("a", show_if="floor > 3")], [("a", "unknown-name")]),
    ([FLOORS, a_field("a", show_if="floors >")], [("a", "expression")]),
    ([FLOORS, a_field("a", show_if=True)], [("a", "expression")]),
    ([FLOORS, a_field("a", show_if="floors")], [("a", "type")]),
    ([FLOORS, a_field("a", required_if='floors > "3"')], [("a", "type")]),
    ([FLOORS, a_field("a", "calculated", value="floors + 1")], []),
    ([FLOORS, a_field("a", "calculated", value='floors + "1"')], [("a", "type")]),
    ([FLOORS, a_field("a", "calculated", value="[floors]")], [("a", "type")]),
    ([FLOORS, a_field("a", "calculated", value="100 / (floors - 1)")], []),
    ([a_field("a", "yes_no"), a_field("b", show_if='a || 1 > "2"')], [("b", "type")]),
    ([AB, a_field("b", show_if='a == "b"')], []),
    ([AB, a_field("b", show_if='a == "c"')], [("b", "unknown-option")]),
    ([AB, a_field("b", show_if='a == "b" ? 1 > "x" : true')],
     [("b", "type")]),
    ([a_field("a", "heading"), a_field("b", show_if='a == ""')], [("b", "unknown-name")]),
    ([a_field("a", "person"), a_field("b", show_if='a.sex == "male"')], []),
    ([a_field("a", "person"), a_field("b", show_if='a.phone == ""')], [("b", "type")]),
    ([ROWS, a_field("b", show_if="size(t) > 1")], []),
    ([ROWS, a_field("b", show_if="t[0].c > 1")], []),
    ([ROWS, a_field("b", show_if="c > 1")],
     [("b", "unknown-name")]),
    ([a_field("t", "table", fields=[FLOORS, a_field("b", required_if="floors > 1")])], []),
    ([a_field("a", show_if='a == ""')], [("a", "circle")]),
    ([a_field("a", show_if='b == ""'), a_field("b", show_if='a == ""')], [("a", "circle")]),
    ([a_field("a", "calculated", value="b + 1"), a_field("b", "calculated", value="a + 1")],
     [("a", "circle")]),
    ([a_field("t", "table", fields=[a_field("b", required_if="size(t) > 1")])],
     [("t.b", "unknown-name")]),
    ([ROWS, *(a_field(f"f{at}", show_if=f"size(t) > {at}") for at in range(21))],
     [("", "expression")]),
    ([a_field("h", "hidden", value='"x"'), a_field("b", show_if='h == "x"')], []),
    ([HALF, a_field("b", show_if="n > 1")], []),
    ([HALF, a_field("b", "calculated", value="n * 2")], [("b", "type")]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "found"), WRONG + CONDITIONS)
def test_what_is_wrong_is_found_where_it_stands(
    fields: list[dict[str, Any]], found: list[tuple[str, str]]
) -> None:
    definition = a_form(*fields)
    before = copy.deepcopy(definition)

    unique = list(dict.fromkeys(found))
    assert sorted((one.field, one.rule) for one in problems(definition)) == sorted(unique)
    assert definition == before


def test_a_page_that_is_asked_because_of_itself_is_a_circle() -> None:
    page = {"id": "two", "show_if": 'b == "x"', "fields": [a_field("b")]}

    assert rules(a_field("a"), more=[page]) == [("b", "circle")]


def test_conditions_know_the_cases_of_the_procedure() -> None:
    form = a_form(a_field("a", show_if='case == "moi"'))

    assert problems(form, ["moi", "cu"]) == []
    assert [one.rule for one in problems(form, ["cu"])] == ["unknown-option"]
    assert problems(form) == []


@pytest.mark.parametrize(
    ("definition", "rule"),
    [
        (None, "no-pages"),
        ([], "no-pages"),
        ({}, "no-pages"),
        ({"pages": []}, "no-pages"),
        ({"pages": [5]}, "empty-page"),
        ({"pages": [{"id": "p", "fields": []}]}, "empty-page"),
        ({"pages": [{"id": "Trang 1", "fields": [a_field("a")]}]}, "page-id"),
        ({"pages": [{"id": "p", "fields": [a_field("a")]}] * 2}, "page-id"),
        ({"title": {"en": "x"}, "pages": [{"id": "p", "fields": [a_field("a")]}]}, "text"),
        ({"pages": [{"id": "p", "title": "x", "fields": [a_field("a")]}]}, "text"),
        ({"pages": [{"id": "p", "fields": [None]}]}, "id"),
    ],
)
def test_what_is_no_form_is_told(definition: object, rule: str) -> None:
    assert rule in {one.rule for one in problems(definition)}


def test_a_finding_speaks_to_the_clerk() -> None:
    assert problems(a_form(a_field("a", "choice"))) == [
        Finding("a", "options", "Mục chọn chưa có lựa chọn nào.")
    ]


def linked(other: int, condition: str) -> dict[str, Any]:
    """Return a thousand fields of which each is asked because of another one."""
    return a_form(
        *(
            a_field(f"f{at}", show_if=condition.replace("other", f"f{(at + other) % 1000}"))
            for at in range(1000)
        )
    )


SOME = [a_field(f"f{at}") for at in range(MANY)]
PAGES = [{"id": f"p{at}", "fields": [a_field(f"f{at}")]} for at in range(MANY)]
LARGE: dict[str, tuple[object, str]] = {
    "fields": (a_form(*SOME), "too-large"),
    "pages": ({"pages": PAGES}, "too-large"),
    "columns": (a_form(a_field("t", "table", fields=SOME)), "too-large"),
    "options": (a_form(a_field("c", "choice", options=CHOICE["options"] * MANY)), "options"),
    "long": (a_form(a_field("a", show_if="1 == 1 && " * MANY + "true")), "expression"),
    "deep": (a_form(a_field("a", show_if="(" * 900 + "true" + ")" * 900)), "expression"),
    "conditions": (linked(1, 'other == "x" && ' + "true && " * 20 + "true"), "expression"),
    "circle": (linked(1, 'other == "x"'), "circle"),
    "circles": (linked(0, 'other == "x"'), "circle"),
    "label": (a_form(a_field("a", label={"vi": "x" * 1_000_000})), "label"),
    "id": (a_form(a_field("a" * 1_000_000)), "id"),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_form_that_is_too_much_is_refused_within_a_second(name: str) -> None:
    definition, rule = LARGE[name]
    begun = time.process_time()

    found = problems(definition)

    assert time.process_time() - begun < 1
    assert rule in {one.rule for one in found}


def test_a_thousand_fields_in_a_chain_are_checked_within_a_second() -> None:
    chain = (a_field(f"f{at}", show_if=f'f{at - 1} == "x"') for at in range(1, 1000))
    begun = time.process_time()

    assert problems(a_form(a_field("f0"), *chain)) == []
    assert time.process_time() - begun < 1


NAMES = (
    "id kind label options list fields show_if required_if value min max max_length max_rows "
    "min_rows decimals parts optional fits signer required hint prefill old"
)
strange = st.one_of(
    anything,
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(["a", "b", "a == b", 'a == "x"', "size(a)", "today", "ethnic_groups@1"]),
    st.just({"vi": "Mục"}),
)
fields = st.dictionaries(st.sampled_from(NAMES.split()), strange).flatmap(
    lambda given: st.sampled_from(sorted(KINDS)).map(
        lambda kind: {"id": "a", "kind": kind, "label": {"vi": "x"}, **given}
    )
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(anything, st.lists(fields, min_size=1, max_size=4).map(lambda f: a_form(*f))))
def test_whatever_is_handed_in_is_looked_at_without_a_crash(definition: object) -> None:
    assert all(isinstance(one, Finding) and one.message for one in problems(definition))
