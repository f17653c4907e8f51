"""What changes calendars, the numbers of the law, and the clock of a subject."""

from motcua.deadlines.actions.calendars import (
    announce,
    enter_national_calendar,
    set_parameter,
)
from motcua.deadlines.actions.pausing import pause, resume

__all__ = [
    "announce", "enter_national_calendar", "pause", "resume", "set_parameter",
]  # fmt: skip
