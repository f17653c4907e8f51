"""When a timer of a process is due: after a duration, at a date, or after a limit of work."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from motcua.kernel.expressions import ExpressionRefused, compiled, evaluate
from motcua.kernel.limits import Limit, limit_from
from motcua.workflow.rules.turn import Values

# ISO 8601 without years and months, whose length is not fixed.
_DURATION = re.compile(
    r"P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?"
)
# Counts a limit of the law from a moment, in working time where its unit says so.
Count = Callable[[datetime, Limit], datetime]


class TimerRefused(Exception):
    """The time of a timer cannot be read."""


def timer_from(kind: str, written: str) -> str:
    """Return a timer as nodes keep it, its kind before a colon; raise `TimerRefused`."""
    try:
        if kind == "limit":
            limit_from(written)
        elif not _is_written_out(kind, written):
            compiled(written)
        elif kind == "timeDuration":
            duration_from(written)
        else:
            datetime.fromisoformat(written)
    except (ValueError, ExpressionRefused) as error:
        raise TimerRefused(f"thời gian “{written[:60]}” không đọc được") from error
    return f"{kind}:{written}"


def expression_of(timer: str) -> str:
    """Return the expression that gives a timer's time, empty when the time is written out."""
    kind, _, written = timer.partition(":")
    return "" if kind == "limit" or _is_written_out(kind, written) else written


def _is_written_out(kind: str, written: str) -> bool:
    return written.startswith("P") if kind == "timeDuration" else written[:1].isdigit()


def duration_from(written: str) -> timedelta:
    """Read an ISO 8601 duration such as `PT4H` or `P2D`; raise `ValueError` for anything else."""
    found = _DURATION.fullmatch(written)
    if found is None or not any(found.groups()):
        raise ValueError(written)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def due_moment(timer: str, at: datetime, values: Values, count: Count) -> datetime:
    """Return when a timer armed at a moment is due; `count` knows the working calendar.

    Raises `TimerRefused` when an expression gives neither a duration nor a date.
    """
    kind, _, written = timer.partition(":")
    if kind == "limit":
        return count(at, limit_from(written))
    found: object = written if _is_written_out(kind, written) else evaluate(written, values)
    try:
        if isinstance(found, timedelta):
            return at + found
        if isinstance(found, str) and kind == "timeDuration":
            return at + duration_from(found)
        if isinstance(found, str):
            found = datetime.fromisoformat(found)
        if isinstance(found, datetime):
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (OverflowError, ValueError) as error:
        raise TimerRefused(f"thời gian “{found}” không đọc được") from error
    raise TimerRefused(f"“{written}” không cho một thời điểm")
