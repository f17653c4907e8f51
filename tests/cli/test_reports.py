"""Reports from the command line: statutory tables, and the reform report of a year."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Motcua, command_on

DOSSIERS = """number,procedure,settling_agency,channel,received_at,due_at,finished_at,status
A,1.1,H42.34,2,2022-01-10T08:00,2022-01-20T17:00,2022-01-13T17:00,9
B,1.1,H42.34,1,2022-01-11T08:00,2022-01-12T17:00,2022-01-20T17:00,9
C,1.2,H42.35,2,2022-01-15T08:00,2022-01-20T17:00,2022-01-20T17:00,9
"""
RANKS = "index,year,province,rank,among,source\nPCI,2022,H42,44,63,Mẫu\n"


@pytest.fixture(scope="module")
def filled() -> Iterator[Motcua]:
    """Commands on a database in which three dossiers of another system stand."""
    with TemporaryDirectory(prefix="mc") as name:
        motcua = command_on(Path(name) / "s")
        file, ranks = Path(name) / "cu.csv", Path(name) / "chi-so.csv"
        file.write_text(DOSSIERS)
        ranks.write_text(RANKS)
        assert motcua("setup").returncode == 0
        assert motcua("import", "dossiers", str(file)).returncode == 0
        taken = motcua("import", "indices", str(ranks))
        assert "Đã nhập. 1 dòng trong tệp: 1 mới, 0 thay đổi, 0 như cũ." in taken.stdout
        yield motcua


def test_a_table_of_a_period_is_told_as_json_and_written_as_excel(
    filled: Motcua, tmp_path: Path
) -> None:
    file = tmp_path / "bieu.xlsx"
    done = filled("report", "II.06a", "--period", "2022-01", "--json", "--xlsx", str(file))

    told = json.loads(done.stdout)
    assert (told["from"], told["to"]) == ("2021-12-15", "2022-01-14")
    assert list(told["total"].values()) == [2, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1]
    sheet = load_workbook(file).active
    assert sheet is not None
    assert [cell.value for cell in sheet[sheet.max_row]][2:] == list(told["total"].values())


def test_one_agency_is_reported_alone(filled: Motcua) -> None:
    done = filled("report", "II.06b", "--period", "2022-Q1", "--agency", "H42.35", "--json")

    assert json.loads(done.stdout)["total"]["3"] == 1


def test_the_reform_report_of_a_year_is_told_as_json_and_written_as_word(
    filled: Motcua, tmp_path: Path
) -> None:
    file = tmp_path / "bao-cao.docx"
    done = filled("report", "reform", "--year", "2022", "--json", "--docx", str(file))

    told = json.loads(done.stdout)
    assert (told["online_pct"], told["overdue_pct"]) == (66.67, 33.33)
    assert file.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("II.99", "--period", "2022"), "Không có biểu “II.99”"),
        (("II.06a", "--period", "tháng giêng"), "Không hiểu kỳ báo cáo"),
        (("II.06a",), "Hãy nêu kỳ báo cáo"),
        (("II.06a", "--period", "2022", "--agency", "X9"), "Không có cơ quan mã “X9”"),
        (("reform", "--year", "22"), "Năm báo cáo “22” không đúng"),
    ],
)
def test_what_cannot_be_reported_ends_with_one_sentence(
    filled: Motcua, asked: tuple[str, ...], said: str
) -> None:
    done = filled("report", *asked)

    assert done.returncode == 2
    assert said in done.stderr
