"""Tables of results issued before this system."""

from datetime import date
from pathlib import Path

import pytest

from motcua.cli import results as command
from motcua.results.files import TableUnreadable, known, read_lines
from motcua.results.models import Entry
from motcua.runtime.refusals import CannotStart
from tests.builders import a_procedure, a_province

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
HEADINGS = (
    "number,name,type,procedure,agency,field,holder_number,holder_name,birth_year,"
    "issued_on,valid_from,valid_to,summary"
)
GOOD = "1/GP,Giấy phép,KQ.G07.000122,1.0001,H42.200,{field},{number},Bà Mẫu,1990,{days},Trích yếu"


@pytest.fixture(autouse=True)
def place() -> None:
    a_province()
    a_procedure()


def a_table(folder: Path, *rows: str, headings: str = HEADINGS) -> Path:
    file = folder / "so.csv"
    file.write_text("\n".join([headings, *rows]), encoding="utf-8-sig")
    return file


def row(field: str = "linh-vuc-mau", number: str = "", days: str = "2019-03-31,,") -> str:
    return GOOD.format(field=field, number=number, days=days)


def test_a_table_is_read_whole(tmp_path: Path) -> None:
    file = a_table(
        tmp_path,
        row(number="037190000001", days="31/03/2019,01/04/2019,2029-03-31"),
        row(field="Lĩnh vực mẫu", number="0101234567"),
        row(field=""),
    )

    first, second, third = read_lines(file, known(), TODAY)

    assert (first.issued_on, first.begins_on, first.valid_to) == (
        date(2019, 3, 31),
        date(2019, 4, 1),
        date(2029, 3, 31),
    )
    assert (first.holder.number, first.holder.birth_year) == ("037190000001", 1990)
    assert (second.sector, second.holder.number) == ("linh-vuc-mau", "0101234567")
    assert third.sector == ""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (row(field="khong-co"), "dòng 2, cột field: không có lĩnh vực “khong-co”"),
        (row(number="12345"), "cột holder_number"),
        (row(days="2019-02-31,,"), "cột issued_on: “2019-02-31” không phải là ngày"),
        (row(days=",,"), "cột issued_on: để trống"),
        (row(days="2027-01-01,,"), "cột issued_on: Ngày cấp không thể sau"),
        (row(days="2019-01-01,,2018-01-01"), "cột valid_to"),
        (row().replace("H42.200", "X"), "cột agency: không có cơ quan mã “X”"),
        (row().replace("1990", "90"), "cột birth_year: năm sinh gồm bốn chữ số"),
        (row().replace("1990", "1700"), "cột birth_year"),
        (row().replace("KQ.G07.000122", "kq"), "cột type"),
        (row().replace("Bà Mẫu", "B\u0430 Mẫu"), "cột holder_name"),
        (row().replace("1/GP", "1" * 61), "cột number: dài quá"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(tmp_path: Path, wrong: str, words: str) -> None:
    with pytest.raises(TableUnreadable) as refusal:
        read_lines(a_table(tmp_path, wrong), known(), TODAY)

    assert words in str(refusal.value)


def test_many_mistakes_are_told_up_to_a_bound(tmp_path: Path) -> None:
    file = a_table(tmp_path, *[row(number="1")] * 50)

    with pytest.raises(TableUnreadable) as refusal:
        read_lines(file, known(), TODAY)

    assert len(str(refusal.value).splitlines()) == 20


def test_what_is_no_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = a_table(tmp_path, headings="number,name")
    with pytest.raises(TableUnreadable, match="thiếu cột agency, holder_name, issued_on"):
        read_lines(file, known(), TODAY)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TableUnreadable, match="không phải UTF-8"):
        read_lines(file, known(), TODAY)
    monkeypatch.setattr("motcua.results.files.LARGEST_FILE", 1)
    with pytest.raises(TableUnreadable, match="lớn hơn"):
        read_lines(file, known(), TODAY)


def test_the_command_enters_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = a_table(tmp_path, row())

    command.run(file, dry_run=True)
    assert not Entry.objects.exists()
    command.run(file, dry_run=False)
    command.run(file, dry_run=False)

    assert Entry.objects.count() == 1
    told = capsys.readouterr().out
    assert "1 dòng đúng, 1 kết quả chưa có" in told
    assert "Đã nhập 1 kết quả; 0 dòng" in told
    assert "Đã nhập 0 kết quả; 1 dòng" in told


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="cột agency"):
        command.run(a_table(tmp_path, row().replace("H42.200", "X")), dry_run=False)
