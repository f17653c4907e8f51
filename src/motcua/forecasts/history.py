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
from motcua.deadlines.rules import Pause, Policy, WorkingCalendar, due_at
from motcua.dossiers.rules import OPEN
from motcua.forecasts.as_of import AsOf, Floats, Numbers
from motcua.forecasts.lives import Lives, Steps
from motcua.forecasts.working_axis import WorkingAxis
from motcua.kernel.limits import Limit, Unit

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
_PAUSES = """
SELECT pause.subject, dossier.accepted_at, dossier.limit_value, dossier.limit_unit,
    pause.began_at, pause.ended_at, pause.policy
FROM deadlines_pause AS pause
JOIN dossiers_dossier AS dossier ON dossier.id = pause.subject
WHERE dossier.accepted_at <= %(at)s
AND (dossier.decided_at IS NOT NULL AND dossier.accepted_at >= %(since)s
    OR dossier.status = ANY(%(open)s))
AND pause.began_at >= dossier.accepted_at AND pause.began_at <= %(at)s
ORDER BY pause.began_at
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
        self.at = at
        self._given: dict[str, datetime | list[str]] = {
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
    calendar = working_calendar()
    first = datetime.fromtimestamp(rows[0][5], at.tzinfo)
    axis = WorkingAxis(calendar, localdate(first), localdate(at + AHEAD))
    lives = _lives(rows, axis, calendar, reading)
    return History(lives, axis, axis.minute(at))


def _lives(
    rows: Sequence[tuple[Any, ...]], axis: WorkingAxis, calendar: WorkingCalendar, reading: _Reading
) -> Lives:
    columns = list(zip(*rows, strict=True))
    places = {dossier: place for place, dossier in enumerate(columns[0])}
    accepted, original, due, decided = (axis.minutes(floats(column)) for column in columns[5:9])
    procedure = codes(columns[1])
    moved = list(_moved(axis, calendar, reading, places))
    was_paused = np.isin(np.arange(len(rows)), [one.place for one in moved])
    # What is open is due when its row says so, whatever moved it besides pauses.
    first_due = np.where(np.isnan(decided) & ~was_paused, due, original)
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
            np.concatenate((np.arange(len(rows)), whole([one.place for one in moved]))),
            np.concatenate((accepted, floats([one.at for one in moved]))),
            np.concatenate((first_due, floats([one.due for one in moved]))),
        ),
        pauses=AsOf(
            whole([one.place for one in moved if one.is_beginning]),
            floats([one.at for one in moved if one.is_beginning]),
        ),
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


@dataclass(frozen=True, slots=True)
class _Moved:
    """A pause began, and no due moment was known, or ended, and there was another."""

    place: int
    at: float
    due: float
    is_beginning: bool


def _moved(
    axis: WorkingAxis, calendar: WorkingCalendar, reading: _Reading, places: dict[UUID, int]
) -> Iterator[_Moved]:
    """Yield when pauses changed what was known of due moments."""
    seen: dict[UUID, list[Pause]] = {}
    for subject, accepted_at, value, unit, began_at, ended_at, policy in reading.rows(_PAUSES):
        if policy == Policy.NONE or value is None or subject not in places:
            continue
        yield _Moved(places[subject], axis.minute(began_at), np.nan, is_beginning=True)
        if ended_at is not None and ended_at <= reading.at:
            pauses = seen.setdefault(subject, [])
            pauses.append(Pause(began_at, ended_at, Policy(policy)))
            due = due_at(accepted_at, Limit(value, Unit(unit)), calendar, pauses)
            assert due is not None
            again = axis.minute(due)
            yield _Moved(places[subject], axis.minute(ended_at), again, is_beginning=False)
