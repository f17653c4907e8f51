"""Counting anew the figures of days and months that changes of facts have made stale.

One at a time, in one transaction: the marks are taken away first, then their cells are counted from
the facts as they stand by then. A change that is not seen has a mark that was not seen either and
stays, so a cell without marks always is what its facts say.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from motcua.deadlines.rules import ZONE
from motcua.indicators.rolling import CELLS, COLUMNS, OPEN_DUE, cells_of
from motcua.indicators.sign_cells import digest, sign_cells_of
from motcua.indicators.signs_rolled_up import TOUCHED

Telling = Callable[[str, tuple[str, ...], tuple[str, ...]], str]
MANY = 2_000  # so much that the planner must learn of it at once
TABLES = ("indicators_dayfigures", "indicators_monthfigures", "indicators_procedurefigures")
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
_MONTHS = """
SELECT settling_agency AS of_settling_agency, procedure AS of_procedure, begins,
    (begins AT TIME ZONE 'Asia/Ho_Chi_Minh' + interval '1 month') AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AS ends
FROM (SELECT DISTINCT settling_agency, procedure,
    date_trunc('month', begins, 'Asia/Ho_Chi_Minh') AS begins FROM indicators_taken) AS month
"""
_PROCEDURES = """
SELECT DISTINCT procedure AS of_procedure,
    date_trunc('month', begins, 'Asia/Ho_Chi_Minh') AS begins
FROM indicators_taken
"""
SIGNS = "indicators_signfigures"
_TAKE_SIGNS = """
CREATE TEMP TABLE indicators_taken_signs ON COMMIT DROP AS
WITH gone AS (DELETE FROM indicators_stalesigns RETURNING *)
SELECT DISTINCT settling_agency, begins, account, device, owner, procedure, finished_at FROM gone
"""
_SIGNS = """
SELECT settling_agency AS of_settling_agency, begins,
    (begins AT TIME ZONE 'Asia/Ho_Chi_Minh' + interval '1 month') AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AS ends
FROM ({touched}) AS touched
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
        agency, procedure = ("settling_agency",), ("procedure",)
        both = (*agency, *procedure)
        days, months, procedures = TABLES
        _store(days, agency, _DAYS, _from_facts(agency))
        _store(months, both, _MONTHS, _from_facts(both))
        _store(procedures, procedure, _PROCEDURES, _SUMMED)
        if taken > MANY:
            cursor.execute(f"ANALYZE {', '.join(TABLES)}")
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
        cursor.execute(f"DELETE FROM {SIGNS}")  # noqa: S608
        cursor.execute(_EVERY_MONTH)
        for (month,) in cursor.fetchall():
            cursor.execute(_signs_of_month(month.astimezone(ZONE).date()))
        cursor.execute(f"ANALYZE {SIGNS}")
        cursor.execute("INSERT INTO indicators_signrules VALUES (%s)", [digest()])


def _count_touched(cursor: CursorWrapper) -> None:
    cursor.execute(_TAKE_SIGNS)
    cursor.execute("ANALYZE indicators_taken_signs")
    blocks = _SIGNS.format(touched=TOUCHED.format(marks="indicators_taken_signs"))
    of = ("settling_agency",)
    _store(SIGNS, of, blocks, _from_facts(of, sign_cells_of), ("sign",))
    cursor.execute("DROP TABLE indicators_taken_signs")


def _signs_of_month(month: date) -> str:
    """Return the statement that stores the signs of a month, given by its first day."""
    begins, ends = (f"'{day:%Y-%m-%d} 00:00+07'::timestamptz" for day in (month, _next(month)))
    names = ", ".join(("settling_agency", "sign", "begins", "month", *COLUMNS))
    keys = ("settling_agency", "begins", "month")
    cells = sign_cells_of("facts", keys, COLUMNS, whole=True)
    return (
        f"INSERT INTO {SIGNS} ({names}) WITH facts AS MATERIALIZED (SELECT fact.*,"  # noqa: S608
        f" {begins} AS begins FROM indicators_dossierfact AS fact WHERE received_at >= {begins}"
        f" AND received_at < {ends}) SELECT {names} FROM ({cells}) AS cells"
    )


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def count_months(run: Callable[[str], object], first: date, beyond: date) -> None:
    """Count anew every cell of whole months from the facts received in them, stale or not.

    `run` carries a statement out in a transaction of the caller's; marks of these months go first.
    """
    bounds = [f"'{day:%Y-%m-%d} 00:00+07'::timestamptz" for day in (first, beyond)]
    within = "{0} >= " + bounds[0] + " AND {0} < " + bounds[1]
    run(f"DELETE FROM indicators_stale WHERE {within.format('begins')}")  # noqa: S608
    for table in (*TABLES, SIGNS):
        run(f"DELETE FROM {table} WHERE {within.format('begins')}")  # noqa: S608
    received, (days, months, _) = within.format("received_at"), TABLES
    run(_counting(days, ("settling_agency",), "day", received))
    counted = _counting(months, ("settling_agency", "procedure"), "month", received)
    run(_SUMMED_AT_ONCE.format(counted=counted))
    month = first
    while month < beyond:
        run(_signs_of_month(month))
        month = _next(month)


def _counting(table: str, keys: tuple[str, ...], unit: str, received: str) -> str:
    names = (*keys, "begins", "month")
    columns = ", ".join((*names, *COLUMNS))
    return (
        f"INSERT INTO {table} ({columns}) WITH facts AS (SELECT fact.*,"  # noqa: S608
        f" date_trunc('{unit}', received_at, 'Asia/Ho_Chi_Minh') AS begins"
        f" FROM indicators_dossierfact AS fact WHERE {received})"
        f" SELECT {columns} FROM ({cells_of('facts', names, COLUMNS)}) AS cells"
    )


def _from_facts(of: tuple[str, ...], told: Telling = cells_of) -> str:
    those = " AND ".join(f"fact.{name} = of_{name}" for name in of)
    return (
        "WITH facts AS (SELECT fact.*, blocks.begins FROM blocks JOIN indicators_dossierfact AS"  # noqa: S608
        f" fact ON {those} AND received_at >= blocks.begins AND received_at < ends)"
        f" SELECT * FROM ({told('facts', (*of, 'begins', 'month'), COLUMNS)}) AS cells"
    )


def _store(
    table: str, of: tuple[str, ...], blocks: str, cells: str, more: tuple[str, ...] = ()
) -> None:
    """Count the cells of blocks and store them in a table, in place of what was there; `more` are
    columns that tell apart the cells of one block."""
    key = (*of, "begins", *more)
    names = (*key, "month", *COLUMNS)
    same = ["cell.begins = blocks.begins", *(f"cell.{name} = of_{name}" for name in of)]
    statement = _COUNT.format(
        table=table,
        names=", ".join(names),
        cells=cells,
        key=", ".join(key),
        kept=", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS),
        same=" AND ".join(same),
        cell_key=", ".join(f"cell.{name}" for name in key),
        counted_key=", ".join(f"counted.{name}" for name in key),
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE blocks ON COMMIT DROP AS {blocks}")
        cursor.execute("ANALYZE blocks")  # few or a million: each has its way of counting
        cursor.execute(statement)
        cursor.execute("DROP TABLE blocks")
