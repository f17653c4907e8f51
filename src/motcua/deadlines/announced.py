"""Looking at calendars as people enter them: the days of a year, the hours, the numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, Q

from motcua.deadlines.models import AgencyCalendar, Calendar, Holiday
from motcua.deadlines.queries import NATIONAL, timetables_of
from motcua.deadlines.rules import Timetable
from motcua.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class CalendarShown:
    """A calendar with its special days of a year; None when the agency has none of its own yet."""

    calendar: Calendar | None
    agency: Agency | None
    year: int
    years: range
    days: list[Holiday]
    timetables: list[Timetable]
    published_until: date


def calendar_shown(agency: UUID | None, year: int) -> CalendarShown:
    """Return the national calendar or an agency's own as it stands in a year."""
    national = Calendar.objects.get(code=NATIONAL)
    calendar: Calendar | None = national
    if agency is not None:
        calendar = Calendar.objects.filter(owner__agency=agency).first()
    days = Holiday.objects.filter(calendar=calendar, day__year=year) if calendar else []
    first = Holiday.objects.filter(calendar=national).aggregate(first=Min("day"))["first"]
    return CalendarShown(
        calendar=calendar,
        agency=Agency.objects.filter(pk=agency).first() if agency else None,
        year=year,
        years=range((first or national.published_until).year, national.published_until.year + 2),
        days=sorted(days, key=lambda one: one.day),
        timetables=timetables_of(calendar) if calendar else [],
        published_until=national.published_until,
    )


def entries(agency: UUID | None, days: Collection[date]) -> list[Holiday]:
    """Return what a calendar says of some days: an agency's own entry before the national one."""
    layers = Q(calendar__code=NATIONAL)
    if agency is not None:
        layers |= Q(calendar__owner__agency=agency)
    said = Holiday.objects.filter(layers, day__in=days).select_related("calendar")
    ordered = sorted(said, key=lambda one: one.calendar.code != NATIONAL)
    return list({one.day: one for one in ordered}.values())


def owners_of_calendars() -> list[Agency]:
    """Return the agencies that have a calendar of their own, by name."""
    owners = AgencyCalendar.objects.values("agency")
    return list(Agency.objects.filter(pk__in=owners).order_by("name", "code"))
