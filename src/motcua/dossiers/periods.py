"""The periods for which lateness is told: the last 30, 90 or 365 days, and single months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.deadlines.rules import ONE_DAY, ZONE

LAST_DAYS = (30, 90, 365)
MONTHS = 13  # the month that runs, and a year before it
USUAL = "90"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from the first to the last, both included; `code` names it in addresses."""

    code: str
    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """Return its first moment."""
        return datetime.combine(self.first, time(), ZONE)

    @property
    def ends(self) -> datetime:
        """Return the first moment after it."""
        return datetime.combine(self.last + ONE_DAY, time(), ZONE)


def periods_on(today: date) -> list[Period]:
    """Return the periods that can be chosen on a day, the last days first, then months back."""
    days = [Period(str(many), today - timedelta(days=many - 1), today) for many in LAST_DAYS]
    return [*days, *_months(today)]


def _months(today: date) -> Iterator[Period]:
    first = today.replace(day=1)
    for _ in range(MONTHS):
        following = (first + 31 * ONE_DAY).replace(day=1)
        yield Period(f"{first:%Y-%m}", first, following - ONE_DAY)
        first = (first - ONE_DAY).replace(day=1)


def earliest(today: date) -> Period:
    """Return the period that begins before all others."""
    return min(periods_on(today), key=lambda period: period.first)
