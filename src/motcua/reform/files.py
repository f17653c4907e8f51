"""The reform report of a year as a Word document."""

from datetime import datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import Table

from motcua.deadlines.rules import ZONE
from motcua.kernel.text import xml_safe
from motcua.reform.rules import YearReport, rounded, share
from motcua.reform.telling import lines, percent, whole

FONT = "Times New Roman"
HEADINGS = ("Nội dung", "Số liệu", "Cách tính", "Nguồn")
BY_FIELD = ("Lĩnh vực", "Tiếp nhận", "Quá hạn", "Tỷ lệ")


def as_word(report: YearReport, where: str, at: datetime) -> bytes:
    """Return the report with every number, what it was counted from, and the cut-off time."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    for text in (where.upper(), f"SỐ LIỆU CẢI CÁCH HÀNH CHÍNH NĂM {report.year}"):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = True
    document.add_paragraph(
        f"Số liệu được đếm từ các bản ghi gốc, tính đến {at.astimezone(ZONE):%H:%M %d/%m/%Y}."
    )
    for number, (section, told) in enumerate(lines(report), 1):
        document.add_paragraph().add_run(f"{number}. {section}").bold = True
        grid = document.add_table(rows=1 + len(told), cols=len(HEADINGS), style="Table Grid")
        _fill(grid, 0, HEADINGS, bold=True)
        for at_row, one in enumerate(told, 1):
            _fill(grid, at_row, (one.name, one.value, one.counted, one.source), bold=False)
    _by_field(
        document.add_table(rows=1 + len(report.by_field), cols=len(BY_FIELD), style="Table Grid"),
        report,
    )
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _by_field(grid: Table, report: YearReport) -> None:
    _fill(grid, 0, BY_FIELD, bold=True)
    for at, (field, one) in enumerate(sorted(report.by_field.items()), 1):
        late = percent(rounded(share(one.late, one.received), 2))
        _fill(grid, at, (field, whole(one.received), whole(one.late), late), bold=False)


def _fill(grid: Table, row: int, texts: tuple[str, ...], *, bold: bool) -> None:
    for cell, text in zip(grid.rows[row].cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(xml_safe(text))
        run.bold, run.font.size = bold, Pt(11)
