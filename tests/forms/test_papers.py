"""A form on paper: blank and filled in, as PDF that can be read, and as pictures."""

import random
from datetime import date
from typing import Any

import pypdfium2
import pytest

from motcua.demo.history.answers import plausible
from motcua.demo.names import invent
from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.fields import Places
from motcua.forms.papers import blank_form, filled_form, form_pictures
from motcua.forms.rules import check, fields_of
from tests.forms.test_rules import a_field, a_form
from tests.forms.test_schema import EVERY_KIND

PLACES = Places({"37": "Tỉnh Ninh Bình"}, {"14329": "Phường Hoa Lư"}, "37")
SLUGS = sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json"))


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF on one line."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def blank(*fields: dict[str, Any], language: str = "vi") -> str:
    return text_of(blank_form("mau", a_form(*fields), PLACES, [("moi", "Cấp mới")], language))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_of_a_modelled_form_is_on_its_blank_paper(slug: str) -> None:
    form = flagship(slug, "form.json")

    words = text_of(blank_form(slug, form, PLACES)).replace(" ", "")

    assert form["title"]["vi"].upper().replace(" ", "") in words
    for page in form["pages"]:
        for field in page["fields"]:
            if field["kind"] not in {"hidden", "calculated", "signature"}:
                assert field["label"]["vi"].rstrip(":").replace(" ", "") in words


@pytest.mark.parametrize("slug", SLUGS)
def test_answers_are_on_the_filled_paper_and_what_is_not_asked_is_not(slug: str) -> None:
    form = flagship(slug, "form.json")
    rng = random.Random(3)  # noqa: S311 -- the same answers every time
    typed = plausible(form, "", invent(rng, 1, "Hoa Lư"), "14329", date(2026, 6, 1), rng)
    answers = check(form, typed, case="", today=date(2026, 6, 1), places=PLACES).answers

    words = text_of(filled_form(slug, form, answers, "", PLACES))

    kinds = {str(field["id"]): field["kind"] for field in fields_of(form)}
    for name, answer in answers.items():
        if kinds[name] in {"text", "long_text", "phone", "email"}:
            assert str(answer).replace(" ", "") in words.replace(" ", "")


def test_a_form_with_every_kind_is_drawn() -> None:
    assert blank_form("mau", EVERY_KIND, PLACES).startswith(b"%PDF-")
    assert form_pictures("mau", EVERY_KIND, None, "", PLACES)[0].startswith(b"\x89PNG")


def test_a_question_asked_only_sometimes_says_when() -> None:
    words = blank(
        a_field("yes", "yes_no", label={"vi": "Có con?"}),
        a_field("name", label={"vi": "Tên con"}, show_if="yes", required=False),
        a_field("new", label={"vi": "Lý do"}, show_if='case == "moi"'),
    )

    assert "Có con? Có Không" in words
    assert "Tên con (chỉ khai khi “Có con?” là có; không bắt buộc):" in words
    assert "Lý do (chỉ khai khi “Trường hợp” là “Cấp mới”):" in words


def test_paper_is_printed_in_english_too() -> None:
    words = blank(a_field("a", label={"vi": "Tên", "en": "Name"}, required=False), language="en")

    assert "Name (optional):" in words
    assert "DECLARANT" in words


def test_a_long_list_is_a_line_to_write_on_and_a_table_has_rows() -> None:
    words = blank(
        a_field("group", "choice", label={"vi": "Dân tộc"}, list="ethnic_groups@1"),
        a_field(
            "rows", "table", label={"vi": "Con"}, fields=[a_field("c", label={"vi": "Tên con"})]
        ),
    )

    assert "Kinh" not in words
    assert "TT Tên con 1 2 3 4" in words


def test_a_signature_stands_at_the_end_with_its_day() -> None:
    form = a_form(a_field("a", label={"vi": "Tên"}), a_field("signed", "signature"))
    answers: dict[str, object] = {
        "a": "Mẫu",
        "signed": {"name": "Trần Thị Mẫu", "date": "2026-06-01"},
    }

    words = text_of(filled_form("mau", form, answers, "", PLACES))

    assert "01/06/2026" in words
    assert words.index("NGƯỜI KHAI") < words.index("Trần Thị Mẫu")


def test_markup_in_answers_stays_text() -> None:
    form = a_form(a_field("a", label={"vi": "Tên *đậm* #panic()"}))

    words = text_of(filled_form("mau", form, {"a": '#read("x") $1$ *b*'}, "", PLACES))

    assert '#read("x") $1$ *b*' in words
    assert "Tên *đậm* #panic()" in words
