"""Reading the measures and the alarms."""

from datetime import timedelta
from uuid import UUID

from motcua.alarms.models import Alarm
from motcua.alarms.rules import Measure
from motcua.kernel.errors import NotFound

PAGE = 30


def open_alarms() -> list[Alarm]:
    """Return what needs somebody now, the worst and oldest first."""
    return list(Alarm.objects.filter(ended_at=None).order_by("level", "began_at"))


def ended_alarms(before: UUID | None) -> tuple[list[Alarm], UUID | None]:
    """Return a page of alarms that are over, the newest first, and the key of the next page."""
    ended = Alarm.objects.filter(ended_at__isnull=False).order_by("-id")
    if before is not None:
        ended = ended.filter(id__lt=before)
    found = list(ended[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def alarm_of(alarm_id: UUID) -> Alarm:
    """Return an alarm; the caller has checked that the reader keeps the machines or oversees."""
    found = Alarm.objects.filter(pk=alarm_id).first()
    if found is None:
        raise NotFound
    return found


def in_words(measure: Measure, value: float | None) -> str:
    """Write a value in its unit."""
    if value is None:
        return "—"
    if measure.unit == "seconds":
        return span_in_words(timedelta(seconds=value))
    if measure.unit == "share":
        return f"{value * 100:.0f} %"
    return f"{value:.0f} ngày" if measure.unit == "days" else f"{value:.0f}"


def span_in_words(span: timedelta) -> str:
    """Write a time in the largest unit that leaves more than one or two of it."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} giây"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} phút"
    hours = minutes // 60
    return f"{hours} giờ" if hours < 48 else f"{hours // 24} ngày"
