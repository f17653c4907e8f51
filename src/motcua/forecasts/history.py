"""Reading the lives of dossiers: those accepted last, and all that are open."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from django.utils.timezone import localdate

from motcua.deadlines.queries import working_calendar
from motcua.dossiers.models.lateness import PAUSING
from motcua.dossiers.rules import OPEN
from motcua.forecasts.as_of import AsOf, Floats, Numbers
from motcua.forecasts.lives import Lives, Steps
from motcua.forecasts.working_axis import WorkingAxis

MOST = 150_000  # dossiers; what is older tells of other laws, offices and people
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=800)
BATCH = 20_000
_OPEN = sorted(status.value for status in OPEN)
_SINCE = """
SELECT accepted_at FROM dossiers_dossier WHERE accepted_at < %(at)s
ORDER BY accepted_at DESC OFFSET %(most)s LIMIT 1
"""
# Chosen in each statement alike: finished ones accepted since a moment, and all that are open.
_DOSSIERS = """
SELECT dossier.id, version.procedure_id, dossier.settling_agency_id, version.sector_id,
    dossier.channel, extract(epoch FROM dossier.accepted_at)::float8,
    extract(epoch FROM COALESCE(dossier.original_due_at, dossier.due_at))::float8,
    extract(epoch FROM dossier.due_at)::float8, extract(epoch FROM dossier.decided_at)::float8,
    dossier.limit_unit <> '',
    CASE WHEN dossier.decided_at IS NOT NULL THEN dossier.decided_at > dossier.due_at
        WHEN dossier.due_at < %(at)s THEN true END
FROM dossiers_dossier AS dossier
JOIN procedures_procedureversion AS version ON version.id = dossier.procedure_id
WHERE dossier.accepted_at <= %(at)s
AND (dossier.decided_at IS NOT NULL AND dossier.accepted_at >= %(since)s
    OR dossier.status = ANY(%(open)s))
ORDER BY dossier.accepted_at, dossier.id
"""
_STEPS = """
SELECT task.subject, task.node, task.act, extract(epoch FROM task.opened_at)::float8,
    extract(epoch FROM task.completed_at)::float8
FROM workflow_task AS task
JOIN dossiers_dossier AS dossier ON dossier.id = task.subject
WHERE dossier.accepted_at <= %(at)s
AND (dossier.decided_at IS NOT NULL AND dossier.accepted_at >= %(since)s
    OR dossier.status = ANY(%(open)s))
AND task.opened_at <= %(at)s
AND (dossier.decided_at IS NULL OR task.opened_at < dossier.decided_at)
ORDER BY task.opened_at, task.id
"""
_MOVES = """
SELECT change.dossier_id, extract(epoch FROM change.at)::float8,
    extract(epoch FROM change.new_due_at)::float8, change.cause = ANY(%(paused)s)
FROM dossiers_duechange AS change
JOIN dossiers_dossier AS dossier ON dossier.id = change.dossier_id
WHERE dossier.accepted_at <= %(at)s
AND (dossier.decided_at IS NOT NULL AND dossier.accepted_at >= %(since)s
    OR dossier.status = ANY(%(open)s))
AND change.at <= %(at)s
ORDER BY change.at, change.id
"""


@dataclass(frozen=True, slots=True)
class History:
    """Lives, the minutes they are told in, and the minute of the reading."""

    lives: Lives
    axis: WorkingAxis
    now: float


class _Reading:
    """One reading: which dossiers are chosen, and their rows in batches."""

    def __init__(self, at: datetime) -> None:
        self._given: dict[str, datetime | str | list[str]] = {
            "paused": [cause.value for cause in PAUSING],
            "at": at,
            "open": _OPEN,
            "since": self._since(at),
        }

    @staticmethod
    def _since(at: datetime) -> datetime:
        with connection.cursor() as cursor:
            cursor.execute(_SINCE, {"at": at, "most": MOST})
            found = cursor.fetchone()
        return found[0] if found else LONG_AGO

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Yield what a statement finds of the chosen dossiers."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, self._given)
            while rows := cursor.fetchmany(BATCH):
                yield from rows


def read_history(at: datetime) -> History | None:
    """Return the lives of the dossiers accepted last and of all that are open; None without any.

    Four statements, read in batches.
    """
    reading = _Reading(at)
    rows = list(reading.rows(_DOSSIERS))
    if not rows:
        return None
    first = datetime.fromtimestamp(rows[0][5], at.tzinfo)
    axis = WorkingAxis(working_calendar(), localdate(first), localdate(at + AHEAD))
    lives = _lives(rows, axis, reading)
    return History(lives, axis, axis.minute(at))


def _lives(rows: Sequence[tuple[Any, ...]], axis: WorkingAxis, reading: _Reading) -> Lives:
    columns = list(zip(*rows, strict=True))
    places = {dossier: place for place, dossier in enumerate(columns[0])}
    accepted, original, due, decided = (axis.minutes(floats(column)) for column in columns[5:9])
    procedure = codes(columns[1])
    moves = [(places[row[0]], *row[1:]) for row in reading.rows(_MOVES) if row[0] in places]
    place, at, moved_to, is_pause = zip(*moves, strict=True) if moves else [()] * 4
    moved, moved_at = whole(place), axis.minutes(floats(at))
    # Of what is open and never moved, its row says when it is due.
    rests = np.isnan(decided) & ~np.isin(np.arange(len(rows)), moved)
    pauses = np.array(is_pause, dtype=bool)
    return Lives(
        ids=columns[0],
        agencies=columns[2],
        procedure=procedure,
        agency=codes(columns[2]),
        sector=codes(columns[3]),
        channel=codes(columns[4]),
        accepted=accepted,
        due=due,
        decided=decided,
        late=floats(columns[10]),
        limited=np.array(columns[9], dtype=bool),
        steps=_steps(axis, places, procedure, reading),
        dues=AsOf(
            np.concatenate((np.arange(len(rows)), moved)),
            np.concatenate((accepted, moved_at)),
            np.concatenate((np.where(rests, due, original), axis.minutes(floats(moved_to)))),
        ),
        pauses=AsOf(moved[pauses], moved_at[pauses]),
    )


def codes(column: Sequence[Hashable]) -> Numbers:
    """Number the different values of a column in the order of their first appearance."""
    numbers: dict[Hashable, int] = {}
    return whole([numbers.setdefault(value, len(numbers)) for value in column])


def whole(column: Sequence[int]) -> Numbers:
    """Return a column of whole numbers."""
    return np.array(column, dtype=np.int64)


def floats(column: Sequence[object]) -> Floats:
    """Return a column of numbers; what is missing is NaN."""
    return np.array(column, dtype=np.float64)


def _steps(
    axis: WorkingAxis, places: dict[UUID, int], procedure: Numbers, reading: _Reading
) -> Steps:
    rows = [(places[row[0]], *row[1:]) for row in reading.rows(_STEPS) if row[0] in places]
    dossier, node, act, opened, closed = zip(*rows, strict=True) if rows else [()] * 5
    whose = whole(dossier)
    return Steps(
        dossier=whose,
        node=codes(list(zip(procedure[whose].tolist(), node, strict=True))),
        act=codes(act),
        opened=axis.minutes(floats(opened)),
        closed=axis.minutes(floats(closed)),
    )
