"""Drawing papers: data in, PDF out, and nothing else read."""

import io

import pypdfium2
import pytest

from motcua.documents.paper import draw, qr_svg

TEMPLATE = '#let d = json(bytes(sys.inputs.data))\n#set document(title: "x")\n'


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        return str(paper[0].get_textpage().get_text_range())


def test_facts_are_shown_as_data_never_as_markup() -> None:
    pdf = draw(TEMPLATE + "#d.name", {"name": "*Mẫu* #sys.version $x$ Đỗ"})

    assert words(pdf).strip() == "*Mẫu* #sys.version $x$ Đỗ"


def test_equal_facts_give_the_same_page() -> None:
    facts = {"name": "Mẫu"}

    assert words(draw(TEMPLATE + "#d.name", facts)) == words(draw(TEMPLATE + "#d.name", facts))


def test_a_template_reads_no_file_of_the_machine() -> None:
    for path in ("/etc/passwd", "../../../etc/passwd", "pyproject.toml"):
        with pytest.raises(Exception, match=r"not found|denied|escape|outside"):
            draw(f'{TEMPLATE}#read("{path}")', {})


def test_a_further_layout_may_be_shared() -> None:
    shared = {"head.typ": "#let head = [Chung]"}

    assert "Chung" in words(
        draw('#import "/head.typ": head\n#set document(title: "x")\n#head', {}, shared)
    )


def test_a_qr_code_is_a_picture() -> None:
    assert qr_svg("http://localhost/tra-cuu").startswith("<svg")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Đỗ \U0001f600 An", "Đỗ [U+1F600] An"),
        ("\uff1cscript\uff1e", "[U+FF1C]script[U+FF1E]"),
        ("王小明", "[U+738B][U+5C0F][U+660E]"),
        ("a\x01b\x08c\x7f", "abc[U+007F]"),
        ("\\u0001 C:\\bang \U0001f600", "\\u0001 C:\\bang [U+1F600]"),
    ],
)
def test_a_character_that_no_font_has_refuses_no_paper(typed: str, said: str) -> None:
    paper = draw(TEMPLATE + '#set text(font: "Tinos")\n#d.text', {"text": typed})

    assert words(paper).strip() == said
