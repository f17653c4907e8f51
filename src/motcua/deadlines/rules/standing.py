"""How a subject stands against its limit (regulations D-8)."""

from datetime import datetime, timedelta
from enum import StrEnum

from motcua.deadlines.rules.calendar import ZONE


class Timing(StrEnum):
    """How a dossier stands against its limit (regulations D-8)."""

    IN_TIME = "in_time"
    NEAR = "near"
    OVERDUE = "overdue"
    PAUSED = "paused"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


def timing(now: datetime, due: datetime | None, near: timedelta) -> Timing:
    """Say how an open dossier stands at a moment; near means less than `near` is left."""
    if due is None:
        return Timing.PAUSED
    if now > due:
        return Timing.OVERDUE
    return Timing.NEAR if due - now < near else Timing.IN_TIME


def finished_timing(finished_at: datetime, due: datetime) -> Timing:
    """Compare a finish with its due moment: an earlier day is early, the same day on time."""
    if finished_at > due:
        return Timing.LATE
    if finished_at.astimezone(ZONE).date() < due.astimezone(ZONE).date():
        return Timing.EARLY
    return Timing.ON_TIME
