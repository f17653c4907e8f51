"""A statutory table in the layout of its form, as Excel and as Word."""

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Cell
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from motcua.deadlines.rules import ZONE
from motcua.indicators.statutory import Counts
from motcua.indicators.statutory_causes import HEADINGS, Backlog
from motcua.indicators.statutory_rules import COLUMNS, Row

FONT = "Times New Roman"
SMALL = 9  # points
LAST = 12  # the last column, counted from 0
LAST_OF_CAUSES = 4
# What stands above the numbered columns: first column, last column, words; the first two and the
# total of each group reach down to the row above the numbers.
GROUPS = (
    (2, 5, "Số hồ sơ nhận giải quyết"),
    (6, 9, "Số lượng hồ sơ đã giải quyết"),
    (10, 12, "Số lượng hồ sơ đang giải quyết"),
)
UNDER = (
    (2, "Tổng số"),
    (5, "Từ kỳ trước"),
    (6, "Tổng số"),
    (7, "Trước hạn"),
    (8, "Đúng hạn"),
    (9, "Quá hạn"),
    (10, "Tổng số"),
    (11, "Trong hạn"),
    (12, "Quá hạn"),
)
IN_PERIOD = (3, 4, "Trong kỳ")
LOWEST = ((3, "Trực tuyến"), (4, "Trực tiếp, dịch vụ bưu chính"))
NUMBERS = tuple(f"({number})" for number in range(1, LAST + 2))


def _lines(counts: Counts | Backlog, where: str) -> tuple[str, str, str]:
    asked = counts.asked
    first, last = asked.period.first, asked.period.last
    return (
        counts.table.title.upper(),
        f"Kỳ báo cáo: từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
        f"Đơn vị báo cáo: {where}. Đơn vị tính: số hồ sơ. Số liệu tính đến"
        f" {asked.as_of.astimezone(ZONE):%H:%M %d/%m/%Y}.",
    )


def _values(at: str, row: Row) -> list[str | int]:
    return [at, row.name, *(row.cells[column] for column in COLUMNS)]


def as_excel(counts: Counts | Backlog, where: str) -> bytes:
    """Return the table as a workbook in the layout of its form; numbers are numbers."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(counts.table.id.replace(".", "_"))
    plain = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
    box = {**plain, "border": 1, "text_wrap": True}
    head = book.add_format({**box, "bold": True, "align": "center"})
    bold = book.add_format({**plain, "bold": True, "align": "center"})
    line = book.add_format({**plain, "align": "center"})
    texts, whole = book.add_format(box), book.add_format({**box, "bold": True})
    last = LAST if isinstance(counts, Counts) else LAST_OF_CAUSES
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 42)
    sheet.set_column(2, last, 11 if isinstance(counts, Counts) else 30)
    sheet.write(0, 0, counts.table.form, book.add_format({**plain, "bold": True}))
    sheet.write(1, 0, f"Ban hành theo {counts.table.basis}", book.add_format(plain))
    for at, text in enumerate(_lines(counts, where)):
        sheet.merge_range(2 + at, 0, 2 + at, last, text, line if at else bold)
    if isinstance(counts, Counts):
        _excel_heading(sheet, counts, head)
    else:
        sheet.write_row(9, 0, _headings(counts), head)
    for at, (values, is_bold) in enumerate(_body(counts), 10):
        sheet.write_row(at, 0, values, whole if is_bold else texts)
    sheet.repeat_rows(6, 9)
    book.close()
    return file.getvalue()


def as_lines(counts: Counts | Backlog) -> list[list[str | int]]:
    """Return the table as lines of cells, beginning with the heads of its columns."""
    heads = ["STT", counts.table.heading, *(f"({column})" for column in COLUMNS)]
    heads = _headings(counts) if isinstance(counts, Backlog) else heads
    return [list(heads), *(values for values, _ in _body(counts))]


def _headings(told: Backlog) -> list[str]:
    return ["STT", told.table.heading, *HEADINGS]


def _body(counts: Counts | Backlog) -> Iterator[tuple[list[str | int], bool]]:
    """Yield the cells of each line, and whether it is a sum."""
    if isinstance(counts, Backlog):
        for at, held in enumerate(counts.rows, 1):
            yield [str(at), held.field, held.many, held.cause, ""], False
        yield ["", "Tổng cộng", counts.total, "", ""], True
        return
    top = part = 0
    has_parts = any(row.is_part for row in counts.rows)
    for row in counts.rows:
        top, part = (top, part + 1) if row.is_part else (top + 1, 0)
        place = f"{top}.{part}" if row.is_part else str(top)
        yield _values(place, row), has_parts and not row.is_part
    yield _values("", counts.total), True


def _excel_heading(sheet: Worksheet, counts: Counts, head: object) -> None:
    sheet.merge_range(6, 0, 8, 0, "STT", head)
    sheet.merge_range(6, 1, 8, 1, counts.table.heading, head)
    for first, last, words in GROUPS:
        sheet.merge_range(6, first, 6, last, words, head)
    first, last, words = IN_PERIOD
    sheet.merge_range(7, first, 7, last, words, head)
    for at, words in UNDER:
        sheet.merge_range(7, at, 8, at, words, head)
    for at, words in LOWEST:
        sheet.write(8, at, words, head)
    sheet.write_row(9, 0, NUMBERS, head)


def as_word(counts: Counts | Backlog, where: str) -> bytes:
    """Return the table as a Word document in the layout of its form, A4 landscape."""
    document = Document()
    document.styles["Normal"].font.name = FONT
    document.styles["Normal"].font.size = Pt(12)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph(counts.table.form).runs[0].bold = True
    document.add_paragraph(f"Ban hành theo {counts.table.basis}")
    for at, text in enumerate(_lines(counts, where)):
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.runs[0].bold = not at
    body = list(_body(counts))
    heads = 4 if isinstance(counts, Counts) else 1
    grid = document.add_table(heads + len(body), len(body[0][0]), style="Table Grid")
    cells = [row.cells for row in grid.rows]
    _word_heading(cells, counts)
    for filled, (values, is_bold) in zip(cells[heads:], body, strict=True):
        for cell, value in zip(filled, values, strict=True):
            _write(cell, str(value), bold=is_bold)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _word_heading(cells: list[tuple[_Cell, ...]], counts: Counts | Backlog) -> None:
    if isinstance(counts, Backlog):
        for cell, words in zip(cells[0], _headings(counts), strict=True):
            _write(cell, words, bold=True)
        return
    _merged(cells, (0, 0), (2, 0), "STT")
    _merged(cells, (0, 1), (2, 1), counts.table.heading)
    for first, last, words in GROUPS:
        _merged(cells, (0, first), (0, last), words)
    _merged(cells, (1, IN_PERIOD[0]), (1, IN_PERIOD[1]), IN_PERIOD[2])
    for at, words in UNDER:
        _merged(cells, (1, at), (2, at), words)
    for at, words in LOWEST:
        _write(cells[2][at], words, bold=True)
    for at, number in enumerate(NUMBERS):
        _write(cells[3][at], number, bold=True)


def _merged(
    cells: list[tuple[_Cell, ...]], first: tuple[int, int], last: tuple[int, int], words: str
) -> None:
    _write(cells[first[0]][first[1]].merge(cells[last[0]][last[1]]), words, bold=True)


def _write(cell: _Cell, words: str, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(SMALL)
