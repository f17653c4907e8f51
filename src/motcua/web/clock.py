"""How a dossier stands against its limit, in words and a tone that every portal shows alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from motcua.deadlines.rules import Timing
from motcua.dossiers.clock import standing
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import LABELS, Status

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A tag: its words, never colour alone."""

    tone: str
    words: str


def clock_of(dossier: Dossier, now: datetime) -> ClockShown:
    """Return the tag of a dossier at a moment; states that end the clock show themselves."""
    timing = standing(dossier, now)
    if timing is None:
        return ClockShown("none", _(LABELS[Status(dossier.status)]))
    due = dossier.answer_due_at if dossier.status == Status.SUBMITTED else dossier.due_at
    return clock_words(timing, due, now)


def clock_words(timing: Timing, due: datetime | None, now: datetime) -> ClockShown:
    """Return tone and words for how something stands against a due moment."""
    if timing is Timing.PAUSED or due is None:
        return ClockShown("paused", _("Tạm dừng"))
    if timing is Timing.OVERDUE:
        return ClockShown("overdue", _("Quá hạn %s") % _span(now - due))
    if timing in {Timing.IN_TIME, Timing.NEAR}:
        if due - now < DAY and localdate(due) == localdate(now):
            return ClockShown("near", _("Hôm nay, %s") % f"{localtime(due):%H:%M}")
        return ClockShown(timing.value, _("Còn %s") % _span(due - now))
    words = {
        Timing.EARLY: _("Xong trước hạn"),
        Timing.ON_TIME: _("Xong đúng hạn"),
        Timing.LATE: _("Xong quá hạn"),
    }
    return ClockShown("overdue" if timing is Timing.LATE else "done", words[timing])


def _span(span: timedelta) -> str:
    if span >= DAY:
        return _("%s ngày") % (span // DAY)
    if span >= HOUR:
        return _("%s giờ") % (span // HOUR)
    return _("%s phút") % max(1, span // timedelta(minutes=1))
