"""Nghị định 356/2025/NĐ-CP, art. 5: by when requests about personal data are dealt with."""

from datetime import date, datetime

import pytest

from motcua.deadlines.published import national_calendar
from motcua.deadlines.rules import ZONE
from motcua.privacy.request_rules import Kind, clock_on, due_of

BEFORE_TET = datetime(2027, 1, 29, 9, tzinfo=ZONE)  # a Friday; Tết is from 4 to 10 February


@pytest.mark.parametrize(
    ("kinds", "with_processor", "done", "longer"),
    [
        ("view correct supply", False, (2, 11), (2, 18)),
        ("view correct supply", True, (2, 15), (2, 23)),
        ("withdraw restrict object", False, (2, 15), (3, 1)),
        ("withdraw restrict object", True, (2, 18), (3, 5)),
        ("delete", False, (2, 18), (3, 10)),
        ("delete", True, (3, 1), (3, 22)),
    ],
)
def test_a_limit_that_ends_in_tet_or_on_a_weekend_ends_with_the_next_working_day(
    kinds: str, with_processor: bool, done: tuple[int, int], longer: tuple[int, int]
) -> None:
    for kind in kinds.split():
        clock = clock_on(Kind(kind), BEFORE_TET.date(), with_processor=with_processor)

        due = due_of(clock, BEFORE_TET, national_calendar().calendar)

        assert due.answer_at.date() == date(2027, 2, 2)
        assert due.done_at.date() == date(2027, *done)
        assert due.longer_at.date() == date(2027, *longer)
        assert "356/2025" in clock.article


def test_the_first_answer_is_counted_in_working_days_over_tet() -> None:
    eve = datetime(2027, 2, 3, 9, tzinfo=ZONE)

    due = due_of(
        clock_on(Kind.VIEW, eve.date(), with_processor=False), eve, national_calendar().calendar
    )

    assert due.answer_at == datetime(2027, 2, 12, 17, tzinfo=ZONE)


def test_every_kind_has_its_clock_and_none_before_the_decree() -> None:
    for kind in Kind:
        clock_on(kind, date(2026, 1, 1), with_processor=False)
        with pytest.raises(LookupError):
            clock_on(kind, date(2025, 12, 31), with_processor=False)
