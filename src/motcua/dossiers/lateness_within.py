"""Lateness of one field or procedure, or of any days: counted when it is asked for.

The same rows as the nightly figures are made of, so that both agree; those are kept because a whole
year of the province is too much to count for a page.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from motcua.dossiers.lateness_figures import (
    OF_LATE_ONLY,
    SHOWN,
    Dimension,
    Figure,
    figure_of,
    figures_by,
    names_of,
)
from motcua.dossiers.models import LatenessPeriod
from motcua.dossiers.periods import Period
from motcua.events.replica import reading

_COUNTED = """
SELECT key, count(*) FILTER (WHERE standing = 'early' AND NOT %(late_only)s) AS early,
    count(*) FILTER (WHERE standing = 'on_time' AND NOT %(late_only)s) AS on_time,
    count(*) FILTER (WHERE standing = 'late') AS late,
    count(*) FILTER (WHERE standing = 'overdue') AS overdue,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY days_late) FILTER (WHERE standing = 'late'),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY days_late) FILTER (WHERE standing = 'late')
FROM (
    SELECT {key} AS key, standing, days_late FROM dossiers_timeliness
    WHERE ended_at >= %(begins)s AND ended_at < %(ends)s
    AND (%(agency)s::uuid IS NULL OR agency = %(agency)s::uuid)
    AND (%(sector)s::uuid IS NULL OR sector = %(sector)s::uuid)
    AND (%(procedure)s::uuid IS NULL OR procedure = %(procedure)s::uuid)
    AND (%(one)s::text IS NULL OR {key} = %(one)s::text)
    AND (NOT %(late_only)s OR standing IN ('late', 'overdue'))
) AS chosen
GROUP BY key
ORDER BY count(*) FILTER (WHERE standing IN ('late', 'overdue')) DESC, on_time DESC, early DESC, key
LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Within:
    """Among which dossiers lateness is told: of an agency, a field, a procedure; None is all."""

    agency: UUID | None = None
    sector: UUID | None = None
    procedure: UUID | None = None

    def is_kept(self, period: LatenessPeriod) -> bool:
        """Say whether the nightly figures tell it: a period of theirs, of an agency or of all."""
        return bool(period.code) and self.sector is None and self.procedure is None


EVERYWHERE = Within()


def figures_within(
    period: LatenessPeriod, dimension: Dimension, within: Within, most: int | None = SHOWN
) -> list[Figure]:
    """Return the figures of a period, those with most that is behind first; at most so many."""
    if within.is_kept(period):
        return figures_by(period.code, dimension, within.agency, most)
    rows = _counted(period, dimension, within, None, most)
    names = names_of(dimension, [row[0] for row in rows])
    return [Figure(row[0], names.get(row[0], row[0]), *row[1:]) for row in rows]


def figure_within(
    period: LatenessPeriod, dimension: Dimension | None, key: str, within: Within
) -> Figure | None:
    """Return one figure; without a dimension that of everything asked for."""
    if within.is_kept(period):
        return figure_of(period.code, dimension, key, within.agency)
    one = None if dimension is None else key
    rows = _counted(period, dimension, within, one, 1)
    return Figure(rows[0][0], "", *rows[0][1:]) if rows else None


def _counted(
    period: LatenessPeriod,
    dimension: Dimension | None,
    within: Within,
    one: str | None,
    most: int | None,
) -> list[tuple[Any, ...]]:
    days = Period("", period.first, period.last)
    given: dict[str, Any] = {
        "begins": days.begins,
        "ends": days.ends,
        "agency": within.agency,
        "sector": within.sector,
        "procedure": within.procedure,
        "late_only": dimension in OF_LATE_ONLY,
        "one": one,
        "most": most,
    }
    # Only the name of a column of ours is put into the statement.
    key = "''" if dimension is None else f"{dimension.value}::text"
    with reading().cursor() as cursor:
        cursor.execute(_COUNTED.format(key=key), given)
        return list(cursor.fetchall())
