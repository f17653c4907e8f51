"""What begins like a formula, in everything that writes or reads a table: nothing is computed.

No spreadsheet runs here: a cell is live when its type is a formula (Excel), or when its text begins
as spreadsheets begin formulas (CSV).
"""

import ast
import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from motcua.dossiers.lateness_figures import Figure
from motcua.dossiers.lateness_files import write_excel, written_csv
from motcua.dossiers.register_files import AS_TEXT
from motcua.forms.list_files import read_options
from motcua.kernel.errors import InvalidInput
from motcua.opendata.files import as_csv
from motcua.privacy.reading_log import cells_of
from motcua.reform.criteria_table import COLUMNS, read_lines
from tests.security.test_exports import SEEDS

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "motcua"
# Tables that nobody types into, or whose cells are refused when they are typed.
WITHOUT_MARK = {
    "cli/deadline.py",  # days and durations
    "demo/past_dossiers.py",  # the sample's own
    "forms/list_files.py",  # refused when read, below
    "indicators/incoming_text.py",  # a table of ours on its way to the database
    "reform/criteria_table.py",  # refused when read, below
    "cli/privacy.py",  # by `cells_of`, below
    "web/incidents.py",  # by `cells_of`, below
    "cli/digitise.py",  # names of files and codes
}


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def lateness_as_csv(text: str) -> list[list[str]]:
    return lines_of(written_csv("Lĩnh vực", [Figure("1", text, 1, 1, 1, 1, 1, 1)]))


def open_data(text: str) -> list[list[str]]:
    return lines_of(as_csv([["2026-01", text, text, text, 1, 2.5, None]]))


def log_of_reading(text: str) -> list[list[str]]:
    return [cells_of((text, None, text))]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("written", [lateness_as_csv, open_data, log_of_reading])
def test_no_cell_of_a_csv_is_live(written: Callable[[str], list[list[str]]], seed: str) -> None:
    cells = [cell for line in written(f"{seed}1+1") for cell in line]

    assert [cell for cell in cells if cell.startswith(SEEDS)] == []
    assert f"'{seed}1+1" in cells


@pytest.mark.parametrize("seed", SEEDS)
def test_no_cell_of_a_workbook_is_live(seed: str) -> None:
    file = io.BytesIO()
    write_excel(f"{seed}1", f"{seed}1", [Figure("1", f"{seed}1", 1, 1, 1, 1, 1, 1)], file)

    cells = [cell for row in openpyxl.load_workbook(file).active for cell in row]

    assert {cell.data_type for cell in cells if str(cell.value).endswith("1")} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("seed", [one for one in SEEDS if one.strip()])  # blanks are cut off
def test_tables_that_come_back_refuse_what_would_be_computed(seed: str) -> None:
    told = f'"{seed}1"'
    lines = [f"{told},Tên,Name", f"A,{told},Name", f"A,Tên,{told}"]
    criterion = dict.fromkeys(COLUMNS, "") | {"code": "1", "name": f"{seed}1", "most": "1"}
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS)
    writer.writeheader()
    writer.writerow({**criterion, "scored_by": "self"})

    for line in lines:
        with pytest.raises(InvalidInput):
            read_options(f"ma,ten,ten_tieng_anh\n{line}\n")
    with pytest.raises(InvalidInput):
        read_lines("bang.csv", table.getvalue().encode())


def calls_of(name: str) -> list[tuple[str, str]]:
    """Return where a table is begun, and how."""
    return [
        (path.relative_to(PACKAGE).as_posix(), ast.unparse(node))
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name
    ]


def test_every_workbook_keeps_texts_as_texts() -> None:
    begun = calls_of("Workbook")

    assert AS_TEXT["strings_to_formulas"] is False
    assert len(begun) >= 4
    assert [
        where for where, how in begun if "AS_TEXT" not in how and "strings_to_formulas" not in how
    ] == []


def test_every_csv_is_written_by_who_marks_formulas() -> None:
    writers = {where for where, how in calls_of("writer") if "csv" in how}
    marking = {where for where in writers if "spreadsheet_safe" in (PACKAGE / where).read_text()}

    assert writers - marking == WITHOUT_MARK
