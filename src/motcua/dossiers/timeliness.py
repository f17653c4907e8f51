"""How every dossier stood against its limit: one row each, added to every night.

What was decided stays as it was counted; what is open and overdue is counted anew. A dossier
without a limit, or whose clock stands still, says nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import Timing, WorkingDays, finished_timing
from motcua.dossiers.apologies import causes_told
from motcua.dossiers.lateness_causes import Found, cause_of, overran_most
from motcua.dossiers.models import Timeliness
from motcua.dossiers.pasts import Overdue, pasts_of
from motcua.dossiers.periods import earliest
from motcua.dossiers.rules import OPEN
from motcua.dossiers.spans import Between, days_late
from motcua.dossiers.usual_times import WorkingClock

SLICE = 2000
LONGEST_LIMIT = timedelta(days=400)  # before the first day kept, a dossier may have been accepted
HeldUp = tuple[str, UUID | None, Found]  # the step that overran most, its agency, the cause
RECORDS, APOLOGY = "records", "apology"
_OPEN = sorted(status.value for status in OPEN)
_TO_COUNT = """
SELECT dossier.id, version.procedure_id, version.sector_id, dossier.settling_agency_id,
    dossier.accepted_at, dossier.due_at, dossier.decided_at
FROM dossiers_dossier AS dossier
JOIN procedures_procedureversion AS version ON version.id = dossier.procedure_id
WHERE dossier.due_at IS NOT NULL AND (
    dossier.decided_at >= %(first)s AND dossier.decided_at < %(at)s
    OR dossier.status = ANY(%(open)s) AND dossier.due_at < %(at)s
) AND NOT EXISTS (
    SELECT FROM dossiers_timeliness AS counted WHERE counted.dossier_id = dossier.id
)
"""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A dossier to be counted, with how it stands at the moment of counting."""

    dossier: UUID
    procedure: UUID
    sector: UUID
    agency: UUID
    accepted_at: datetime
    due_at: datetime
    ended_at: datetime
    timing: Timing

    @property
    def is_late(self) -> bool:
        return self.timing in {Timing.LATE, Timing.OVERDUE}

    @property
    def overdue(self) -> Overdue:
        return Overdue(self.dossier, self.agency, self.accepted_at, self.due_at, self.ended_at)


@transaction.atomic
def count_timeliness(*, at: datetime) -> int:
    """Add what was decided since the last count, count what is overdue anew, forget what is older
    than every period; return how many rows were written."""
    kept = earliest(localdate(at))
    calendar, since = working_calendar(), kept.first - LONGEST_LIMIT
    days, clock = calendar.days_from(since), WorkingClock(calendar, since, localdate(at))
    Timeliness.objects.filter(standing=Timing.OVERDUE.value).delete()
    Timeliness.objects.filter(ended_at__lt=kept.begins).delete()
    written = 0
    for some in _to_count(kept.begins, at):
        causes = _causes(some, clock.between)
        told = causes_told(list(causes))
        rows = [_row(one, days, causes.get(one.dossier), told) for one in some]
        written += len(Timeliness.objects.bulk_create(rows, batch_size=SLICE))
    return written


def _to_count(first: datetime, at: datetime) -> Iterator[list[_Standing]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_TO_COUNT, {"first": first, "at": at, "open": _OPEN})
        while rows := cursor.fetchmany(SLICE):
            yield [_standing(*row, at=at) for row in rows]


def _standing(
    dossier: UUID,
    procedure: UUID,
    sector: UUID,
    agency: UUID,
    accepted_at: datetime,
    due_at: datetime,
    decided_at: datetime | None,
    *,
    at: datetime,
) -> _Standing:
    timing = finished_timing(decided_at, due_at) if decided_at else Timing.OVERDUE
    ended_at = decided_at or at
    return _Standing(dossier, procedure, sector, agency, accepted_at, due_at, ended_at, timing)


def _causes(some: Sequence[_Standing], between: Between) -> dict[UUID, HeldUp]:
    """Return of the late ones the step that overran most, its agency, and the cause."""
    late = [one.overdue for one in some if one.is_late]
    if not late:
        return {}
    causes: dict[UUID, HeldUp] = {}
    for dossier, past in pasts_of(late, between).items():
        most = overran_most(past.steps)
        where = (most.name, most.agency) if most else ("", None)
        causes[dossier] = (*where, cause_of(past))
    return causes


def _row(
    one: _Standing,
    days: WorkingDays,
    held_up: HeldUp | None,
    told: Mapping[UUID, str],
) -> Timeliness:
    row = Timeliness(
        dossier_id=one.dossier,
        procedure=one.procedure,
        sector=one.sector,
        agency=one.agency,
        standing=one.timing.value,
        ended_at=one.ended_at,
    )
    if held_up is None:
        return row
    row.days_late = days_late(days, one.due_at, one.ended_at)
    row.step, row.step_agency, found = held_up
    row.cause, row.cause_source = found.cause.value, RECORDS
    row.cause_step, row.cause_agency, row.cause_minutes = found.step, found.agency, found.minutes
    if one.dossier in told:
        row.cause, row.cause_source = told[one.dossier], APOLOGY
        row.cause_step, row.cause_agency, row.cause_minutes = "", None, 0
    return row
