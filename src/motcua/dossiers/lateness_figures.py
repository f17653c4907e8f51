"""Lateness by field, agency, procedure, step and cause: rolled up every night from `Timeliness`.

Of each period, for the whole province and within each agency. Steps and causes are told of late
dossiers alone. Median and ninetieth are of those that were decided late, by nearest rank.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from motcua.dossiers.apologies import cause_names
from motcua.dossiers.lateness_causes import label_of
from motcua.dossiers.models import LatenessFigure, LatenessPeriod
from motcua.dossiers.periods import Period, periods_on
from motcua.dossiers.timeliness import count_timeliness
from motcua.organisations.queries import agency_names
from motcua.procedures.models import ProcedureVersion, Sector

SHOWN = 100
NO_STEP = "Không bước nào quá hạn riêng"

# GROUPING has a bit for each column that a group does not tell apart: 1 cause, 2 step,
# 4 procedure, 8 sector, 16 agency.
_GROUPS = """GROUPING SETS ((), (agency), (sector), (procedure), (step), (cause),
    (agency, sector), (agency, procedure), (agency, step), (agency, cause))"""
_NAMED = """
    CASE grouped WHEN 31 THEN 'all' WHEN 15 THEN 'agency' WHEN 23 THEN 'sector' WHEN 7 THEN 'sector'
        WHEN 27 THEN 'procedure' WHEN 11 THEN 'procedure' WHEN 29 THEN 'step' WHEN 13 THEN 'step'
        ELSE 'cause' END AS dimension,
    CASE WHEN grouped IN (7, 11, 13, 14) THEN agency::text ELSE '' END AS scope,
    CASE grouped WHEN 31 THEN '' WHEN 15 THEN agency::text WHEN 23 THEN sector::text
        WHEN 7 THEN sector::text WHEN 27 THEN procedure::text WHEN 11 THEN procedure::text
        WHEN 29 THEN step WHEN 13 THEN step ELSE cause END AS key"""
_ROLL_UP = """
WITH chosen AS MATERIALIZED (
    SELECT agency, sector, procedure, step, cause, standing, days_late FROM dossiers_timeliness
    WHERE ended_at >= %(begins)s AND ended_at < %(ends)s
), counted AS (
    SELECT agency, sector, procedure, step, cause,
        GROUPING(agency, sector, procedure, step, cause) AS grouped,
        count(*) FILTER (WHERE standing = 'early') AS early,
        count(*) FILTER (WHERE standing = 'on_time') AS on_time,
        count(*) FILTER (WHERE standing = 'late') AS late,
        count(*) FILTER (WHERE standing = 'overdue') AS overdue
    FROM chosen GROUP BY {groups}
), delayed AS (
    SELECT agency, sector, procedure, step, cause,
        GROUPING(agency, sector, procedure, step, cause) AS grouped,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY days_late) AS median_days,
        percentile_disc(0.9) WITHIN GROUP (ORDER BY days_late) AS ninetieth_days
    FROM chosen WHERE standing = 'late' GROUP BY {groups}
), named AS (SELECT counted.*, {named} FROM counted
), of_delays AS (SELECT median_days, ninetieth_days, {named} FROM delayed
)
INSERT INTO dossiers_latenessfigure (period_id, dimension, scope, key, early, on_time, late,
    overdue, median_days, ninetieth_days)
SELECT %(period)s, named.dimension, NULLIF(named.scope, '')::uuid, named.key,
    CASE WHEN named.dimension IN ('step', 'cause') THEN 0 ELSE named.early END,
    CASE WHEN named.dimension IN ('step', 'cause') THEN 0 ELSE named.on_time END,
    named.late, named.overdue, of_delays.median_days, of_delays.ninetieth_days
FROM named LEFT JOIN of_delays USING (dimension, scope, key)
WHERE named.early + named.on_time + named.late + named.overdue > 0
    AND (named.dimension NOT IN ('step', 'cause') OR named.late + named.overdue > 0)
"""


class Dimension(StrEnum):
    """By what lateness is told apart."""

    SECTOR = "sector"
    AGENCY = "agency"
    PROCEDURE = "procedure"
    STEP = "step"
    CAUSE = "cause"


OF_LATE_ONLY = frozenset({Dimension.STEP, Dimension.CAUSE})


@dataclass(frozen=True, slots=True)
class Figure:
    """How many dossiers of one kind were early, on time and late, and are overdue."""

    key: str
    name: str
    early: int
    on_time: int
    late: int
    overdue: int
    median_days: int | None
    ninetieth_days: int | None

    @property
    def finished(self) -> int:
        """Return how many were decided."""
        return self.early + self.on_time + self.late

    @property
    def behind(self) -> int:
        """Return how many were decided late or are overdue."""
        return self.late + self.overdue


@transaction.atomic
def count_lateness(*, at: datetime) -> int:
    """Count how every dossier stands and roll it up by period; return how many figures there are.

    The lists behind the figures are of the same count, so that both always agree.
    """
    count_timeliness(at=at)
    LatenessFigure.objects.all().delete()
    LatenessPeriod.objects.all().delete()
    chosen = periods_on(localdate(at))
    LatenessPeriod.objects.bulk_create(
        LatenessPeriod(code=one.code, first=one.first, last=one.last, counted_at=at)
        for one in chosen
    )
    return sum(_roll_up(one) for one in chosen)


def _roll_up(period: Period) -> int:
    given: dict[str, Any] = {
        "period": period.code,
        "begins": period.begins,
        "ends": period.ends,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP.format(groups=_GROUPS, named=_NAMED), given)
        return int(cursor.rowcount)


def periods_counted() -> list[LatenessPeriod]:
    """Return the periods of the last count, the last days first, then months back."""
    found = {one.code: one for one in LatenessPeriod.objects.all()}
    days = [one for one in found.values() if "-" not in one.code]
    months = [one for one in found.values() if "-" in one.code]
    return sorted(days, key=lambda one: -one.first.toordinal()) + sorted(
        months, key=lambda one: -one.first.toordinal()
    )


def figure_of(
    period: str, dimension: Dimension | None, key: str, agency: UUID | None
) -> Figure | None:
    """Return one figure; without a dimension that of the whole province, or of a whole agency."""
    if dimension is not None:
        wanted: dict[str, object] = {"dimension": dimension.value, "key": key, "scope": agency}
    elif agency is not None:
        wanted = {"dimension": "agency", "key": str(agency), "scope": None}
    else:
        wanted = {"dimension": "all", "key": "", "scope": None}
    row = LatenessFigure.objects.filter(period=period, **wanted).first()
    return _figure(row, "") if row else None


def figures_by(
    period: str, dimension: Dimension, agency: UUID | None, most: int | None = SHOWN
) -> list[Figure]:
    """Return the figures of a period, those with most that is behind first; at most so many."""
    rows = list(_by(period, dimension, agency)[:most])
    names = names_of(dimension, [row.key for row in rows])
    return [_figure(row, names.get(row.key, row.key)) for row in rows]


def _by(period: str, dimension: Dimension, agency: UUID | None) -> QuerySet[LatenessFigure]:
    chosen = LatenessFigure.objects.filter(period=period, dimension=dimension.value, scope=agency)
    behind = F("late") + F("overdue")
    return chosen.order_by(behind.desc(), "-on_time", "-early", "key")


def _figure(row: LatenessFigure, name: str) -> Figure:
    return Figure(
        row.key,
        name,
        row.early,
        row.on_time,
        row.late,
        row.overdue,
        row.median_days,
        row.ninetieth_days,
    )


def names_of(dimension: Dimension, keys: Iterable[str]) -> dict[str, str]:
    """Return how fields, agencies, procedures, steps or causes are called, in one statement."""
    wanted = list(keys)
    if dimension is Dimension.CAUSE:
        told = cause_names()
        return {key: label_of(key, told) for key in wanted}
    if dimension is Dimension.STEP:
        return {key: key or NO_STEP for key in wanted}
    known = [UUID(key) for key in wanted]
    if dimension is Dimension.AGENCY:
        found: dict[UUID, str] = agency_names(known)
    elif dimension is Dimension.SECTOR:
        found = dict(Sector.objects.filter(pk__in=known).values_list("id", "name"))
    else:
        found = procedure_names(known)
    return {str(key): name for key, name in found.items()}


def procedure_names(procedures: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of procedures, each as its latest published version has it."""
    versions = ProcedureVersion.objects.filter(
        procedure__in=list(procedures), published_at__isnull=False
    )
    latest = versions.order_by("procedure", "-version").distinct("procedure")
    return dict(latest.values_list("procedure_id", "name"))
