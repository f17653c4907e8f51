"""Calendars as stored, and the pauses of a subject."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.deadlines.actions import pause, resume
from motcua.deadlines.models import Calendar, Holiday
from motcua.deadlines.published import national_calendar as shipped
from motcua.deadlines.queries import NATIONAL, day_names, pauses_of, working_calendar
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
    a_province()
    monday = date(2026, 6, 8)
    before = working_calendar()

    national = Calendar.objects.get(code=NATIONAL)
    Holiday.objects.create(calendar=national, day=monday, kind="holiday", name="Nghỉ", source="mẫu")
    unchanged = working_calendar()
    Calendar.objects.filter(pk=national.pk).update(edition=2)
    changed = working_calendar()

    assert (before.is_working(monday), unchanged.is_working(monday)) == (True, True)
    assert not changed.is_working(monday)


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
