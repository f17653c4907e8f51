"""Which limits run out, and who must hear of it: looked at by the worker all day long."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate, localtime

from motcua.deadlines.queries import clock_terms
from motcua.deadlines.rules import (
    CalendarNotPublished,
    Course,
    Stage,
    running,
    stages_reached,
)
from motcua.dossiers.clock import NEAR
from motcua.dossiers.recounting import STATUSES, Calendars, calendars, pauses_of_each
from motcua.kernel.actors import Role
from motcua.organisations.queries import officers_of

BATCH = 2000
_RUNNING = """
SELECT dossier.id, dossier.accepted_at, dossier.due_at, dossier.settling_agency_id,
    dossier.responsible, apology.signed_at, apology.new_due_at,
    EXISTS (SELECT FROM deadlines_pause AS pause WHERE pause.subject = dossier.id),
    ARRAY(SELECT stage FROM dossiers_duenotice AS notice
        WHERE notice.dossier_id = dossier.id AND notice.due_at = dossier.due_at)
FROM dossiers_dossier AS dossier
LEFT JOIN dossiers_apology AS apology
    ON apology.dossier_id = dossier.id AND apology.signed_at IS NOT NULL
WHERE dossier.status = ANY(%s) AND dossier.due_at IS NOT NULL
"""
_UNANSWERED = """
SELECT dossier.id, dossier.answer_due_at, dossier.receiving_agency_id
FROM dossiers_dossier AS dossier
WHERE dossier.status = 'submitted' AND dossier.answer_due_at < %s AND NOT EXISTS (
    SELECT FROM dossiers_duenotice AS notice WHERE notice.dossier_id = dossier.id
    AND notice.due_at = dossier.answer_due_at AND notice.stage = %s
)
"""
HOLDERS = frozenset({Stage.WARN_HOLDER, Stage.APOLOGY_OWED})


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage that a dossier has reached and nobody was told of, with whom to tell."""

    dossier: UUID
    stage: Stage
    due_at: datetime
    told: list[UUID]


@dataclass(slots=True)
class _Heads:
    """Who leads where, asked once for each agency."""

    now: datetime
    known: dict[tuple[UUID, Role], list[UUID]] = field(default_factory=dict)

    def of(self, agency: UUID, role: Role) -> list[UUID]:
        if (agency, role) not in self.known:
            found = officers_of(agency, role, localdate(self.now))
            self.known[agency, role] = [one.id for one in found]
        return self.known[agency, role]

    def to_tell(self, stage: Stage, agency: UUID, holder: UUID | None) -> list[UUID]:
        """Return the holder for what the holder must do, else the heads; of a second lateness,
        and where a unit has no head, who signs for the agency."""
        if stage in HOLDERS and holder is not None:
            return [holder]
        heads = [] if stage is Stage.LATE_AGAIN else self.of(agency, Role.SECTION_HEAD)
        return heads or self.of(agency, Role.SIGNATORY)


def stages_due(now: datetime) -> Iterator[Reached]:
    """Yield what has come due in the limits of all open dossiers and was not noted yet."""
    by, terms, heads = calendars(), clock_terms(localdate(now)), _Heads(now)
    for rows in _batches():
        pauses = pauses_of_each([row[0] for row in rows if row[7]])
        for row in rows:
            dossier, agency, holder = row[0], row[3], row[4]
            since = running(row[1], pauses.get(dossier, ()))[0]
            course = Course(since, row[2], row[5], row[6])
            reached = partial(stages_reached, course, now, terms=terms)
            for stage in _new(reached, by, agency, set(row[8])):
                told = heads.to_tell(stage, agency, holder)
                yield Reached(dossier, stage, row[2], told)


def unanswered(now: datetime) -> list[Reached]:
    """Return the filings that their desks have not answered in time, with whom to tell there
    (NĐ 45/2020/NĐ-CP art. 11 §3)."""
    clerks, stage = _Heads(now), Stage.ANSWER_OVERDUE
    with connection.cursor() as cursor:
        cursor.execute(_UNANSWERED, [now, stage.value])
        rows = cursor.fetchall()
    return [
        Reached(dossier, stage, due_at, clerks.of(desk, Role.RECEPTIONIST))
        for dossier, due_at, desk in rows
    ]


def _new(reached: Any, by: Calendars, agency: UUID, noted: set[str]) -> list[Stage]:
    try:
        return [stage for stage in reached(calendar=by.of(agency)) if stage.value not in noted]
    except CalendarNotPublished:
        return []


def _batches() -> Iterator[list[Any]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_RUNNING, [STATUSES])
        while rows := cursor.fetchmany(BATCH):
            yield rows


# What each officer has in hand that is near or late, and what each agency has.
_IN_HAND = """
SELECT assignee, count(*) FILTER (WHERE subject_due_at >= %(now)s),
    count(*) FILTER (WHERE subject_due_at < %(now)s)
FROM workflow_task WHERE completed_at IS NULL AND assignee IS NOT NULL
AND subject_due_at < %(soon)s GROUP BY assignee
"""
_AT_AGENCIES = """
SELECT settling_agency_id, count(*) FILTER (WHERE due_at >= %(now)s),
    count(*) FILTER (WHERE due_at < %(now)s)
FROM dossiers_dossier WHERE status = ANY(%(statuses)s) AND due_at < %(soon)s
GROUP BY settling_agency_id
"""


@dataclass(frozen=True, slots=True)
class Digest:
    """What an officer is told in the morning; `whole_unit` for those who lead."""

    officer: UUID
    near: int
    overdue: int
    whole_unit: bool


def digests(now: datetime, soon: datetime) -> list[Digest]:
    """Return this morning's digests: one for each holder, and one for each head of a unit."""
    given: dict[str, datetime | list[str]] = {"now": now, "soon": soon, "statuses": STATUSES}
    heads = _Heads(now)
    with connection.cursor() as cursor:
        cursor.execute(_IN_HAND, given)
        found = [
            Digest(officer, near, overdue, whole_unit=False)
            for officer, near, overdue in cursor.fetchall()
        ]
        cursor.execute(_AT_AGENCIES, given)
        for agency, near, overdue in cursor.fetchall():
            leading = heads.of(agency, Role.SECTION_HEAD) + heads.of(agency, Role.SIGNATORY)
            found += [Digest(one, near, overdue, whole_unit=True) for one in dict.fromkeys(leading)]
    return found


_URGENT = """
SELECT dossier.number, dossier.due_at FROM workflow_task AS task
JOIN dossiers_dossier AS dossier ON dossier.id = task.subject
WHERE task.completed_at IS NULL AND task.assignee = %s AND task.subject_due_at < %s
ORDER BY task.subject_due_at, task.id LIMIT 20
"""


def urgent_codes(officer: UUID, now: datetime) -> list[str]:
    """Return the most urgent dossiers in an officer's hands: codes with their due moments."""
    with connection.cursor() as cursor:
        cursor.execute(_URGENT, [officer, now + NEAR])
        return [f"{code}: {localtime(due):%H:%M %d/%m/%Y}" for code, due in cursor.fetchall()]
