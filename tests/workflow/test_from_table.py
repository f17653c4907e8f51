"""`process from-table` as people call it: what it writes, what it says, how it ends."""

import time
from pathlib import Path

import pytest

from motcua.cli.process_table import from_table
from motcua.workflow.bpmn.reading import read
from motcua.workflow.checking import check
from tests.workflow.test_tables import ROWS, a_csv, bombed, laughing, with_row


def test_a_good_table_is_written_and_the_end_is_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "ra.bpmn"

    assert from_table(a_csv(tmp_path, *ROWS), output) == 0
    assert check(output.read_text(encoding="utf-8")) == []
    assert read(output.read_text(encoding="utf-8")).id == "bang"
    assert f"Đã ghi {output}: 7 bước." in capsys.readouterr().out


def test_a_table_with_errors_writes_nothing_and_names_them_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "ra.bpmn"
    file = a_csv(tmp_path, *with_row(2, role="Ông A", time="nhanh"))

    assert from_table(file, output) == 1
    assert not output.exists()
    told = capsys.readouterr().err
    assert "Dòng 3, cột B" in told
    assert "Dòng 3, cột D" in told


def test_an_output_that_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert from_table(a_csv(tmp_path, *ROWS), tmp_path / "none" / "ra.bpmn") == 1
    assert "Không ghi được tệp" in capsys.readouterr().err


def test_a_lane_whose_agency_is_open_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = a_csv(tmp_path, *with_row(3, role="Sở Xây dựng", action="Cho ý kiến"))

    from_table(file, tmp_path / "ra.bpmn")

    assert "Cần xem lại: Làn “Sở Xây dựng”" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["Bảng 1.csv", "1.csv", "Đất đai.csv"])
def test_the_id_is_one_that_bpmn_allows(tmp_path: Path, name: str) -> None:
    file = a_csv(tmp_path, *ROWS).rename(tmp_path / name)

    from_table(file, tmp_path / "ra.bpmn")

    assert read((tmp_path / "ra.bpmn").read_text(encoding="utf-8")).id.isidentifier()


def test_hostile_workbooks_end_within_two_seconds(tmp_path: Path) -> None:
    began = time.perf_counter()

    for file in (bombed(tmp_path, 60_000_000), laughing(tmp_path)):
        assert from_table(file, tmp_path / "ra.bpmn") == 1

    assert time.perf_counter() - began < 2
