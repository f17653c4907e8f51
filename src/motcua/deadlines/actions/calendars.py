"""Announcing days and hours of work, and the numbers of the law."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.deadlines.models import (
    AgencyCalendar,
    Calendar,
    Holiday,
    OfficeHours,
    OfficeShift,
    Parameter,
    Shift,
)
from motcua.deadlines.permissions import require_keeper
from motcua.deadlines.proposals import Proposal, ProposedDay, SourceMissing, check_proposal
from motcua.deadlines.published import KINDS, shipped_days, shipped_hours
from motcua.deadlines.queries import NATIONAL
from motcua.deadlines.rules import Key, Timetable, check_term
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.organisations.models import Agency

NATIONAL_NAME = "Lịch làm việc chung"
OWN_NAME = "Lịch làm việc của {agency}"


class ParameterInPast(DomainError):
    """What was decided under a number stays decided."""

    message = "Giá trị mới chỉ có hiệu lực từ hôm nay trở đi, để việc đã làm không đổi."


class ParameterAlreadySet(DomainError):
    """A number has one value from a day on."""

    message = "Đã có giá trị từ ngày này. Xin chọn ngày khác."


@transaction.atomic
def enter_national_calendar(*, by: Actor, at: datetime) -> Calendar:
    """Enter the office hours and the national days that ship, each with its source, once."""
    require_keeper(by)
    known = Calendar.objects.filter(code=NATIONAL).first()
    if known is not None:
        return known
    days, hours = shipped_days(), shipped_hours()
    last = max(one.day for one in days)
    calendar = Calendar.objects.create(
        code=NATIONAL,
        name=NATIONAL_NAME,
        published_until=date(last.year, 12, 31),
        same_day_cut_off=hours.cut_off,
    )
    Shift.objects.bulk_create(
        Shift(calendar=calendar, weekday=weekday, begins=begins, ends=ends)
        for weekday, shifts in hours.shifts.items()
        for begins, ends in shifts
    )
    Holiday.objects.bulk_create(
        Holiday(
            calendar=calendar,
            day=one.day,
            kind=one.kind,
            name=one.name,
            source=one.source,
            provisional=one.provisional,
        )
        for one in days
    )
    record("calendar.entered", calendar.id, by=by, at=at, days=len(days))
    return calendar


@transaction.atomic
def announce(proposal: Proposal, *, source: str, by: Actor, at: datetime) -> Calendar:
    """Announce days and hours of work (công bố lịch làm việc), with the text that decides them.

    An agency's first change gives it a calendar of its own. Whoever counts from now on counts by
    it; due moments that are stored already are the business of those who store them.
    """
    require_keeper(by)
    check_proposal(proposal, source, localdate(at))
    calendar = _calendar_to_change(proposal.agency)
    for one in proposal.days:
        _keep_day(calendar, one, proposal, source.strip())
    if proposal.hours is not None:
        _keep_hours(calendar, proposal.hours, source.strip())
    if proposal.until is not None:
        calendar.published_until = max(proposal.until, calendar.published_until)
    calendar.edition += 1
    calendar.save()
    told = [{"day": one.day, "kind": one.kind} for one in proposal.days]
    hours_from = proposal.hours.valid_from if proposal.hours else None
    record(
        "calendar.announced",
        calendar.id,
        by=by,
        at=at,
        days=told,
        hours_from=hours_from,
        until=proposal.until,
        source=source.strip()[:300],
    )
    return calendar


def _calendar_to_change(agency: UUID | None) -> Calendar:
    """Return the calendar, held until the transaction ends; an agency without one gets its own.

    The national one is held too, so that changes come one after another.
    """
    national = Calendar.objects.select_for_update().get(code=NATIONAL)
    if agency is None:
        return national
    found = Agency.objects.filter(pk=agency).first()
    if found is None:
        raise NotFound
    own = AgencyCalendar.objects.filter(agency=found).first()
    if own is not None:
        return Calendar.objects.select_for_update().get(pk=own.calendar_id)
    calendar = Calendar.objects.create(
        code=str(found.id),
        name=OWN_NAME.format(agency=found.name)[:120],
        published_until=national.published_until,
        same_day_cut_off=national.same_day_cut_off,
    )
    AgencyCalendar.objects.create(agency=found, calendar=calendar)
    return calendar


def _keep_day(calendar: Calendar, one: ProposedDay, proposal: Proposal, source: str) -> None:
    if not one.kind:
        Holiday.objects.filter(calendar=calendar, day=one.day).delete()
        return
    Holiday.objects.update_or_create(
        calendar=calendar,
        day=one.day,
        defaults={
            "kind": one.kind,
            "name": (one.name.strip() or KINDS[one.kind])[:120],
            "source": proposal.sources.get(one.day, source)[:300],
            "provisional": proposal.provisional,
        },
    )


def _keep_hours(calendar: Calendar, timetable: Timetable, basis: str) -> None:
    OfficeHours.objects.filter(calendar=calendar, valid_from=timetable.valid_from).delete()
    hours = OfficeHours.objects.create(
        calendar=calendar,
        valid_from=timetable.valid_from,
        same_day_cut_off=timetable.cut_off,
        basis=basis[:300],
    )
    OfficeShift.objects.bulk_create(
        OfficeShift(timetable=hours, weekday=weekday, begins=begins, ends=ends)
        for weekday, shifts in timetable.shifts.items()
        for begins, ends in shifts
    )


@transaction.atomic
def set_parameter(
    key: Key, value: str, *, valid_from: date, basis: str, by: Actor, at: datetime
) -> Parameter:
    """Set a number of the law from a day on, today at the earliest, with its legal basis."""
    require_keeper(by)
    kept = check_term(key, value)
    if not basis.strip():
        raise SourceMissing
    if valid_from < localdate(at):
        raise ParameterInPast
    calendar = Calendar.objects.select_for_update().get(code=NATIONAL)
    if Parameter.objects.filter(key=key.value, valid_from=valid_from).exists():
        raise ParameterAlreadySet
    parameter = Parameter.objects.create(
        key=key.value,
        value=kept,
        valid_from=valid_from,
        basis=basis.strip()[:300],
        set_by=by.who,
        set_at=at,
    )
    calendar.edition += 1
    calendar.save(update_fields=["edition"])
    record("parameter.set", parameter.id, by=by, at=at, key=key.value, value=kept, on=valid_from)
    return parameter
