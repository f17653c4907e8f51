"""Counting anew the figures of days and months that changes of facts have made stale.

One at a time, in one transaction: the marks are taken away first, then their cells are counted from
the facts as they stand by then. A change that is not seen has a mark that was not seen either and
stays, so a cell without marks always is what its facts say.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from motcua.deadlines.rules import ZONE
from motcua.indicators.models import NineMonths
from motcua.indicators.nine_cells import CELL, SUMS, nine_cells_of, nine_digest
from motcua.indicators.rolled_up import next_month
from motcua.indicators.rolling import CELLS, COLUMNS, OPEN_DUE, cells_of
from motcua.indicators.sign_cells import digest, sign_cells_of
from motcua.indicators.signs_rolled_up import TOUCHED

MANY = 2_000  # so much that the planner must learn of it at once


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of cells: what a block of them is of, besides its time, what tells cells of a block
    apart, what is counted, and the SQL that counts them from a relation of facts by its name."""

    table: str
    of: tuple[str, ...]
    told: Callable[[str, tuple[str, ...]], str]
    more: tuple[str, ...] = ()
    counted: tuple[str, ...] = ("month", *COLUMNS)

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns that tell cells apart."""
        return (*self.of, "begins", *self.more)

    @property
    def names(self) -> str:
        """Return all columns, for a statement."""
        return ", ".join((*self.key, *self.counted))


def _figures(facts: str, keys: tuple[str, ...]) -> str:
    return cells_of(facts, (*keys, "month"), COLUMNS)


def _signs(facts: str, keys: tuple[str, ...]) -> str:
    return sign_cells_of(facts, (*keys, "month"), COLUMNS)


def _signs_of_months(facts: str, keys: tuple[str, ...]) -> str:
    return sign_cells_of(facts, (*keys, "month"), COLUMNS, whole=True)


DAYS = Cells("indicators_dayfigures", ("settling_agency",), _figures)
MONTHS = Cells("indicators_monthfigures", ("settling_agency", "procedure"), _figures)
PROCEDURES = Cells("indicators_procedurefigures", ("procedure",), _figures)
SIGNS = Cells("indicators_signfigures", ("settling_agency",), _signs, ("sign",))
WHOLE_SIGNS = replace(SIGNS, told=_signs_of_months)  # of months whose facts are all given
NINE = Cells("indicators_ninefigures", CELL[:2], nine_cells_of, CELL[2:], SUMS)
LOCK = 7352  # what changes the catalogue's facts takes it too (migration 0004)
_BEGIN = """
CREATE TEMP TABLE indicators_taken (settling_agency text, procedure text, begins timestamptz)
ON COMMIT DROP
"""
_TAKE = """
WITH gone AS (DELETE FROM indicators_stale RETURNING settling_agency, procedure, begins)
INSERT INTO indicators_taken SELECT DISTINCT settling_agency, procedure, begins FROM gone
"""
_DAYS = """
SELECT DISTINCT settling_agency AS of_settling_agency, begins, begins + interval '24 hours' AS ends
FROM indicators_taken
"""
_MONTHS = f"""
SELECT settling_agency AS of_settling_agency, procedure AS of_procedure, begins,
    {next_month("begins")} AS ends
FROM (SELECT DISTINCT settling_agency, procedure,
    date_trunc('month', begins, 'Asia/Ho_Chi_Minh') AS begins FROM indicators_taken) AS month
"""  # noqa: S608 -- names of tables and columns only, here and below
_PROCEDURES = """
SELECT DISTINCT procedure AS of_procedure,
    date_trunc('month', begins, 'Asia/Ho_Chi_Minh') AS begins
FROM indicators_taken
"""
_TAKE_SIGNS = """
CREATE TEMP TABLE indicators_taken_signs ON COMMIT DROP AS
WITH gone AS (DELETE FROM indicators_stalesigns RETURNING *)
SELECT DISTINCT settling_agency, begins, account, device, owner, procedure, finished_at FROM gone
"""
_SIGNS = f"""
SELECT settling_agency AS of_settling_agency, begins, {next_month("begins")} AS ends
FROM ({TOUCHED.format(marks="indicators_taken_signs")}) AS touched
"""  # noqa: S608
_TAKE_NINE = """
CREATE TEMP TABLE indicators_taken_nine ON COMMIT DROP AS
WITH gone AS (DELETE FROM indicators_stalenine RETURNING *)
SELECT DISTINCT settling_agency, procedure, begins FROM gone
JOIN indicators_ninemonths USING (begins) WHERE digest = %s
"""
_NINE = f"""
SELECT settling_agency AS of_settling_agency, procedure AS of_procedure, begins,
    {next_month("begins")} AS ends
FROM indicators_taken_nine
"""  # noqa: S608
# One look into an index for each month in which something was received.
_NEXT_MONTH = """
WITH RECURSIVE month AS (
    SELECT date_trunc('month', max(received_at), 'Asia/Ho_Chi_Minh') AS begins
    FROM indicators_dossierfact
    UNION ALL SELECT (
        SELECT date_trunc('month', max(received_at), 'Asia/Ho_Chi_Minh')
        FROM indicators_dossierfact WHERE received_at < month.begins
    ) FROM month WHERE begins IS NOT NULL
)
SELECT begins FROM month WHERE begins IS NOT NULL AND NOT EXISTS (
    SELECT FROM indicators_ninemonths AS one WHERE one.begins = month.begins AND digest = %s
) LIMIT 1
"""
_IS_THERE = """
SELECT EXISTS (SELECT FROM indicators_signrules WHERE digest = %s),
    EXISTS (SELECT FROM indicators_stalesigns)
"""
_EVERY_MONTH = """
SELECT DISTINCT date_trunc('month', received_at, 'Asia/Ho_Chi_Minh') FROM indicators_dossierfact
WHERE received_at IS NOT NULL ORDER BY 1
"""
_SUMMED = f"""
SELECT cell.begins, cell.procedure, cell.month,
    {", ".join(f"sum(cell.{name}) AS {name}" for name in CELLS)}, due.{OPEN_DUE}
FROM blocks JOIN indicators_monthfigures AS cell
    ON cell.procedure = of_procedure AND cell.begins = blocks.begins
CROSS JOIN LATERAL (
    SELECT array_agg(due ORDER BY due) AS {OPEN_DUE}
    FROM indicators_monthfigures AS one, unnest(one.{OPEN_DUE}) AS due
    WHERE one.procedure = of_procedure AND one.begins = blocks.begins
) AS due
GROUP BY cell.begins, cell.procedure, cell.month, due.{OPEN_DUE}
"""  # noqa: S608 -- names of columns only, here and below
# The same over cells that are counted in the same statement.
_SUMMED_AT_ONCE = f"""
WITH counted AS ({{counted}} RETURNING *), due AS (
    SELECT procedure, begins, array_agg(due ORDER BY due) AS {OPEN_DUE}
    FROM counted, unnest({OPEN_DUE}) AS due GROUP BY procedure, begins
)
INSERT INTO indicators_procedurefigures (procedure, begins, month, {", ".join(COLUMNS)})
SELECT procedure, begins, month, {", ".join(f"sum(counted.{name})" for name in CELLS)},
    due.{OPEN_DUE}
FROM counted LEFT JOIN due USING (procedure, begins)
GROUP BY procedure, begins, month, due.{OPEN_DUE}
"""  # noqa: S608
# Cells that have become empty go.
_COUNT = """
WITH counted AS (
    INSERT INTO {table} AS cell ({names}) SELECT {names} FROM ({cells}) AS live
    ON CONFLICT ({key}) DO UPDATE SET {kept} RETURNING {cell_key}
)
DELETE FROM {table} AS cell USING blocks WHERE {same}
    AND NOT EXISTS (SELECT FROM counted WHERE ({counted_key}) = ({cell_key}))
"""


def count_anew() -> int:
    """Count every stale cell anew; return how many days of agencies and procedures were stale."""
    taken = _count_days_and_months()
    _count_signs()
    _count_nine()
    return taken


def _count_days_and_months() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM indicators_stale)")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(_BEGIN)
        cursor.execute(_TAKE)
        taken = int(cursor.rowcount)
        if taken > MANY:
            cursor.execute("ANALYZE indicators_dossierfact")
        _store(DAYS, _DAYS)
        _store(MONTHS, _MONTHS)
        _store(PROCEDURES, _PROCEDURES, _SUMMED)
        if taken > MANY:
            cursor.execute(f"ANALYZE {DAYS.table}, {MONTHS.table}, {PROCEDURES.table}")
        cursor.execute("DROP TABLE indicators_taken")
        return taken


def _count_signs() -> None:
    """Count the signs of months of which something changed; of every month when their rules did."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_THERE, [digest()])
        is_told, is_stale = cursor.fetchone()
        if is_told and not is_stale:
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if is_told:
            _count_touched(cursor)
            return
        cursor.execute("DELETE FROM indicators_signrules")
        cursor.execute("DELETE FROM indicators_stalesigns")
        cursor.execute(f"DELETE FROM {SIGNS.table}")  # noqa: S608
        cursor.execute(_EVERY_MONTH)
        for (month,) in cursor.fetchall():
            cursor.execute(_whole_month(WHOLE_SIGNS, month.astimezone(ZONE).date()))
        cursor.execute(f"ANALYZE {SIGNS.table}")
        cursor.execute("INSERT INTO indicators_signrules VALUES (%s)", [digest()])


def _count_touched(cursor: CursorWrapper) -> None:
    cursor.execute(_TAKE_SIGNS)
    cursor.execute("ANALYZE indicators_taken_signs")
    _store(SIGNS, _SIGNS)
    cursor.execute("DROP TABLE indicators_taken_signs")


def _count_nine() -> None:
    """Sum points anew where something changed, of months that are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM indicators_stalenine)")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(_TAKE_NINE, [nine_digest()])
        _store(NINE, _NINE)
        cursor.execute("DROP TABLE indicators_taken_nine")


def count_next_month() -> bool:
    """Sum the points of the newest month that is not counted yet; False if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_MONTH, [nine_digest()])
        found = cursor.fetchone()
        if found is None:
            return False
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _count_nine_of(cursor.execute, found[0].astimezone(ZONE).date())
        return True


def _count_nine_of(run: Callable[[str], object], month: date) -> None:
    begins, _ends = _bounds(month, month)
    for table in ("indicators_stalenine", NINE.table, "indicators_ninemonths"):
        run(f"DELETE FROM {table} WHERE begins = {begins}")  # noqa: S608
    run(_whole_month(NINE, month))
    run(f"INSERT INTO indicators_ninemonths VALUES ({begins}, '{nine_digest()}')")  # noqa: S608


def count_every_month() -> None:
    """Sum the points of every month anew, whatever was counted."""
    NineMonths.objects.all().delete()
    while count_next_month():
        pass


def _bounds(first: date, beyond: date) -> tuple[str, str]:
    """Return the first moments of two local days, for a statement."""
    begins, ends = (f"'{day:%Y-%m-%d} 00:00+07'::timestamptz" for day in (first, beyond))
    return begins, ends


def _whole_month(of: Cells, month: date) -> str:
    """Return the statement that stores the cells of a month, given by its first day."""
    begins, ends = _bounds(month, _next(month))
    return (
        f"INSERT INTO {of.table} ({of.names}) WITH facts AS MATERIALIZED (SELECT fact.*,"  # noqa: S608
        f" {begins} AS begins FROM indicators_dossierfact AS fact WHERE received_at >= {begins}"
        f" AND received_at < {ends}) SELECT {of.names} FROM"
        f" ({of.told('facts', (*of.of, 'begins'))}) AS cells"
    )


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def count_months(run: Callable[[str], object], first: date, beyond: date) -> None:
    """Count anew every cell of whole months from the facts received in them, stale or not.

    `run` carries a statement out in a transaction of the caller's; marks of these months go first.
    """
    bounds = _bounds(first, beyond)
    within = "{0} >= " + bounds[0] + " AND {0} < " + bounds[1]
    run(f"DELETE FROM indicators_stale WHERE {within.format('begins')}")  # noqa: S608
    for of in (DAYS, MONTHS, PROCEDURES, SIGNS):
        run(f"DELETE FROM {of.table} WHERE {within.format('begins')}")  # noqa: S608
    received = within.format("received_at")
    run(_counting(DAYS, "day", received))
    run(_SUMMED_AT_ONCE.format(counted=_counting(MONTHS, "month", received)))
    month = first
    while month < beyond:
        run(_whole_month(WHOLE_SIGNS, month))
        _count_nine_of(run, month)
        month = _next(month)


def _counting(of: Cells, unit: str, received: str) -> str:
    return (
        f"INSERT INTO {of.table} ({of.names}) WITH facts AS (SELECT fact.*,"  # noqa: S608
        f" date_trunc('{unit}', received_at, 'Asia/Ho_Chi_Minh') AS begins"
        f" FROM indicators_dossierfact AS fact WHERE {received})"
        f" SELECT {of.names} FROM ({of.told('facts', (*of.of, 'begins'))}) AS cells"
    )


def _from_facts(of: Cells) -> str:
    those = " AND ".join(f"fact.{name} = of_{name}" for name in of.of)
    return (
        "WITH facts AS (SELECT fact.*, blocks.begins FROM blocks JOIN indicators_dossierfact AS"  # noqa: S608
        f" fact ON {those} AND received_at >= blocks.begins AND received_at < ends)"
        f" SELECT * FROM ({of.told('facts', (*of.of, 'begins'))}) AS cells"
    )


def _store(of: Cells, blocks: str, counted: str = "") -> None:
    """Count the cells of blocks, from facts if nothing else is said, and store them in place of
    what was there."""
    same = ["cell.begins = blocks.begins", *(f"cell.{name} = of_{name}" for name in of.of)]
    statement = _COUNT.format(
        table=of.table,
        names=of.names,
        cells=counted or _from_facts(of),
        key=", ".join(of.key),
        kept=", ".join(f"{name} = EXCLUDED.{name}" for name in of.counted),
        same=" AND ".join(same),
        cell_key=", ".join(f"cell.{name}" for name in of.key),
        counted_key=", ".join(f"counted.{name}" for name in of.key),
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE blocks ON COMMIT DROP AS {blocks}")
        cursor.execute("ANALYZE blocks")  # few or a million: each has its way of counting
        cursor.execute(statement)
        cursor.execute("DROP TABLE blocks")
