"""Months, quarters and years by their names, and the period that each is compared with."""

import re
from datetime import date

from motcua.deadlines.rules import ONE_DAY
from motcua.dossiers.periods import Period
from motcua.kernel.errors import DomainError

YEAR, QUARTER, MONTH = 12, 3, 1  # months
_NAME = re.compile(r"((?:19|2\d)\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


class UnknownPeriod(DomainError):
    """No month, quarter or year has this name."""

    message = "“{name}” không phải kỳ dạng 2026, 2026-Q1 hay 2026-03."


def calendar_period(name: str) -> Period:
    """Return the days of a year (`2026`), a quarter (`2026-Q1`) or a month (`2026-03`)."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise UnknownPeriod(name=name)
    year = int(found[1])
    if found[2]:
        return _months(date(year, QUARTER * int(found[2]) - 2, 1), QUARTER)
    first, many = (int(found[3]), MONTH) if found[3] else (1, YEAR)
    return _months(date(year, first, 1), many)


def period_before(period: Period) -> Period:
    """Return the period before one: as many whole months, or as many days."""
    last = period.first - ONE_DAY
    months = _whole_months(period)
    if months is None:
        return Period("", last - (period.last - period.first), last)
    return Period("", _moved(period.first, -months), last)


def _whole_months(period: Period) -> int | None:
    after = period.last + ONE_DAY
    if period.first.day != 1 or after.day != 1:
        return None
    return (after.year - period.first.year) * YEAR + after.month - period.first.month


def _months(first: date, many: int) -> Period:
    return Period("", first, _moved(first, many) - ONE_DAY)


def _moved(first: date, months: int) -> date:
    at = first.year * YEAR + first.month - 1 + months
    return date(at // YEAR, at % YEAR + 1, 1)
