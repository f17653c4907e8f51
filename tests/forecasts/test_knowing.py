"""Minutes of work, and what was known at a moment."""

from datetime import date

import numpy as np
import pytest

from motcua.dossiers.usual_times import WorkingClock
from motcua.forecasts.as_of import AsOf, Floats, Numbers
from motcua.forecasts.features import Knowledge
from motcua.forecasts.lives import ONE_DAY, Moments, nights
from motcua.forecasts.rules import FEATURES
from tests.calendars import hanoi, national_calendar
from tests.forecasts.lived import AXIS, LIMIT, Facts, facts, history

CLOCK = WorkingClock(national_calendar(), date(2024, 1, 2), date(2027, 12, 31))


def numbers(*values: int) -> Numbers:
    return np.array(values, dtype=np.int64)


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-06-01 09:00", "2026-06-01 10:30"),
        ("2026-06-01 11:00", "2026-06-01 13:30"),
        ("2026-06-05 16:00", "2026-06-08 08:00"),
        ("2026-02-13 16:00", "2026-02-24 09:00"),  # over Tết
        ("2026-06-06 10:00", "2026-06-07 10:00"),
    ],
)
def test_minutes_of_work_are_those_that_usual_times_count(first: str, last: str) -> None:
    begins, ends = hanoi(first), hanoi(last)

    assert AXIS.minute(ends) - AXIS.minute(begins) == CLOCK.between(begins, ends)


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-06-01 09:00", "2026-06-01 09:00"),
        ("2026-06-01 17:00", "2026-06-01 17:00"),
        ("2026-06-01 20:00", "2026-06-01 17:00"),  # nobody works then
        ("2026-06-02 07:30", "2026-06-01 17:00"),  # the same minute of work
    ],
)
def test_a_minute_of_work_is_a_moment_again(moment: str, found: str) -> None:
    assert AXIS.moment(AXIS.minute(hanoi(moment))) == hanoi(found)


def test_beyond_the_last_published_day_no_moment_is_said() -> None:
    assert AXIS.moment(float(AXIS.closings[-1])) == hanoi("2027-12-31 17:00")
    assert AXIS.moment(float(AXIS.closings[-1]) + 1) is None


def test_what_has_not_come_stays_unknown() -> None:
    moments = AXIS.minutes(floats(np.nan, hanoi("2026-06-01 09:00").timestamp()))

    assert np.isnan(moments[0])
    assert not np.isnan(moments[1])


def test_only_facts_up_to_the_moment_count() -> None:
    known = AsOf(numbers(0, 1, 0, 0), floats(10, 20, 30, np.nan), floats(1, 0, 0, 1))
    keys, at = numbers(0, 0, 0, 1, 2), floats(9, 10, 30, 25, 99)

    assert known.count(keys, at).tolist() == [0, 1, 2, 1, 0]
    assert known.total(keys, at).tolist() == [0, 1, 1, 0, 0]
    assert np.array_equal(known.latest(keys, at), floats(np.nan, 1, 0, 0, np.nan), equal_nan=True)


def test_few_cases_are_drawn_to_the_mean_of_all() -> None:
    known = AsOf(numbers(0, 0, 1), floats(1, 2, 3), floats(1, 1, 0))

    mean = known.mean(numbers(0, 1, 5), floats(2, 3, 3), 1.0)

    assert mean.tolist() == pytest.approx([1.0, (0 + 2 / 3) / 2, 2 / 3])


def test_moments_are_the_nights_on_which_a_dossier_was_open() -> None:
    accepted, needed = floats(0.5, 0.5) * ONE_DAY, floats(0.4, 3.0) * ONE_DAY
    told = Facts(accepted, needed, numbers(0, 0), numbers(0, 0))

    found = nights(history(told).lives, AXIS.closings, 100 * ONE_DAY)

    assert found.dossier.tolist() == [1, 1, 1]
    assert (found.at / ONE_DAY).tolist() == [1, 2, 3]


def test_nothing_that_comes_later_changes_what_was_known() -> None:
    told = facts(400, days=60)
    now = 40 * ONE_DAY
    whole, cut = history(told), history(told, now)
    moments = nights(cut.lives, AXIS.closings, now)

    later, then = Knowledge(whole.lives, AXIS), Knowledge(cut.lives, AXIS)

    assert len(moments) > 500
    np.testing.assert_allclose(later.table(moments), then.table(moments), rtol=1e-9)
    assert np.array_equal(later.due(moments), then.due(moments))


def test_features_say_where_a_dossier_stands() -> None:
    told = Facts(floats(0.0), floats(8 * ONE_DAY), numbers(0), numbers(0))
    at_noon = Moments(numbers(0), floats(5 * ONE_DAY))

    row = Knowledge(history(told).lives, AXIS).table(at_noon)[0]
    found = dict(zip(FEATURES, row.tolist(), strict=True))

    assert found["limit"] == LIMIT
    assert (found["used"], found["left"]) == (0.5, LIMIT / 2)
    assert (found["step_age"], found["steps_done"], found["act"]) == (ONE_DAY, 1, 1)
    assert (found["pace"], found["load"], found["pauses"]) == (4 * ONE_DAY, 1, 0)
