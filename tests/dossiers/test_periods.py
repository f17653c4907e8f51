"""The periods for which lateness is told."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from motcua.dossiers.periods import MONTHS, earliest, periods_on
from tests.calendars import hanoi

TODAY = date(2026, 3, 31)


def test_the_last_days_include_today_and_are_whole() -> None:
    last = {period.code: period for period in periods_on(TODAY)}["30"]

    assert (last.first, last.last) == (date(2026, 3, 2), TODAY)
    assert last.begins == hanoi("2026-03-02 00:00")
    assert last.ends == hanoi("2026-04-01 00:00")


def test_months_go_back_a_year_from_the_one_that_runs() -> None:
    months = [period for period in periods_on(TODAY) if "-" in period.code]

    assert len(months) == MONTHS
    assert (months[0].code, months[0].last) == ("2026-03", TODAY)
    assert (months[1].first, months[1].last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert months[-1].code == "2025-03"


@pytest.mark.parametrize("today", [TODAY, date(2026, 1, 1), date(2024, 2, 29), date(2026, 12, 31)])
def test_months_follow_each_other_without_a_gap(today: date) -> None:
    months = [period for period in periods_on(today) if "-" in period.code]

    for later, earlier in pairwise(months):
        assert earlier.last + timedelta(days=1) == later.first
    assert earliest(today).first <= months[-1].first
