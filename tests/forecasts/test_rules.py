"""What may be said of the future, and how well it was said: pure rules."""

from datetime import timedelta
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.forecasts.rules import (
    ForecastsAreNewer,
    agreed,
    brier,
    log_loss,
    quantile,
    reliability,
    require_newer,
    residual,
    score,
)
from tests.calendars import MONDAY_MORNING

CHANCES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 5.0), (0.9, 9.0), (0.91, 10.0), (1.0, 10.0), (0.0, 1.0)]
)
def test_a_quantile_is_a_value_that_was_seen(share: float, expected: float) -> None:
    assert quantile([float(n) for n in range(1, 11)], share) == expected


def test_only_those_that_needed_longer_can_tell() -> None:
    ordered = [n / 10 for n in range(1, 31)]  # 0.1 to 3.0

    said = residual(ordered, 1.0, 2.0, None)

    assert said is not None
    late, median, ninetieth = said
    assert late == pytest.approx(10.5 / 21)
    assert [median, ninetieth] == pytest.approx([1.0, 1.8])


def test_few_cases_are_drawn_to_what_is_usual_elsewhere() -> None:
    ordered = [0.5] * 10

    alone, drawn = residual(ordered, 0.1, 1.0, None), residual(ordered, 0.1, 1.0, 0.2)

    assert alone is not None
    assert drawn is not None
    assert alone[0] == pytest.approx(0.5 / 11)
    assert drawn[0] == pytest.approx(2 / 20)


def test_with_too_few_cases_nothing_is_said() -> None:
    assert residual([0.5] * 9, 0.1, 1.0, None) is None
    assert residual([0.5] * 40, 0.6, 1.0, None) is None


def test_without_a_limit_only_the_finish_is_said() -> None:
    said = residual([0.5] * 10, 0.1, None, 0.3)

    assert said is not None
    assert said[0] is None


@given(st.floats(0, 5000), st.floats(0, 5000), st.floats(0.001, 0.999), st.sampled_from([0.5, 0.9]))
def test_a_finish_never_contradicts_the_chance(
    minutes: float, left: float, late: float, share: float
) -> None:
    finish = agreed(minutes, left, late, share)

    assert finish >= left if late > 1 - share else finish <= left


def test_what_is_late_already_or_has_no_limit_is_left_as_it_was_said() -> None:
    assert agreed(300.0, -20.0, 1.0, 0.5) == 300.0
    assert agreed(300.0, None, None, 0.5) == 300.0
    assert agreed(-1.0, None, None, 0.5) == 0.0


def test_scores_of_sure_and_undecided_forecasts() -> None:
    assert brier([1.0, 0.0], [True, False]) == 0
    assert brier([0.5, 0.5], [True, False]) == 0.25
    assert log_loss([0.5, 0.5], [True, False]) == pytest.approx(log(2))
    assert log_loss([0.0], [True]) < 14  # a surprise is dear, not endless


@given(CHANCES)
def test_every_forecast_is_in_one_bin(pairs: list[tuple[float, bool]]) -> None:
    said, came = zip(*pairs, strict=True)

    bins = reliability(said, came)

    assert sum(one.many for one in bins) == len(pairs)
    assert all(one.low <= one.said + 1e-9 and one.said <= one.high + 1e-9 for one in bins)
    assert sum(one.many * one.came for one in bins) == pytest.approx(sum(came))


@given(CHANCES)
def test_no_constant_beats_the_share_that_came(pairs: list[tuple[float, bool]]) -> None:
    came = [outcome for _, outcome in pairs]
    share = sum(came) / len(came)

    assert brier([share] * len(came), came) <= brier([pairs[0][0]] * len(came), came) + 1e-12


def test_a_score_keeps_its_bins_as_facts() -> None:
    facts = score([0.0, 0.3], [False, True], 0.5).as_facts()

    assert facts[0] == {"low": 0.0, "high": 0.01, "many": 1, "said": 0.0, "came": 0.0}
    assert facts[1]["came"] == 1.0


def test_an_older_night_does_not_replace_a_newer_one() -> None:
    require_newer(MONDAY_MORNING, None)
    require_newer(MONDAY_MORNING, MONDAY_MORNING - timedelta(days=1))

    with pytest.raises(ForecastsAreNewer, match="09:00 ngày 01/06/2026"):
        require_newer(MONDAY_MORNING, MONDAY_MORNING)
