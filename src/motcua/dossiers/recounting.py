"""Counting the due moments of all open dossiers anew, in arrays; nothing is written here.

What a dossier's due moment must be follows from its facts alone, so a recount compares what is
stored with what the calendars say now: it may be run again at any time and moves only what differs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from motcua.deadlines.batch import Batch, Moments, Numbers
from motcua.deadlines.models import Pause as PauseRow
from motcua.deadlines.proposals import Proposal
from motcua.deadlines.queries import agencies_with_calendars, calendar_if, working_calendar
from motcua.deadlines.rules import (
    ZONE,
    CalendarNotPublished,
    Pause,
    Policy,
    WorkingCalendar,
    due_at,
)
from motcua.dossiers.rules import OPEN
from motcua.events.arrays import EPOCH, Columns, Rows, read_columns
from motcua.kernel.limits import Limit, Unit

UNITS = tuple(Unit)
HERE = 7 * 3_600_000_000  # Vietnamese time is so many microseconds ahead
SINCE_1970 = int((EPOCH - datetime(1970, 1, 1, tzinfo=EPOCH.tzinfo)).total_seconds()) * 1_000_000
NEVER = np.iinfo(np.int64).min
STATUSES = sorted(status.value for status in OPEN)
_FACTS: Columns = {
    "id": "uuid",
    "accepted_at": "moment",
    "due_at": "moment",
    "value": "number",
    "unit": "number",
    "calendar": "number",
}
_STRAIGHT = """
SELECT id, accepted_at, due_at, limit_value::int4, array_position(%s::text[], limit_unit)::int4,
    coalesce(array_position(%s::uuid[], settling_agency_id), 0)::int4
FROM dossiers_dossier
WHERE status = ANY(%s) AND due_at >= %s AND limit_value IS NOT NULL
AND NOT EXISTS (SELECT FROM deadlines_pause AS pause WHERE pause.subject = dossiers_dossier.id)
"""
_PAUSED = """
SELECT id, accepted_at, due_at, limit_value, limit_unit, settling_agency_id FROM dossiers_dossier
WHERE status = ANY(%s) AND due_at >= %s AND limit_value IS NOT NULL
AND EXISTS (SELECT FROM deadlines_pause AS pause WHERE pause.subject = dossiers_dossier.id)
"""


@dataclass(frozen=True, slots=True)
class Moves:
    """Due moments that differ from what is stored, in microseconds since 2000, UTC.

    `counted` is how many dossiers were looked at, `unknown` how many end beyond the last
    published day and stay as they are.
    """

    ids: Rows
    old: NDArray[np.int64]
    new: NDArray[np.int64]
    counted: int
    unknown: int

    def __len__(self) -> int:
        return len(self.ids)

    def parts(self, size: int) -> Iterator["Moves"]:
        """Yield them in parts of a size that one transaction writes."""
        for at in range(0, len(self), size):
            part = slice(at, at + size)
            yield Moves(self.ids[part], self.old[part], self.new[part], self.counted, 0)


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars by which agencies work: the national one first, then those of their own."""

    agencies: tuple[UUID, ...]
    calendars: tuple[WorkingCalendar, ...]

    def of(self, agency: UUID | None) -> WorkingCalendar:
        """Return the calendar of an agency."""
        own = self.agencies.index(agency) + 1 if agency in self.agencies else 0
        return self.calendars[own]


def calendars(proposal: Proposal | None = None) -> Calendars:
    """Return the calendars in force, or as they would be if a change were announced."""
    own = agencies_with_calendars()
    if proposal is not None and proposal.agency is not None and proposal.agency not in own:
        own.append(proposal.agency)
    if proposal is None:
        found = [working_calendar(agency) for agency in (None, *own)]
    else:
        found = [calendar_if(proposal, agency) for agency in (None, *own)]
    return Calendars(tuple(own), tuple(found))


def moves(by: Calendars, since: date | None = None) -> Moves:
    """Return which open dossiers are due at another moment than is stored; two scans.

    Limits that ended before `since`, the first day that a change is about, cannot have moved.
    """
    begin = beginning(since)
    straight = read_columns(
        _STRAIGHT, [[unit.value for unit in UNITS], list(by.agencies), STATUSES, begin], _FACTS
    )
    new = due_in_arrays(
        straight["accepted_at"], straight["value"], straight["unit"], straight["calendar"], by
    )
    unknown = int((new == NEVER).sum())
    old = straight["due_at"].astype(np.int64)
    moved = (new != NEVER) & (new != old)
    paused = _moves_with_pauses(by, begin)
    return Moves(
        np.concatenate([straight["id"][moved], np.array(paused.ids, dtype="V16")]),
        np.concatenate([old[moved], np.array(paused.old, dtype=np.int64)]),
        np.concatenate([new[moved], np.array(paused.new, dtype=np.int64)]),
        len(straight) + paused.counted,
        unknown + paused.unknown,
    )


def due_in_arrays(
    received: Rows, values: Rows, units: Rows, numbers: Rows, by: Calendars
) -> NDArray[np.int64]:
    """Return when limits end, all in microseconds since 2000, UTC; `NEVER` where it is unknown.

    `units` are places in `UNITS` from 1, `numbers` those of the calendars from 0.
    """
    found = np.full(len(received), NEVER, dtype=np.int64)
    local: Moments = (received.astype(np.int64) + SINCE_1970 + HERE).view("datetime64[us]")
    counts: Numbers = values.astype(np.int64)
    for number, calendar in enumerate(by.calendars):
        here = numbers == number
        if not here.any():
            continue
        batch = Batch(calendar, local[here].min().astype("datetime64[D]").item())
        for place, unit in enumerate(UNITS, start=1):
            chosen = here & (units == place)
            if chosen.any():
                found[chosen] = batch.due(local[chosen], counts[chosen], unit).view(np.int64)
    known = found != NEVER
    found[known] -= SINCE_1970 + HERE
    return found


@dataclass(slots=True)
class _Listed:
    ids: list[bytes]
    old: list[int]
    new: list[int]
    counted: int = 0
    unknown: int = 0


def _moves_with_pauses(by: Calendars, begin: datetime) -> _Listed:
    """Count dossiers that were paused one by one: few, and each in its own way."""
    with connection.cursor() as cursor:
        cursor.execute(_PAUSED, [STATUSES, begin])
        rows = cursor.fetchall()
    pauses = pauses_of_each([row[0] for row in rows])
    found = _Listed([], [], [], counted=len(rows))
    for dossier, accepted_at, stored, value, unit, agency in rows:
        limit = Limit(value, Unit(unit))
        try:
            due = due_at(accepted_at, limit, by.of(agency), pauses[dossier])
        except CalendarNotPublished:
            found.unknown += 1
            continue
        if due is not None and due != stored:
            found.ids.append(dossier.bytes)
            found.old.append(microseconds(stored))
            found.new.append(microseconds(due))
    return found


def pauses_of_each(subjects: Sequence[UUID]) -> Mapping[UUID, list[Pause]]:
    """Return the pauses of many subjects, oldest first, in one statement."""
    found: dict[UUID, list[Pause]] = {subject: [] for subject in subjects}
    for row in PauseRow.objects.filter(subject__in=subjects).order_by("began_at"):
        found[row.subject].append(Pause(row.began_at, row.ended_at, Policy(row.policy)))
    return found


def beginning(day: date | None) -> datetime:
    """Return the first moment of a day, or one before all others."""
    return EPOCH if day is None else datetime.combine(day, time(), ZONE)


def microseconds(moment: datetime) -> int:
    """Return a moment as arrays hold it."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(number: int) -> datetime:
    """Return what an array holds as a moment."""
    return EPOCH + timedelta(microseconds=int(number))
