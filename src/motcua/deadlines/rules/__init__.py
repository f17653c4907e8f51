"""Counting legal time limits (thời hạn giải quyết): what the law says about calendars and clocks.

Pure functions over moments: no database, no clock, no Django. A due moment is always computed
from facts — receipt, limit, calendar, pauses — and never edited. All moments here are aware; a
legal day is a day in Asia/Ho_Chi_Minh.
"""

from motcua.deadlines.rules.calendar import (
    MONDAY,
    ONE_DAY,
    ZONE,
    CalendarNotPublished,
    Shifts,
    Timetable,
    WorkingCalendar,
    WorkingDays,
)
from motcua.deadlines.rules.counting import deemed_receipt, due_at, formal_end
from motcua.deadlines.rules.pausing import Pause, Policy, clock_stands, open_stretches, running
from motcua.deadlines.rules.running_out import Course, Stage, stages_reached, working_time
from motcua.deadlines.rules.standing import Timing, finished_timing, timing
from motcua.deadlines.rules.terms import ClockTerms, Key, TermMiswritten, check_term, terms_from

__all__ = [
    "MONDAY", "ONE_DAY", "ZONE", "CalendarNotPublished", "ClockTerms", "Course", "Key", "Pause",
    "Policy", "Shifts", "Stage", "TermMiswritten", "Timetable", "Timing", "WorkingCalendar",
    "WorkingDays", "check_term", "clock_stands", "deemed_receipt", "due_at", "finished_timing",
    "formal_end", "open_stretches", "running", "stages_reached", "terms_from", "timing",
    "working_time",
]  # fmt: skip
