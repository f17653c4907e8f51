"""What is owed as a limit runs out: warnings, the apology, and what happens after the due moment.

NĐ 61/2018/NĐ-CP art. 19 (kept by NĐ 118/2025/NĐ-CP): no later than one day before the limit ends
the agency apologises in writing and names one new day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motcua.deadlines.rules.calendar import ONE_DAY, ZONE, WorkingCalendar
from motcua.deadlines.rules.terms import ClockTerms
from motcua.kernel.limits import Limit, Unit


class Stage(StrEnum):
    """What has come due in the course of a limit; each is told once for a due moment."""

    WARN_HOLDER = "warn_holder"
    WARN_HEAD = "warn_head"
    APOLOGY_OWED = "apology_owed"
    OVERDUE = "overdue"
    APOLOGY_MISSED = "apology_missed"
    LATE_AGAIN = "late_again"
    ANSWER_OVERDUE = "answer_overdue"  # a filing that its desk has not answered in time


@dataclass(frozen=True, slots=True)
class Course:
    """A limit that runs: since when, until when, and what was promised about its end.

    `apologised_at` is when the apology was signed, `promised_at` the new day that it names.
    """

    since: datetime
    due_at: datetime
    apologised_at: datetime | None = None
    promised_at: datetime | None = None


def working_time(first: datetime, last: datetime, calendar: WorkingCalendar) -> timedelta:
    """Return the working time from one moment to a later one; none when it is not later."""
    passed = timedelta()
    day, end = first.astimezone(ZONE).date(), last.astimezone(ZONE).date()
    while day <= end:
        for opens, closes in calendar.hours(day):
            passed += max(min(closes, last) - max(opens, first), timedelta())
        day += ONE_DAY
    return passed


def before_due(due_at: datetime, lead: Limit, calendar: WorkingCalendar) -> datetime:
    """Return the moment that lies so many working days or hours before a due moment.

    One working day before the close of Tuesday is the close of Monday.
    """
    if lead.unit is Unit.HOUR:
        return _hours_before(due_at, timedelta(hours=lead.value), calendar)
    local = due_at.astimezone(ZONE)
    day, left = local.date(), lead.value
    while left:
        day -= ONE_DAY
        left -= calendar.is_working(day)
    return calendar.closing(day) if lead.value else due_at


def _hours_before(due_at: datetime, left: timedelta, calendar: WorkingCalendar) -> datetime:
    day = due_at.astimezone(ZONE).date()
    while True:
        for opens, closes in reversed(calendar.hours(day)):
            ends = min(closes, due_at)
            if ends - opens >= left:
                return ends - left
            left -= max(ends - opens, timedelta())
        day -= ONE_DAY


def stages_reached(
    course: Course, now: datetime, calendar: WorkingCalendar, terms: ClockTerms
) -> list[Stage]:
    """Return what has come due by a moment, in the order of the law.

    A signed apology ends the warnings: whoever answers for the dossier knows. It never ends the
    lateness itself. Without one by the due moment the duty was missed, whatever follows.
    """
    reached = [] if course.apologised_at else _warnings(course, now, calendar, terms)
    if now > course.due_at:
        reached.append(Stage.OVERDUE)
        if course.apologised_at is None or course.apologised_at > course.due_at:
            reached.append(Stage.APOLOGY_MISSED)
    if course.promised_at is not None and now > max(course.promised_at, course.due_at):
        reached.append(Stage.LATE_AGAIN)
    return reached


def _warnings(
    course: Course, now: datetime, calendar: WorkingCalendar, terms: ClockTerms
) -> list[Stage]:
    whole = working_time(course.since, course.due_at, calendar)
    used = working_time(course.since, min(now, course.due_at), calendar)
    reached = []
    if used * 100 >= whole * terms.warn_holder_at:
        reached.append(Stage.WARN_HOLDER)
    if used * 100 >= whole * terms.warn_head_at:
        reached.append(Stage.WARN_HEAD)
    if now >= apology_owed_from(course, calendar, terms):
        reached.append(Stage.APOLOGY_OWED)
    return reached


def apology_owed_from(course: Course, calendar: WorkingCalendar, terms: ClockTerms) -> datetime:
    """Return when the apology is to be written at the latest, never before the limit began.

    A limit shorter than the lead would owe its apology before it began; then it is owed when
    half of it is used.
    """
    owed = before_due(course.due_at, terms.apology_before, calendar)
    if owed > course.since:
        return owed
    return course.since + (course.due_at - course.since) / 2
