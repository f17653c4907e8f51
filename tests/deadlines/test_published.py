"""Calendars from files; and that nobody works holidays out."""

import ast
from datetime import date, time
from pathlib import Path

import pytest

import motcua
from motcua.deadlines.published import CalendarUnreadable, calendar_from
from motcua.deadlines.published import national_calendar as shipped
from motcua.deadlines.rules import CalendarNotPublished, due_at
from motcua.kernel.limits import Limit, Unit
from tests.calendars import hanoi, national_calendar

A_DAY_OF_WORK = Limit(1, Unit.WORKING_DAY)
PACKAGE = Path(motcua.__file__).parent
FORMULAS = {"holidays", "lunardate", "lunarcalendar", "vnlunar", "workalendar", "ephem", "skyfield"}
WORDS = ("lunar", "am_lich", "solar_term", "new_moon", "easter")


def table(folder: Path, text: str) -> Path:
    path = folder / "lich.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_calendar_is_the_one_of_the_tests() -> None:
    calendar = shipped().calendar

    assert calendar.shifts == national_calendar().shifts
    assert calendar.days_off == national_calendar().days_off
    assert calendar.make_up_days == national_calendar().make_up_days
    assert (calendar.known_from, calendar.known_until) == (date(2020, 1, 1), date(2027, 12, 31))
    assert calendar.cut_off == time(15)


def test_every_shipped_day_names_its_source_and_how_sure_it_is() -> None:
    lines = (PACKAGE / "deadlines/facts/holidays.csv").read_text(encoding="utf-8").splitlines()

    assert lines[0] == "date,kind,name,source,provisional"
    for line in lines[1:]:
        day, _, name, source, provisional = line.split(",")
        assert name
        assert source
        assert provisional == ("1" if day >= "2026" else "0"), day


def test_days_before_the_table_are_not_published_either() -> None:
    with pytest.raises(CalendarNotPublished, match="31/12/2019"):
        due_at(hanoi("2019-12-31 09:00"), A_DAY_OF_WORK, shipped().calendar)


def test_a_file_publishes_its_own_years_and_no_others(tmp_path: Path) -> None:
    path = table(tmp_path, "date,kind\n2026-06-02,holiday\n2026-06-06,makeup_working_day\n")
    calendar = calendar_from(path).calendar

    assert due_at(hanoi("2026-06-01 09:00"), A_DAY_OF_WORK, calendar) == hanoi("2026-06-03 17:00")
    assert due_at(hanoi("2026-06-05 09:00"), A_DAY_OF_WORK, calendar) == hanoi("2026-06-06 17:00")
    for received in ("2025-12-31 09:00", "2026-12-31 09:00"):
        with pytest.raises(CalendarNotPublished):
            due_at(hanoi(received), A_DAY_OF_WORK, calendar)


def test_a_file_may_name_its_days(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "\ufeffdate,kind,name\n2026-06-02,holiday,Ngày hội\n2026-06-03,compensatory_day_off,\n",
    )

    assert calendar_from(path).names == {
        date(2026, 6, 2): "Ngày hội",
        date(2026, 6, 3): "ngày nghỉ bù",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "từng năm"),
        ("date,kind\n", "từng năm"),
        ("day,kind\n2026-06-02,holiday\n", "dòng 2"),
        ("date,kind\n02/06/2026,holiday\n", "dòng 2"),
        ("date,kind\n2026-06-02,feast\n", "dòng 2"),
        ("date,kind\n2026-06-02\n", "dòng 2"),
        ("date,kind\n2026-06-02,holiday\n2026-06-02,makeup_working_day\n", "dòng 3"),
        ("date,kind\n2024-06-02,holiday\n2026-06-02,holiday\n", "từng năm"),
    ],
)
def test_what_is_no_calendar_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CalendarUnreadable, match=words):
        calendar_from(table(tmp_path, text))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"date,kind\n\xff\xfe")

    for path in (tmp_path / "x.csv", tmp_path / "none.csv", tmp_path):
        with pytest.raises(CalendarUnreadable, match="không đọc được"):
            calendar_from(path)


def test_nothing_works_holidays_out() -> None:
    """Vietnam's new year is not China's in 2007, 2030 or 2053: a formula would be wrong one day."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        imported = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(text))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert not imported & FORMULAS, path
        if "deadlines" in path.parts:
            assert not [word for word in WORDS if word in text.lower()], path


@pytest.mark.parametrize("received", ["2007-02-16 09:00", "2030-02-01 09:00", "2053-02-17 09:00"])
def test_tet_of_a_year_without_a_table_is_refused(received: str) -> None:
    with pytest.raises(CalendarNotPublished):
        due_at(hanoi(received), A_DAY_OF_WORK, shipped().calendar)
