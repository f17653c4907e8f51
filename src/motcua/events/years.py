"""The partitions of the event log: one for each year in which subjects were made.

They are made ahead by a job. An event of a year without one is not lost: it lies among the undated
until its partition is made, and the status page says so.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

AHEAD = 2  # years
EARLIEST = 2000  # an id of a time before is none of a time
_KEPT = """
SELECT substring(relname FROM '[0-9]{4}$')::int FROM pg_inherits
JOIN pg_class ON pg_class.oid = inhrelid
WHERE inhparent = 'events_event'::regclass AND relname ~ '_[0-9]{4}$' ORDER BY 1
"""
_ASTRAY = """
SELECT DISTINCT extract(year FROM to_timestamp(
    ('x' || left(replace(subject::text, '-', ''), 12))::bit(48)::bigint / 1000.0
) AT TIME ZONE 'Asia/Ho_Chi_Minh')::int FROM events_event_undated
WHERE subject >= motcua_first_id_of(%s) AND subject < motcua_first_id_of(%s)
    AND substr(subject::text, 15, 1) = '7' ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Years:
    """Which years have a partition, and what is not as it should be."""

    kept: tuple[int, ...]
    missing: tuple[int, ...]
    astray: tuple[int, ...]

    @property
    def is_well(self) -> bool:
        """Say whether this year and the next have a place, and no event lies elsewhere."""
        return not self.missing and not self.astray


def years(today: date) -> Years:
    """Return which years have a partition, which of this and the next lack one, and of which years
    events lie among the undated."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT)
        kept = tuple(int(year) for (year,) in cursor.fetchall())
        cursor.execute(_ASTRAY, [EARLIEST, today.year + AHEAD + 1])
        astray = tuple(int(year) for (year,) in cursor.fetchall())
    missing = tuple(year for year in (today.year, today.year + 1) if year not in kept)
    return Years(kept, missing, astray)


def keep_years(today: date, first: int | None = None) -> list[int]:
    """Make the partitions of the years to come, those of stray events, and those since `first`;
    return the years that are new. Doing it twice changes nothing."""
    known = years(today)
    wanted = {*range(first or today.year, today.year + AHEAD + 1), *known.astray}
    return [year for year in sorted(wanted - set(known.kept)) if _keep(year)]


@transaction.atomic
def _keep(year: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute("SELECT motcua_room_for_events_of(%s)", [year])
        return bool(cursor.fetchone()[0])
