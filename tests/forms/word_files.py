"""Word files, made small: paragraphs and tables, and files that are meant to hurt."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>'
TAIL = "</w:body></w:document>"


def paragraph(text: str) -> str:
    """Return a paragraph in two runs, as Word likes to split them."""
    half = len(text) // 2
    runs = "".join(
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in (text[:half], text[half:])
    )
    return f"<w:p><w:pPr/>{runs}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table."""
    return "".join(
        [
            "<w:tbl>",
            *(
                f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
                for row in rows
            ),
            "</w:tbl>",
        ]
    )


def packed(xml: str | bytes, name: str = "word/document.xml", more: int = 0) -> bytes:
    """Return a .docx around the text of a document."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(name, xml)
        for at in range(more):
            whole.writestr(f"word/part{at}.xml", b"")
    return file.getvalue()


def a_word_file(*blocks: str | Sequence[Sequence[str]]) -> bytes:
    """Return a .docx of paragraphs and tables."""
    inside = [paragraph(one) if isinstance(one, str) else table(one) for one in blocks]
    return packed(HEAD + "".join(inside) + TAIL)
