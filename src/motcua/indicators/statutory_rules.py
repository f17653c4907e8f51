"""The statutory tables of dossiers (II.06a and its family): periods, columns, balances. Pure."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from motcua.deadlines.rules import ONE_DAY
from motcua.dossiers.periods import Period
from motcua.indicators.rules import Asked, period_of
from motcua.kernel.errors import DomainError

FACTS = Path(__file__).parent / "facts" / "statutory.toml"
FIELD, AGENCY, LEVEL, CAUSE = "field", "agency", "level", "cause"
WITHIN = "|"  # between the key of a row and that of the rows it is the sum of
# The numbered columns of the form that hold counts, in its order; 1 and 2 are the row's name.
COLUMNS = ("3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13")
HEADINGS = {
    "3": "Tổng số nhận giải quyết",
    "4": "Trong kỳ: trực tuyến",
    "5": "Trong kỳ: trực tiếp, bưu chính",
    "6": "Từ kỳ trước chuyển qua",
    "7": "Tổng số đã giải quyết",
    "8": "Trước hạn",
    "9": "Đúng hạn",
    "10": "Quá hạn",
    "11": "Tổng số đang giải quyết",
    "12": "Trong hạn",
    "13": "Đang quá hạn",
}
BALANCES = {
    "3": (("4", "5", "6"), ("7", "11")),
    "7": (("8", "9", "10"),),
    "11": (("12", "13"),),
}
CARRIED_IN, CARRIED_OUT, OVERDUE = "6", "11", "13"
Cells = Mapping[str, int]
_YEAR = re.compile(r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M)|"
                   r"(?P<month>0[1-9]|1[0-2])))?")  # fmt: skip
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


class UnknownTable(DomainError):
    """No statutory table has this name."""

    message = "Không có biểu “{name}”. Hiện có: {known}."


class UnknownPeriod(DomainError):
    """The words do not name a reporting period."""

    message = (
        "Không hiểu kỳ báo cáo “{name}”. Ví dụ: 2022 (năm), 2022-Q1 (quý), 2022-H1 (6 tháng),"
        " 2022-9M (9 tháng), 2022-03 (tháng), 2022-01-01..2022-01-31 (từ ngày đến ngày)."
    )


class Unbalanced(DomainError):
    """A table does not add up; it must not be sent."""

    message = "Biểu {table} không cân đối ở dòng “{row}”: {what}. Không xuất biểu này."


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table: its form, title, what its rows are by, and its basis.

    By level, fields stand below the level of government that settles; by cause, a row is a field
    and a column is a cause of lateness.
    """

    id: str
    form: str
    title: str
    by: str
    heading: str
    basis: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """From when on periods begin on a day of the month before, and by which act."""

    valid_from: date
    first_day: int
    basis: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the key of its field or agency, its name, the count in each column.

    `is_part` says that a row above is the sum that it belongs to.
    """

    key: str
    name: str
    cells: Cells
    is_part: bool = False


@lru_cache(maxsize=1)
def _told() -> tuple[tuple[Table, ...], tuple[CutOff, ...]]:
    told = tomllib.loads(FACTS.read_text("utf-8"))
    cut_offs = sorted((CutOff(**one) for one in told["cut_offs"]), key=lambda one: one.valid_from)
    return tuple(Table(**one) for one in told["tables"]), tuple(cut_offs)


def tables() -> tuple[Table, ...]:
    """Return the tables that there are, in the order of their names."""
    return _told()[0]


def table(name: str) -> Table:
    """Return a table by its name; refuse an unknown one."""
    found = next((one for one in tables() if one.id.lower() == name.lower()), None)
    if found is None:
        raise UnknownTable(name=name, known=", ".join(one.id for one in tables()))
    return found


def cut_off_on(day: date) -> CutOff:
    """Return the cut-off for a period that ends on a day; earlier days are told by the first."""
    first, *later = _told()[1]
    return next((one for one in reversed(later) if one.valid_from <= day), first)


def reporting_period(name: str) -> Period:
    """Return the period of a report by its name, with the cut-off then in force.

    A month is told from the 15th of the one before to its own 14th, a year from 15 December to
    14 December (Decree 09/2019/NĐ-CP, article 12); days that are named stand as they are. Refuses
    what names no period.
    """
    days = _DAYS.fullmatch(name.strip())
    named = _YEAR.fullmatch(name.strip())
    try:
        if days:
            return period_of(date.fromisoformat(days[1]), date.fromisoformat(days[2]))
        if named:
            return _cut(name, int(named["year"]), *_months(named))
    except ValueError as error:
        raise UnknownPeriod(name=name) from error
    raise UnknownPeriod(name=name)


def _months(named: re.Match[str]) -> tuple[int, int]:
    if named["quarter"]:
        return 3 * int(named["quarter"]) - 2, 3 * int(named["quarter"])
    if named["half"]:
        return 6 * int(named["half"]) - 5, 6 * int(named["half"])
    if named["month"]:
        return int(named["month"]), int(named["month"])
    return (1, 9) if named["nine"] else (1, 12)


def _cut(name: str, year: int, first: int, last: int) -> Period:
    start = cut_off_on(date(year, last, 1)).first_day
    before = date(year, first, 1) - ONE_DAY
    begins = before.replace(day=start) if start > 1 else date(year, first, 1)
    if start > 1:
        return Period(name, begins, date(year, last, start) - ONE_DAY)
    return Period(name, begins, (date(year, last, 28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY)


def period_before(period: Period) -> Period:
    """Return as many days that end where a period begins: what they leave open is carried over."""
    many = period.last - period.first
    last = period.first - ONE_DAY
    return period_of(last - many, last)


def added(rows: Iterable[Row]) -> dict[str, int]:
    """Return the sum of every column; parts are in the sum above them already."""
    kept = [row for row in rows if not row.is_part]
    return {column: sum(row.cells.get(column, 0) for row in kept) for column in COLUMNS}


def require_balance(name: str, rows: Iterable[Row]) -> None:
    """Refuse rows in which 3 = 4+5+6 = 7+11, 7 = 8+9+10 or 11 = 12+13 does not hold."""
    for row in rows:
        for whole, sums in BALANCES.items():
            for parts in sums:
                total = sum(row.cells[part] for part in parts)
                if row.cells[whole] != total:
                    said = f"cột {whole} = {row.cells[whole]}, cột {' + '.join(parts)} = {total}"
                    raise Unbalanced(table=name, row=row.name, what=said)


def require_carried(name: str, rows: Iterable[Row], left_open: Mapping[str, int]) -> None:
    """Refuse rows whose column 6 is not column 11 of the period before, which `left_open` says."""
    told = {row.key: row for row in rows}
    for key in told.keys() | left_open.keys():
        here = told[key].cells[CARRIED_IN] if key in told else 0
        before = left_open.get(key, 0)
        if here != before:
            said = f"cột 6 = {here}, cột 11 của kỳ trước = {before}"
            raise Unbalanced(table=name, row=told[key].name if key in told else key, what=said)


def told_of(chosen: Table, asked: Asked) -> dict[str, object]:
    """Return what a table is about as other programs read it: form, period, scope, cut-off."""
    return {
        "table": chosen.id,
        "title": chosen.title,
        "basis": chosen.basis,
        "period": asked.period.code,
        "from": asked.period.first.isoformat(),
        "to": asked.period.last.isoformat(),
        "agency": asked.agency,
        "as_of": asked.as_of.isoformat(),
    }
