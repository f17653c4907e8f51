"""Where the time of a procedure goes, step by step, and how long it takes as a whole: counted
every night from the last 90 days.

A step that was taken away unfinished says nothing; handing over the result comes after the
decision and waits for the applicant, so it is left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import Pause
from motcua.dossiers.models import ProcedureTime, StepFigure
from motcua.dossiers.spans import Given, Split, Stay, split, working_days_after
from motcua.dossiers.usual_times import LEAST, SPAN, UNFINISHED, WorkingClock, usual

SLICE = 10_000
_STEPS = """
SELECT version.procedure_id, task.node, task.name, task.id, task.subject, dossier.accepted_at,
    task.opened_at, task.acknowledged_at, task.completed_at
FROM workflow_task AS task
JOIN dossiers_dossier AS dossier ON dossier.id = task.subject
JOIN procedures_procedureversion AS version ON version.id = dossier.procedure_id
WHERE task.completed_at >= %(first)s AND task.completed_at < %(at)s
    AND task.outcome <> ALL(%(unfinished)s) AND task.act <> 'deliver'
"""
_HAND_OVERS = """
SELECT task, given_at, acknowledged_at FROM dossiers_handover
WHERE given_at >= %(since)s AND given_at < %(at)s ORDER BY given_at, id
"""
_PAUSES = """
SELECT subject, began_at, ended_at FROM deadlines_pause
WHERE began_at < %(at)s AND (ended_at IS NULL OR ended_at > %(since)s) ORDER BY began_at
"""
_DECIDED = """
SELECT version.procedure_id, dossier.accepted_at, dossier.decided_at, EXISTS (
    SELECT FROM deadlines_pause AS pause WHERE pause.subject = dossier.id
        AND pause.began_at >= dossier.accepted_at)
FROM dossiers_dossier AS dossier
JOIN procedures_procedureversion AS version ON version.id = dossier.procedure_id
WHERE dossier.decided_at >= %(first)s AND dossier.decided_at < %(at)s
"""


@dataclass(slots=True)
class _Passed:
    """What is gathered of one step of a procedure."""

    name: str = ""
    began: int = 0
    waiting: int = 0
    working: int = 0
    paused: int = 0
    totals: list[int] = field(default_factory=list)
    dossiers: set[UUID] = field(default_factory=set)

    def add(self, name: str, subject: UUID, began: int, divided: Split) -> None:
        """Add one time that a dossier went through the step."""
        self.name = name
        self.began += began
        self.waiting += divided.waiting
        self.working += divided.working
        self.paused += divided.paused
        self.totals.append(divided.total)
        self.dossiers.add(subject)


@transaction.atomic
def count_where_time_goes(*, at: datetime) -> int:
    """Count the last 90 days anew and return of how many steps there is something to say."""
    steps = [
        _figure(procedure, node, found)
        for (procedure, node), found in _passed(at).items()
        if len(found.dossiers) >= LEAST
    ]
    StepFigure.objects.all().delete()
    StepFigure.objects.bulk_create(steps, batch_size=1000)
    ProcedureTime.objects.all().delete()
    ProcedureTime.objects.bulk_create(_procedure_times(at), batch_size=1000)
    return len(steps)


def _given(at: datetime) -> dict[str, Any]:
    return {
        "first": at - SPAN,
        "since": at - 2 * SPAN,
        "at": at,
        "unfinished": list(UNFINISHED),
    }


def _rows(statement: str, at: datetime) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, _given(at))
        while rows := cursor.fetchmany(SLICE):
            yield from rows


def _passed(at: datetime) -> dict[tuple[UUID, str], _Passed]:
    clock = WorkingClock(working_calendar(), localdate(at - 4 * SPAN), localdate(at))
    given: dict[UUID, list[Given]] = defaultdict(list)
    for task, given_at, received_at in _rows(_HAND_OVERS, at):
        given[task].append(Given(given_at, received_at))
    pauses: dict[UUID, list[Pause]] = defaultdict(list)
    for subject, began_at, ended_at in _rows(_PAUSES, at):
        pauses[subject].append(Pause(began_at, ended_at))
    found: dict[tuple[UUID, str], _Passed] = defaultdict(_Passed)
    for procedure, node, name, task, subject, accepted, opened, taken, ended in _rows(_STEPS, at):
        stay = Stay(opened, ended, taken, given.get(task, ()))
        divided = split(stay, pauses.get(subject, ()), clock.between)
        began = clock.between(accepted, opened)
        found[procedure, node].add(name, subject, began, divided)
    return found


def _figure(procedure: UUID, node: str, found: _Passed) -> StepFigure:
    times = len(found.totals)
    return StepFigure(
        procedure=procedure,
        node=node,
        name=found.name,
        begins_minutes=found.began // times,
        waiting_minutes=found.waiting // times,
        working_minutes=found.working // times,
        paused_minutes=found.paused // times,
        ninetieth_minutes=usual(found.totals, times).ninetieth,
        dossiers=len(found.dossiers),
    )


def _procedure_times(at: datetime) -> list[ProcedureTime]:
    days = working_calendar().days_from(localdate(at - 8 * SPAN))
    decided: dict[UUID, int] = defaultdict(int)
    straight: dict[UUID, list[int]] = defaultdict(list)
    for procedure, accepted, ended, stood_still in _rows(_DECIDED, at):
        decided[procedure] += 1
        if not stood_still:
            took = working_days_after(days, accepted, ended)
            straight[procedure].append(took)
    return [
        _time(procedure, many, straight[procedure])
        for procedure, many in decided.items()
        if many >= LEAST
    ]


def _time(procedure: UUID, many: int, days: Sequence[int]) -> ProcedureTime:
    row = ProcedureTime(procedure=procedure, dossiers=many, counted=len(days))
    if len(days) >= LEAST:
        took = usual(days, len(days))
        row.median_days, row.ninetieth_days = took.median, took.ninetieth
    return row
