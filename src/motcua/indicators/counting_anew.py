"""Counting anew the figures of days and months that changes of facts have made stale.

One at a time, in one transaction: the marks are taken away first, then their cells are counted from
the facts as they stand by then. A change that is not seen has a mark that was not seen either and
stays, so a cell without marks always is what its facts say.
"""

from django.db import connection

from motcua.indicators.rolling import COLUMNS, DAY, MONTH, cells_of_blocks

LOCK = 7352  # what changes the catalogue's facts takes it too (migration 0004)
_TAKE = """
WITH gone AS (DELETE FROM indicators_stale RETURNING settling_agency, procedure, begins)
INSERT INTO indicators_taken SELECT DISTINCT settling_agency, procedure, begins FROM gone
"""
_BLOCKS_OF_DAYS = """
SELECT DISTINCT settling_agency AS of_settling_agency, begins, begins + interval '24 hours' AS ends
FROM indicators_taken
"""
_BLOCKS_OF_MONTHS = """
SELECT settling_agency AS of_settling_agency, procedure AS of_procedure, begins,
    (begins AT TIME ZONE 'Asia/Ho_Chi_Minh' + interval '1 month') AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AS ends
FROM (SELECT DISTINCT settling_agency, procedure,
    date_trunc('month', begins, 'Asia/Ho_Chi_Minh') AS begins FROM indicators_taken) AS month
"""
# Cells that have become empty go.
_COUNT = """
WITH facts_asked AS NOT MATERIALIZED (SELECT * FROM indicators_dossierfact),
counted AS (INSERT INTO {table} AS cell ({names}) SELECT {names} FROM ({cells}) AS live
    ON CONFLICT ({key}) DO UPDATE SET {kept} RETURNING {cell_key})
DELETE FROM {table} AS cell USING blocks WHERE {same}
    AND NOT EXISTS (SELECT FROM counted WHERE ({counted_key}) = ({cell_key}))
"""


def count_anew() -> int:
    """Count every stale cell anew; return how many days of agencies and procedures were stale."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM indicators_stale)")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(
            "CREATE TEMP TABLE indicators_taken (settling_agency text, procedure text,"
            " begins timestamptz) ON COMMIT DROP"
        )
        cursor.execute(_TAKE)
        taken = int(cursor.rowcount)
        _store("indicators_dayfigures", DAY, _BLOCKS_OF_DAYS)
        _store("indicators_monthfigures", MONTH, _BLOCKS_OF_MONTHS)
        cursor.execute("DROP TABLE indicators_taken")
        return taken


def _store(table: str, keys: tuple[str, ...], blocks: str) -> None:
    """Count the cells of blocks and store them in a table, in place of what was there."""
    key = [name for name in keys if name != "month"]
    agency_and_procedure = tuple(name for name in key if name != "begins")
    names = (*keys, *COLUMNS)
    statement = _COUNT.format(
        table=table,
        names=", ".join(names),
        cells=cells_of_blocks(agency_and_procedure, keys, COLUMNS),
        key=", ".join(key),
        kept=", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS),
        same=" AND ".join(
            ["cell.begins = blocks.begins"]
            + [f"cell.{name} = blocks.of_{name}" for name in agency_and_procedure]
        ),
        cell_key=", ".join(f"cell.{name}" for name in key),
        counted_key=", ".join(f"counted.{name}" for name in key),
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE blocks ON COMMIT DROP AS {blocks}")
        cursor.execute("ANALYZE blocks")  # few or a million: each has its way of counting
        cursor.execute(statement)
        cursor.execute("DROP TABLE blocks")
