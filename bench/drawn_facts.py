"""Dossiers drawn from nothing but their number: as a table to import, and as exported files."""

import json
from pathlib import Path

import duckdb

from motcua.indicators.lake import BY_MONTH, to_parquet, worked_out
from motcua.indicators.lake_engine import ABOUT, AGENCIES, DOSSIERS, PROCEDURES

MEMORY = "800MB"
CUT_OFF = "2026-11-29T00:00:00+07:00"
AGENCIES_DRAWN, PROCEDURES_DRAWN = 150, 1500
# Every value follows from the number through a hash, so that each run draws the same.
_ANY = "CREATE MACRO any_of(many, n, salt) AS (hash(n, salt) % many)::BIGINT"
_DRAWN = """
SELECT n, 'MAU-' || n AS number,
    any_of({agencies}, n, 2) AS agency, 'P' || {procedure} AS procedure,
    '{province}.' || agency AS settling_agency,
    '{province}.100' AS receiving_agency,
    (1 + any_of(3, n, 3))::SMALLINT AS channel,
    [9, 10, 10, 10, 10, 10, 4, 4, 5, 7][1 + any_of(10, n, 4)]::SMALLINT AS status,
    TIMESTAMPTZ '2022-01-01 00:00:00+07' + to_seconds(any_of(31536000, n, 5)) AS received_at,
    received_at + to_hours(any_of(480, n, 6)) AS due_at,
    CASE WHEN status IN (7, 9, 10) THEN received_at + to_hours(any_of(500, n, 7)) END
        AS finished_at,
    CASE WHEN status = 10 THEN finished_at + to_hours(20) END AS delivered_at,
    CASE WHEN status = 5 THEN received_at + to_hours(9) END AS supplement_requested_at,
    (status = 5)::SMALLINT AS supplement_count,
    CASE WHEN any_of(3, n, 8) = 0 THEN 150000 ELSE 0 END AS fee_due,
    any_of(2, n, 9) = 0 AS paid_online, any_of(2, n, 10) = 0 AS result_electronic,
    any_of(2, n, 11) = 0 AS component_digitised, any_of(5, n, 12) = 0 AS reused,
    any_of(9, n, 13) = 0 AS from_store, any_of(2, n, 14) = 0 AS vneid,
    any_of(4, n, 15) > 0 AS synced,
    ['', '', 'like', 'dislike'][1 + any_of(4, n, 16)] AS rating
FROM range({first}, {first} + {many}) AS drawn(n)
"""
# Communes share their procedures, departments have their own; or, at worst, all have all.
_AS_IN_A_PROVINCE = (
    "CASE WHEN agency < 130 THEN any_of(350, n, 1)"
    " ELSE 350 + (agency - 130) * 57 + any_of(57, n, 1) END"
)
_EVENLY = "any_of({procedures}, n, 1)"
_TABLE = "SELECT * EXCLUDE (n, agency) FROM drawn"
_LAKE = """
SELECT uuid() AS id, 'imported' AS source, number, procedure, settling_agency, receiving_agency,
    channel, status, strftime(received_at, '%Y-%m') AS month, NULL::TIMESTAMPTZ AS submitted_at,
    received_at, due_at, NULL::TIMESTAMPTZ AS limit_due_at, finished_at, delivered_at,
    supplement_requested_at, NULL::TIMESTAMPTZ AS supplement_done_at, supplement_count,
    fee_due::BIGINT AS fee_due, paid_online, result_electronic, component_digitised, reused,
    from_store, vneid, synced, rating, '' AS submitter,
    NULL::BIGINT AS device, NULL::INTEGER AS reception_seconds,
    NULL::BIGINT AS account, NULL::BIGINT AS owner, NULL::INTEGER AS fill_seconds,
    due_at AS first_due_at, NULL::BOOLEAN AS due_untraced, NULL::BOOLEAN AS result_is_input
FROM drawn
"""
_PROCEDURES = """
SELECT 'P' || n AS code, 'province' AS tier, '' AS settled_by, true AS settled_here,
    n % 2 = 0 AS online, n % 3 = 0 AS has_fee, n % 10 > 0 AS gives_document, true AS for_citizens,
    true AS content_complete, NULL::INTEGER AS reading_words
FROM range({procedures}) AS drawn(n)
"""
_AGENCIES = """
SELECT '{province}.' || n AS code, 'Cơ quan ' || n AS name, 'department' AS kind, 'province' AS tier
FROM range({agencies}) AS drawn(n)
"""


def _opened(work: Path, of: dict[str, str | int]) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(
        config={"memory_limit": MEMORY, "temp_directory": str(work / "spilled")}
    )
    database.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
    database.execute(_ANY)
    database.execute("CREATE VIEW drawn AS " + _DRAWN.format(**of))
    return database


def _of(
    many: int, province: str = "H42", first: int = 0, *, evenly: bool = False
) -> dict[str, str | int]:
    return {
        "procedure": _EVENLY.format(procedures=PROCEDURES_DRAWN) if evenly else _AS_IN_A_PROVINCE,
        "many": many,
        "first": first,
        "province": province,
        "procedures": PROCEDURES_DRAWN,
        "agencies": AGENCIES_DRAWN,
    }


def draw_table(file: Path, many: int) -> None:
    """Write dossiers as a table that can be imported."""
    database = _opened(file.parent, _of(many))
    database.execute(f"COPY ({_TABLE}) TO '{file}' (FORMAT parquet)")
    database.close()


def draw_lake(
    folder: Path, many: int, province: str = "H42", first: int = 0, *, evenly: bool = False
) -> None:
    """Write dossiers of a province as its export writes them, those from number `first` on."""
    folder.mkdir(parents=True)
    of = _of(many, province, first, evenly=evenly)
    database = _opened(folder.parent, of)
    for name, statement in ((PROCEDURES, _PROCEDURES), (AGENCIES, _AGENCIES)):
        to_parquet(database, statement.format(**of), folder / f"{name}.parquet")
    known = database.from_parquet(str(folder / f"{PROCEDURES}.parquet"))
    known.create_view("indicators_procedurefact")
    to_parquet(database, worked_out(database, _LAKE), folder / DOSSIERS, BY_MONTH)
    database.close()
    (folder / ABOUT).write_text(json.dumps({"cut_off": CUT_OFF}))
