"""A question that is answered with a file: its shape, its words, its place in a form."""

import pytest
from jsonschema import Draft202012Validator

from motcua.forms.checking import problems
from motcua.forms.difference import changes
from motcua.forms.fields import KINDS, is_blank, known, nothing
from motcua.forms.fields.files import types_of
from motcua.forms.fields.naming import KIND_NAMES
from motcua.forms.papers import blank_form, filled_form
from motcua.forms.schema.kinds import answer_schema
from motcua.forms.wording import worded
from tests.forms.test_fields import PLACES
from tests.forms.test_papers import text_of
from tests.forms.test_rules import a_field, a_form, checked

DOCUMENT = "01989c00-0000-7000-8000-0000000000aa"
ANSWER = {"document": DOCUMENT, "name": "ảnh thẻ.jpg"}
FIELD = a_field("giay", "file")
FORM = a_form(FIELD)


def test_an_answer_is_the_paper_and_its_name() -> None:
    result = checked(FORM, {"giay": {"document": DOCUMENT.upper(), "name": " ảnh   thẻ.jpg "}})

    assert (result.answers, result.errors) == ({"giay": ANSWER}, {})


@pytest.mark.parametrize(
    "answer",
    [
        "a.pdf",
        [],
        {"document": DOCUMENT},
        {"document": "1", "name": "a.pdf"},
        {"document": None, "name": "a.pdf"},
        {"document": DOCUMENT, "name": "a.pdf", "size": 1},
        {"document": DOCUMENT, "name": ""},
        {"document": DOCUMENT, "name": 7},
        {"document": DOCUMENT, "name": "x" * 201},
    ],
)
def test_anything_else_is_refused_and_not_in_the_schema(answer: object) -> None:
    schema = Draft202012Validator(answer_schema(FIELD, PLACES))

    assert list(checked(FORM, {"giay": answer}).errors) == ["giay"]
    assert not schema.is_valid(answer)
    assert schema.is_valid(ANSWER)


def test_a_file_may_be_asked_for_only_under_a_condition() -> None:
    form = a_form(a_field("co", "yes_no"), a_field("giay", "file", show_if="co"))
    optional = a_form(a_field("giay", "file", required=False))

    assert list(checked(form, {"co": True}).errors) == ["giay"]
    assert checked(form, {"co": False, "giay": ANSWER}).answers == {"co": False}
    assert checked(optional, {"giay": {}}).errors == {}


def test_conditions_read_whether_there_is_one() -> None:
    form = a_form(
        a_field("giay", "file", required=False), a_field("vi_sao", show_if='giay.name == ""')
    )

    assert list(checked(form, {}).errors) == ["vi_sao"]
    assert checked(form, {"giay": ANSWER}).errors == {}
    assert nothing(FIELD) == known(FIELD, "x") == {"document": "", "name": ""}
    assert is_blank({"document": "", "name": ""}, "file")


def test_it_is_said_and_printed_by_its_name() -> None:
    assert worded(FIELD, ANSWER, PLACES) == "ảnh thẻ.jpg"
    assert worded(FIELD, "x", PLACES) == ""
    assert "file" in KIND_NAMES
    assert "file" in KINDS
    form = {"title": {"vi": "Mẫu"}, **FORM}
    assert "ảnh thẻ.jpg" in text_of(filled_form("mau", form, {"giay": ANSWER}, "", PLACES))
    assert "Mục giay" in text_of(blank_form("mau", form, PLACES))


def test_the_types_it_takes_are_named_or_all() -> None:
    assert types_of(FIELD) == ("application/pdf", "image/jpeg", "image/png")
    assert types_of(a_field("a", "file", types=["image/png"])) == ("image/png",)
    assert types_of(a_field("a", "file", types=["text/html"])) == types_of(FIELD)


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        (a_field("a", "file", types=["text/html"]), "types"),
        (a_field("a", "file", types=[]), "types"),
        (a_field("a", "file", types="image/png"), "types"),
        (a_field("a", "file", prefill="applicant.full_name"), "property"),
    ],
)
def test_what_does_not_go_with_a_file_is_found(field: dict[str, object], rule: str) -> None:
    assert rule in {one.rule for one in problems({"title": {"vi": "Mẫu"}, **a_form(field)})}


def test_a_file_is_no_column() -> None:
    table = a_field("bang", "table", fields=[a_field("giay", "file")])

    assert problems({"title": {"vi": "Mẫu"}, **a_form(table)})


def test_other_types_are_a_change_that_is_told() -> None:
    before = {"title": {"vi": "Mẫu"}, **FORM}
    after = {"title": {"vi": "Mẫu"}, **a_form({**FIELD, "types": ["image/png"]})}

    assert any("loại tệp được nhận" in one.message for one in changes(before, after))
