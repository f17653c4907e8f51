"""The table of lateness as Excel and CSV."""

import csv
import io

import openpyxl
import pytest

from motcua.dossiers.lateness_figures import Figure
from motcua.dossiers.lateness_files import HEADINGS, write_excel, written_csv

EVIL = '=HYPERLINK("http://x";"y")'
FIGURES = [
    Figure("1", "Đất đai", 3, 4, 5, 1, 2, 9),
    Figure("2", EVIL, 0, 0, 0, 1, None, None),
]


def sheet() -> openpyxl.worksheet.worksheet.Worksheet:
    file = io.BytesIO()
    write_excel("Hồ sơ trễ hạn", "Lĩnh vực", FIGURES, file)
    file.seek(0)
    return openpyxl.load_workbook(file).active


def test_excel_holds_every_figure_as_a_number() -> None:
    rows = [[cell.value for cell in row] for row in sheet()]

    assert rows[0][0] == "Hồ sơ trễ hạn"
    assert rows[2] == ["Lĩnh vực", *HEADINGS]
    assert rows[3] == ["Đất đai", 3, 4, 5, 1, 2, 9]
    assert rows[4] == [EVIL, 0, 0, 0, 1, None, None]


def test_a_name_never_becomes_a_formula() -> None:
    assert sheet()["A5"].data_type == "s"
    assert sheet()["A5"].hyperlink is None


def test_csv_says_the_same() -> None:
    content = written_csv("Lĩnh vực", FIGURES)

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["Lĩnh vực", *HEADINGS]
    assert rows[1] == ["Đất đai", "3", "4", "5", "1", "2", "9"]
    assert rows[2] == [f"'{EVIL}", "0", "0", "0", "1", "", ""]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_puts_a_mark_before_what_a_spreadsheet_would_run(sign: str) -> None:
    content = written_csv("Bước", [Figure("", f"{sign}1", 0, 0, 1, 0, 1, 1)])

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1][0] == f"'{sign}1"
