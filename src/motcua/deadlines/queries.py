"""Reading calendars, the numbers of the law, and pauses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db.models import Prefetch

from motcua.deadlines import rules
from motcua.deadlines.models import (
    AgencyCalendar,
    Calendar,
    Holiday,
    OfficeHours,
    OfficeShift,
    Parameter,
    Pause,
    Shift,
)
from motcua.deadlines.proposals import Proposal
from motcua.deadlines.published import shipped_parameters
from motcua.events.rows import read

NATIONAL = "quoc-gia"
MAKE_UP = "makeup_working_day"
Editions = tuple[tuple[UUID, int], ...]
_calendars: dict[Editions, rules.WorkingCalendar] = {}
_parameters: dict[tuple[Editions, date], rules.ClockTerms] = {}
_LAYERS = """
WHERE code = %s OR id = (SELECT calendar_id FROM deadlines_agencycalendar WHERE agency_id = %s)
ORDER BY code = %s DESC
"""
_HELD = f"{_LAYERS} FOR SHARE"


class NoCalendar(LookupError):
    """No national calendar was entered; `./motcua calendar` enters the one that ships."""


def working_calendar(agency: UUID | None = None, *, held: bool = False) -> rules.WorkingCalendar:
    """Return the calendar by which an agency works: the national one with its own on top.

    One statement unless an edition has changed; days and shifts are kept in memory, because every
    act counts with them. `held` keeps it from being changed before the transaction ends, so that
    no due moment is stored by an edition that a recount has left behind.
    """
    return _known(_layers(agency, held=held))


def _known(layers: Sequence[Calendar]) -> rules.WorkingCalendar:
    key = _editions(layers)
    if key not in _calendars:
        _calendars[key] = _load(layers)
    return _calendars[key]


def _layers(agency: UUID | None, *, held: bool = False) -> list[Calendar]:
    layers = read(Calendar, _HELD if held else _LAYERS, [NATIONAL, agency, NATIONAL])
    if not layers:
        raise NoCalendar
    return layers


def _editions(layers: Sequence[Calendar]) -> Editions:
    return tuple((one.id, one.edition) for one in layers)


def calendar_if(proposal: Proposal, agency: UUID | None) -> rules.WorkingCalendar:
    """Return the calendar by which an agency would work if a change were announced."""
    layers: list[Calendar | None] = [*_layers(agency)]
    if agency is not None and len(layers) == 1:
        layers.append(None)  # the own calendar that the change would give it
    return _load(layers, proposal, {None: 0, agency: len(layers) - 1}.get(proposal.agency))


@dataclass(slots=True)
class _Layer:
    """What one calendar says: its special days and its timetables, the earliest first."""

    days: dict[date, str]
    timetables: list[rules.Timetable]


def _layer(calendar: Calendar | None, proposal: Proposal | None) -> _Layer:
    found = _Layer({}, [])
    if calendar is not None:
        found.days.update(Holiday.objects.filter(calendar=calendar).values_list("day", "kind"))
        found.timetables = timetables_of(calendar)
    if proposal is not None:
        found.days = proposal.applied(found.days)
        if proposal.hours is not None:
            kept = [t for t in found.timetables if t.valid_from != proposal.hours.valid_from]
            found.timetables = sorted([*kept, proposal.hours], key=lambda one: one.valid_from)
    return found


def _load(
    layers: Sequence[Calendar | None], proposal: Proposal | None = None, changed: int | None = None
) -> rules.WorkingCalendar:
    """Put an agency's own layer on the national one; `changed` is the place of the layer that a
    proposal would change."""
    days: dict[date, str] = {}
    timetables: list[rules.Timetable] = []
    for place, calendar in enumerate(layers):
        layer = _layer(calendar, proposal if place == changed else None)
        days.update(layer.days)
        first = layer.timetables[0].valid_from if layer.timetables else date.max
        timetables = [one for one in timetables if one.valid_from < first] + layer.timetables
    begin, *later = timetables
    assert layers[0] is not None  # the national one
    known_until = layers[0].published_until
    if proposal is not None and proposal.until is not None:
        known_until = max(known_until, proposal.until)
    return rules.WorkingCalendar(
        shifts=begin.shifts,
        days_off=frozenset(day for day, kind in days.items() if kind != MAKE_UP),
        make_up_days=frozenset(day for day, kind in days.items() if kind == MAKE_UP),
        known_until=known_until,
        cut_off=begin.cut_off,
        later=tuple(later),
    )


def timetables_of(calendar: Calendar) -> list[rules.Timetable]:
    """Return the timetables of one calendar alone, the earliest first."""
    begun = Shift.objects.filter(calendar=calendar).order_by("weekday", "begins")
    first = rules.Timetable(date.min, _week(begun), calendar.same_day_cut_off)
    later = OfficeHours.objects.filter(calendar=calendar).prefetch_related(
        Prefetch("shifts", OfficeShift.objects.order_by("weekday", "begins"))
    )
    found = [
        rules.Timetable(hours.valid_from, _week(hours.shifts.all()), hours.same_day_cut_off)
        for hours in later.order_by("valid_from")
    ]
    return [first, *found] if first.shifts else found


def _week(shifts: Iterable[Shift | OfficeShift]) -> rules.Shifts:
    week: dict[int, tuple[tuple[time, time], ...]] = {}
    for shift in shifts:
        week[shift.weekday] = (*week.get(shift.weekday, ()), (shift.begins, shift.ends))
    return week


@dataclass(frozen=True, slots=True)
class LegalClock:
    """What an agency counts by on a day: its calendar and the numbers of the law."""

    calendar: rules.WorkingCalendar
    terms: rules.ClockTerms


def legal_clock(agency: UUID | None, day: date, *, held: bool = False) -> LegalClock:
    """Return what an agency counts by on a day; one statement unless something has changed."""
    layers = _layers(agency, held=held)
    return LegalClock(_known(layers), _terms(layers, day))


def clock_terms(day: date) -> rules.ClockTerms:
    """Return the numbers of the law in force on a day; one statement unless they have changed."""
    return _terms(_layers(None), day)


def _terms(layers: Sequence[Calendar], day: date) -> rules.ClockTerms:
    key = (_editions(layers[:1]), day)
    if key not in _parameters:
        values = {one.key: one.value for one in parameters(day) if one.valid_from <= day}
        _parameters[key] = rules.terms_from(values)
    return _parameters[key]


@dataclass(frozen=True, slots=True)
class ParameterInForce:
    """A number of the law from a day on, and the text it comes from."""

    key: str
    value: str
    valid_from: date
    basis: str


def parameters(until: date | None = None) -> list[ParameterInForce]:
    """Return every number that ships or was set, in order of the days from which they hold."""
    set_here = Parameter.objects.all() if until is None else Parameter.objects.in_force(until)
    rows = [
        ParameterInForce(one.key, one.value, one.valid_from, one.basis)
        for one in set_here.order_by("valid_from")
    ]
    shipped = [ParameterInForce(*row) for row in shipped_parameters()]
    return sorted([*shipped, *rows], key=lambda one: one.valid_from)


def day_names(agency: UUID | None = None) -> dict[date, str]:
    """Return what the special days of an agency's calendar are called, for `explaining`."""
    names: dict[date, str] = {}
    for layer in _layers(agency):
        names.update(Holiday.objects.filter(calendar=layer).values_list("day", "name"))
    return names


def agencies_with_calendars() -> list[UUID]:
    """Return the agencies that have a calendar of their own."""
    return list(AgencyCalendar.objects.values_list("agency_id", flat=True))


def pauses_of(subject: UUID) -> list[rules.Pause]:
    """Return the pauses of a subject, oldest first."""
    return [
        rules.Pause(pause.began_at, pause.ended_at, rules.Policy(pause.policy))
        for pause in Pause.objects.filter(subject=subject).order_by("began_at")
    ]
