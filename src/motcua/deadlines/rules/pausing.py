"""Pauses: stretches that the law takes out of a limit (tạm dừng, không tính vào thời hạn)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.deadlines.rules.calendar import ZONE


class Policy(StrEnum):
    """What a pause does to the limit; which one holds is set per procedure and stage."""

    RESTART = "restart"
    CONTINUE = "continue"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch the law takes out of the limit: from its first moment up to, not with, its last.

    One that ends when it begins holds no moment and changes nothing.
    """

    began_at: datetime
    ended_at: datetime | None
    policy: Policy = Policy.CONTINUE

    @property
    def is_open(self) -> bool:
        """Say whether the clock still stands."""
        return self.ended_at is None

    def days(self) -> tuple[date, date] | None:
        """Return the first and the last legal day with a moment inside the pause."""
        if self.ended_at is None or self.ended_at <= self.began_at:
            return None
        last = self.ended_at.astimezone(ZONE) - timedelta(microseconds=1)
        return self.began_at.astimezone(ZONE).date(), last.date()

    def touches(self, day: date) -> bool:
        """Say whether any moment of a legal day lies inside the pause."""
        days = self.days()
        return days is not None and days[0] <= day <= days[1]


def clock_stands(pauses: Sequence[Pause]) -> bool:
    """Say whether an open pause stops the clock now; one of the policy `none` does not."""
    return any(pause.is_open and pause.policy is not Policy.NONE for pause in pauses)


def running(received_at: datetime, pauses: Sequence[Pause]) -> tuple[datetime, list[Pause]]:
    """Return when the limit last began to run, and the pauses that take time out of it since.

    It runs anew from the end of the last pause that restarts it, also where that pause began
    after the due moment: the law knows no exception, and the original due moment is kept. What
    was paused before the limit began takes nothing out of it.
    """
    anew = [
        pause.ended_at
        for pause in pauses
        if pause.policy is Policy.RESTART and pause.ended_at and pause.days()
    ]
    begins = max([received_at, *anew])
    counted = [
        pause
        for pause in pauses
        if pause.policy is Policy.CONTINUE and pause.ended_at and pause.ended_at > begins
    ]
    return begins, counted


def stretches(pauses: Sequence[Pause]) -> list[tuple[date, date]]:
    """Return the first and last day of every pause that holds a moment."""
    return [days for pause in pauses if (days := pause.days())]


def touched_by(pauses: Sequence[Pause]) -> Callable[[date], bool]:
    """Return what says whether one of the pauses touches a day."""
    paused = stretches(pauses)
    return lambda day: any(first <= day <= last for first, last in paused)


def open_stretches(
    begins: datetime, ends: datetime, pauses: Sequence[Pause]
) -> list[tuple[datetime, datetime]]:
    """Return what is left of a stretch when closed pauses are taken out of it."""
    left = [(begins, ends)] if begins < ends else []
    for pause in pauses:
        left = [
            piece
            for opens, closes in left
            for piece in (
                (opens, min(closes, pause.began_at)),
                (max(opens, pause.ended_at or closes), closes),
            )
            if piece[0] < piece[1]
        ]
    return left
