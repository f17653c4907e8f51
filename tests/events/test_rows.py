"""Whole rows through statements that are put together once."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.deadlines.models import Calendar, Holiday
from motcua.demo.calendars import load_calendar
from motcua.events.rows import at_once, change, insert, read, update
from motcua.kernel.errors import NotPermitted
from tests.builders import a_person

pytestmark = pytest.mark.django_db
Act = Callable[..., None]


def the_calendar() -> Calendar:
    if not Calendar.objects.exists():
        load_calendar()
    return read(Calendar, "ORDER BY id LIMIT %s", [1])[0]


def a_holiday(calendar: Calendar, day: int) -> Holiday:
    return Holiday(calendar=calendar, day=date(2031, 1, day), kind="holiday", name="Mẫu")


def test_a_row_is_read_as_its_model_and_what_is_left_out_is_fetched_on_demand() -> None:
    person = a_person()

    found = read(type(person), "WHERE id = %s", [person.id])

    assert found == [person]
    assert found[0].full_name == person.full_name
    assert "search" not in found[0].__dict__
    assert found[0].search


def test_only_what_was_changed_is_written() -> None:
    calendar = the_calendar()
    calendar.name = "Lịch đổi tên"

    with CaptureQueriesContext(connection) as asked:
        update(calendar)
    renamed = the_calendar()
    with CaptureQueriesContext(connection) as asked_again:
        update(renamed)

    assert len(asked) == 1
    assert "published_until" not in asked.captured_queries[0]["sql"]
    assert len(asked_again) == 0
    assert renamed.name == "Lịch đổi tên"


def test_what_is_written_inside_a_block_goes_out_as_one_statement() -> None:
    calendar = the_calendar()
    with CaptureQueriesContext(connection) as asked, at_once():
        insert(a_holiday(calendar, 2), a_holiday(calendar, 3))
        calendar.edition += 1
        update(calendar)

    assert len(asked) == 1
    assert Holiday.objects.filter(day__year=2031).count() == 2
    assert the_calendar().edition == calendar.edition


def test_a_row_written_twice_in_a_block_keeps_the_last_value() -> None:
    calendar = the_calendar()

    with at_once():
        calendar.name = "Một"
        update(calendar, "name")
        calendar.name = "Hai"
        update(calendar, "name")

    assert the_calendar().name == "Hai"


def insert_and_refuse(calendar: Calendar) -> None:
    with at_once():
        insert(a_holiday(calendar, 4))
        raise NotPermitted


def test_a_refusal_inside_a_block_writes_nothing() -> None:
    calendar = the_calendar()

    with pytest.raises(NotPermitted):
        insert_and_refuse(calendar)

    assert not Holiday.objects.filter(day=date(2031, 1, 4)).exists()


def rename(calendar: Calendar, *, expected: int) -> None:
    statement = "UPDATE deadlines_calendar SET name = name WHERE id = %s RETURNING id"
    change(statement, [calendar.id], expected=expected, otherwise=NotPermitted())


def rename_with_a_holiday(calendar: Calendar, *, expected: int) -> None:
    with at_once():
        rename(calendar, expected=expected)
        insert(a_holiday(calendar, 4 + expected))


@pytest.mark.parametrize("act", [rename, rename_with_a_holiday])
def test_a_statement_that_must_write_so_many_rows_refuses_otherwise(act: Act) -> None:
    calendar = the_calendar()

    act(calendar, expected=1)
    with pytest.raises(NotPermitted):
        act(calendar, expected=2)


@pytest.mark.parametrize(
    "text",
    ["2026-01-31 08:00:00+00", "2026-01-31 08:00:00.5+00", "2026-01-31 08:00:00.123456+00"],
)
def test_moments_are_read_in_one_zone(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [text])
        moment = cursor.fetchone()[0]

    assert moment.tzinfo is UTC
    assert moment == datetime.fromisoformat(text)
