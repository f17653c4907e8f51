"""The sheet of an assessment as Excel."""

from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

from motcua.dossiers.register_files import AS_TEXT
from motcua.reform.assessments import Sheet, step_of
from motcua.reform.criteria_rules import Summed

HEADINGS = (
    "Mã",
    "Nội dung",
    "Điểm tối đa",
    "Điểm theo số liệu",
    "Điểm tự chấm",
    "Lý giải",
    "Điểm thẩm định",
    "Lý do thẩm định",
    "Giải trình",
)
WIDTHS = (8, 60, 12, 12, 12, 40, 12, 40, 40)


def as_excel(sheet: Sheet, agency: str) -> bytes:
    """Return every line with its points and words; what somebody typed is never a formula."""
    file = BytesIO()
    one = sheet.assessment
    book = Workbook(file, {**AS_TEXT, "in_memory": True})
    page = book.add_worksheet("Tự đánh giá")
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    strong = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bold": True})
    page.write_string(0, 0, f"{one.template.name}: {agency}, năm {one.year}")
    page.write_string(1, 0, f"Bước: {step_of(one).label}. Căn cứ: {one.template.basis}.")
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(3, column, heading, strong)
    page.freeze_panes(4, 2)
    at = 4
    for row in sheet.lines:
        for column, value in enumerate(_cells(row, sheet)):
            shape = strong if row.depth == 0 else wrapped
            if isinstance(value, Decimal):
                page.write_number(at, column, float(value), shape)
            else:
                page.write_string(at, column, value, shape)
        at += 1
    for adjustment in sheet.adjustments:
        page.write_string(at, 1, f"Điểm thưởng, điểm trừ: {adjustment.reason}", wrapped)
        page.write_number(at, 6, float(adjustment.points), wrapped)
        at += 1
    page.write_string(at, 1, "Tổng", strong)
    page.write_number(at, 4, float(sheet.own), strong)
    page.write_number(at, 6, float(sheet.recognised), strong)
    book.close()
    return file.getvalue()


def _cells(row: Summed, sheet: Sheet) -> tuple[str | Decimal, ...]:
    score = sheet.scores.get(row.line.code)
    return (
        row.line.code,
        row.line.name,
        row.line.most,
        score.counted_points if score and score.counted_points is not None else "",
        "" if row.own is None else row.own,
        score.own_note if score else "",
        "" if row.appraised is None else row.appraised,
        score.appraised_note if score else "",
        score.explanation if score else "",
    )
