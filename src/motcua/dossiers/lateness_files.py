"""The table of lateness as files: Excel and CSV. Nothing that somebody typed becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

import xlsxwriter

from motcua.dossiers.lateness_figures import Figure
from motcua.dossiers.register_files import AS_TEXT
from motcua.kernel.text import spreadsheet_safe

HEADINGS = (
    "Trước hạn",
    "Đúng hạn",
    "Trễ hạn",
    "Đang quá hạn",
    "Một nửa số hồ sơ trễ không quá (ngày làm việc)",
    "9 trong 10 hồ sơ trễ không quá (ngày làm việc)",
)
WIDE, NARROW = 60, 16


def write_excel(title: str, first: str, figures: Sequence[Figure], file: IO[bytes]) -> None:
    """Write the figures as Excel; `first` is what the first column lists."""
    book = xlsxwriter.Workbook(file, {**AS_TEXT, "in_memory": True, "constant_memory": False})
    book.set_properties({"title": title, "comments": "", "author": ""})
    sheet = book.add_worksheet("Trễ hạn")
    strong = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(HEADINGS), NARROW)
    sheet.write_string(0, 0, title, book.add_format({"bold": True}))
    for column, heading in enumerate((first, *HEADINGS)):
        sheet.write_string(2, column, heading, strong)
    sheet.freeze_panes(3, 1)
    for line, figure in enumerate(figures, start=3):
        name, *numbers = _cells(figure)
        sheet.write_string(line, 0, str(name))
        for column, number in enumerate(numbers, start=1):
            if number is not None:
                sheet.write_number(line, column, int(number))
    book.close()


def written_csv(first: str, figures: Iterable[Figure]) -> bytes:
    """Return the figures as CSV that a spreadsheet reads as UTF-8 and never as a formula."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow((first, *HEADINGS))
    for figure in figures:
        name, *numbers = _cells(figure)
        lines.writerow((spreadsheet_safe(str(name)), *("" if n is None else n for n in numbers)))
    return text.getvalue().encode("utf-8-sig")


def _cells(figure: Figure) -> tuple[str | int | None, ...]:
    return (
        figure.name,
        figure.early,
        figure.on_time,
        figure.late,
        figure.overdue,
        figure.median_days,
        figure.ninetieth_days,
    )
