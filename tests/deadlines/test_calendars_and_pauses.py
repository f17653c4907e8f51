"""Calendars as stored, and the pauses of a subject."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.deadlines.actions import pause, resume
from motcua.deadlines.models import Calendar, Holiday, Shift
from motcua.deadlines.published import national_calendar as shipped
from motcua.deadlines.queries import day_names, pauses_of, working_calendar
from motcua.deadlines.rules import Policy
from motcua.kernel.actors import SYSTEM
from tests.builders import a_province
from tests.calendars import AN_HOUR, MONDAY_MORNING, national_calendar

pytestmark = pytest.mark.django_db


def test_the_stored_calendar_is_the_national_one() -> None:
    a_province()

    assert working_calendar() == national_calendar()


def test_special_days_have_names() -> None:
    a_province()

    assert day_names()[date(2026, 2, 17)] == "Tết Nguyên Đán"
    assert day_names() == shipped().names


def test_a_new_edition_is_read_at_once_and_an_old_one_not_again() -> None:
    calendar = Calendar.objects.create(
        code="sở", name="Sở", published_until=date(2026, 12, 31), same_day_cut_off=time(15)
    )
    Shift.objects.create(calendar=calendar, weekday=5, begins=time(7), ends=time(11))
    saturday = date(2026, 6, 6)
    before = working_calendar("sở")

    Holiday.objects.create(
        calendar=calendar, day=saturday, kind="holiday", name="Nghỉ", source="mẫu"
    )
    unchanged = working_calendar("sở")
    Calendar.objects.filter(pk=calendar.pk).update(edition=2)
    changed = working_calendar("sở")

    assert (before.is_working(saturday), unchanged.is_working(saturday)) == (True, True)
    assert not changed.is_working(saturday)


def stop(subject: UUID, policy: Policy = Policy.RESTART) -> None:
    pause(
        subject, reason="supplement", policy=policy, basis="Điều mẫu", by=SYSTEM, at=MONDAY_MORNING
    )


def test_a_pause_begins_and_ends() -> None:
    subject = uuid4()

    stop(subject)
    open_pause = pauses_of(subject)
    resume(subject, by=SYSTEM, at=MONDAY_MORNING + AN_HOUR)
    (closed,) = pauses_of(subject)

    assert open_pause[0].is_open
    assert (closed.began_at, closed.ended_at) == (MONDAY_MORNING, MONDAY_MORNING + AN_HOUR)
    assert closed.policy is Policy.RESTART


def test_a_subject_has_one_open_pause() -> None:
    subject = uuid4()
    stop(subject)

    with pytest.raises(IntegrityError), transaction.atomic():
        stop(subject)


def test_ending_what_is_not_paused_changes_nothing() -> None:
    subject = uuid4()

    resume(subject, by=SYSTEM, at=MONDAY_MORNING)

    assert pauses_of(subject) == []


def test_a_pause_does_not_end_before_it_begins() -> None:
    subject = uuid4()
    stop(subject)

    with pytest.raises(IntegrityError), transaction.atomic():
        resume(subject, by=SYSTEM, at=MONDAY_MORNING - AN_HOUR)
