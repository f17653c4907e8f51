"""Reading a case of a law table: `1wd`, and pauses written `from/to` or `from/to:policy`."""

import re
from datetime import datetime

from motcua.deadlines.rules import Pause, Policy, due_at
from motcua.kernel.limits import Limit, Unit
from tests.calendars import hanoi, national_calendar

UNITS = {
    "h": Unit.HOUR,
    "wd": Unit.WORKING_DAY,
    "d": Unit.CALENDAR_DAY,
    "m": Unit.MONTH,
}


def limit_of(text: str) -> Limit:
    """Return the limit that `8h`, `5wd`, `10d` or `1m` stands for."""
    found = re.fullmatch(r"(\d+)(h|wd|d|m)", text)
    assert found is not None
    return Limit(int(found[1]), UNITS[found[2]])


def pause_of(text: str) -> Pause:
    """Return the pause that `2026-06-02 10:00/2026-06-04 16:00:restart` stands for."""
    stretch, _, policy = text.partition("|")
    began, ended = stretch.split("/")
    return Pause(hanoi(began), hanoi(ended) if ended else None, Policy(policy or "continue"))


def due(received: str, limit: str, *pauses: str) -> datetime | None:
    """Return when a limit ends that began with a receipt in office hours of the State."""
    taken = [pause_of(pause) for pause in pauses]
    return due_at(hanoi(received), limit_of(limit), national_calendar(), taken)
