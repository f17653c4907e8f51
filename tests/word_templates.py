"""Word templates of results, as an office clerk would write them."""

import io
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH


def a_word_template(*paragraphs: str, table: bool = False) -> bytes:
    """Return a Word file with a centred title, these paragraphs, and perhaps a table."""
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("GIẤY CHỨNG NHẬN MẪU").bold = True
    for words in paragraphs or ("Cấp cho {{ applicant.full_name }}.",):
        document.add_paragraph(words)
    if table:
        rows = document.add_table(rows=1, cols=2).rows
        rows[0].cells[0].text, rows[0].cells[1].text = "Mã hồ sơ", "{{ dossier_number }}"
    return saved(document)


def saved(document: Any) -> bytes:
    """Return the bytes of a Word file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
