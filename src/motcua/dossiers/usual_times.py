"""How long each step of a procedure usually takes: counted every night, from real dossiers.

What is counted is working time between opening and finishing a step. Steps during which the
dossier stood still, and those that were taken away unfinished, say nothing and are left out.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import WorkingCalendar
from motcua.dossiers.models import UsualTime
from motcua.kernel.ids import new_id
from motcua.workflow.actions import CANCELLED, SENT_BACK, TIMED_OUT

SPAN = timedelta(days=90)
LEAST = 10  # dossiers; fewer are a story, not a habit
UNFINISHED = (CANCELLED, SENT_BACK, TIMED_OUT)
_DONE = """
SELECT version.procedure_id, task.node, task.subject, task.opened_at, task.completed_at
FROM workflow_task AS task
JOIN dossiers_dossier AS dossier ON dossier.id = task.subject
JOIN procedures_procedureversion AS version ON version.id = dossier.procedure_id
WHERE task.completed_at >= %s AND task.completed_at < %s AND task.outcome <> ALL(%s)
AND NOT EXISTS (
    SELECT 1 FROM deadlines_pause AS pause
    WHERE pause.subject = task.subject AND pause.began_at < task.completed_at
    AND (pause.ended_at IS NULL OR pause.ended_at > task.opened_at)
)
"""
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Usual:
    """The working minutes within which half, and nine of ten, finish a step."""

    median: int
    ninetieth: int
    dossiers: int


def usual_times_of(procedure: UUID) -> dict[str, Usual]:
    """Return the usual time of each step of a procedure that enough dossiers tell of."""
    rows = UsualTime.objects.filter(procedure=procedure).values_list(
        "node", "median_minutes", "ninetieth_minutes", "dossiers"
    )
    return {node: Usual(median, ninetieth, many) for node, median, ninetieth, many in rows}


class WorkingClock:
    """Working minutes between two moments, by one look-up each."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        self.begins: list[datetime] = []
        self.lengths: list[int] = []
        self.before: list[int] = []
        passed, day = 0, first
        while day <= min(last, calendar.known_until):
            for begins, ends in calendar.hours(day):
                self.begins.append(begins)
                self.before.append(passed)
                self.lengths.append(_minutes(ends - begins))
                passed += self.lengths[-1]
            day += timedelta(days=1)

    def between(self, first: datetime, last: datetime) -> int:
        """Return the working minutes from one moment to a later one."""
        return self._until(last) - self._until(first)

    def _until(self, moment: datetime) -> int:
        at = bisect_right(self.begins, moment) - 1
        if at < 0:
            return 0
        return self.before[at] + min(_minutes(moment - self.begins[at]), self.lengths[at])


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


def usual(minutes: Iterable[int], dossiers: int) -> Usual:
    """Return median and 90th percentile, each a time that was really taken (nearest rank)."""
    ordered = sorted(minutes)
    return Usual(_ranked(ordered, 50), _ranked(ordered, 90), dossiers)


def _ranked(ordered: Sequence[int], percent: int) -> int:
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


@transaction.atomic
def count_usual_times(*, at: datetime) -> int:
    """Count the last 90 days anew and return of how many steps there is something to say."""
    taken = _times_taken(at)
    rows = [
        UsualTime(
            id=new_id(),
            procedure=procedure,
            node=node,
            median_minutes=found.median,
            ninetieth_minutes=found.ninetieth,
            dossiers=found.dossiers,
        )
        for (procedure, node), found in taken.items()
    ]
    UsualTime.objects.all().delete()
    UsualTime.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _times_taken(at: datetime) -> dict[tuple[UUID, str], Usual]:
    clock = WorkingClock(working_calendar(), localdate(at - 2 * SPAN), localdate(at))
    minutes: dict[tuple[UUID, str], list[int]] = defaultdict(list)
    subjects: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_DONE, [at - SPAN, at, list(UNFINISHED)])
        while rows := cursor.fetchmany(BATCH):
            for procedure, node, subject, opened_at, completed_at in rows:
                minutes[procedure, node].append(clock.between(opened_at, completed_at))
                subjects[procedure, node].add(subject)
    return {
        step: usual(minutes[step], len(dossiers))
        for step, dossiers in subjects.items()
        if len(dossiers) >= LEAST
    }
