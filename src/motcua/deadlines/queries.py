"""Reading calendars and pauses."""

from datetime import date, time
from uuid import UUID

from motcua.deadlines import rules
from motcua.deadlines.models import Calendar, Holiday, Pause, Shift
from motcua.events.rows import read

DEFAULT_CALENDAR = "quoc-gia"
_read: dict[tuple[str, int], rules.WorkingCalendar] = {}


def working_calendar(code: str = DEFAULT_CALENDAR) -> rules.WorkingCalendar:
    """Return a calendar as published; one statement unless its edition has changed.

    The days and shifts of an edition are kept in memory, because every act counts with them.
    """
    calendar = read(Calendar, "WHERE code = %s", [code])[0]
    key = (code, calendar.edition)
    if key not in _read:
        _read[key] = _load(calendar)
    return _read[key]


def _load(calendar: Calendar) -> rules.WorkingCalendar:
    shifts: dict[int, list[tuple[time, time]]] = {}
    for shift in Shift.objects.filter(calendar=calendar).order_by("weekday", "begins"):
        shifts.setdefault(shift.weekday, []).append((shift.begins, shift.ends))
    days = list(Holiday.objects.filter(calendar=calendar).values_list("day", "kind"))
    return rules.WorkingCalendar(
        shifts={weekday: tuple(hours) for weekday, hours in shifts.items()},
        days_off=frozenset(day for day, kind in days if kind != "makeup_working_day"),
        make_up_days=frozenset(day for day, kind in days if kind == "makeup_working_day"),
        known_until=calendar.published_until,
        cut_off=calendar.same_day_cut_off,
    )


def day_names(code: str = DEFAULT_CALENDAR) -> dict[date, str]:
    """Return what the special days of a calendar are called, for `explaining`."""
    return dict(Holiday.objects.filter(calendar__code=code).values_list("day", "name"))


def pauses_of(subject: UUID) -> list[rules.Pause]:
    """Return the pauses of a subject, oldest first."""
    return [
        rules.Pause(pause.began_at, pause.ended_at, rules.Policy(pause.policy))
        for pause in Pause.objects.filter(subject=subject).order_by("began_at")
    ]
