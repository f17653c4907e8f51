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
