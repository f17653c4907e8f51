"""Counting from figures of whole days and months: stored where they are right, live where stale.

One statement sees the stored cells, the marks of what is stale, and the facts at one moment, so its
sums are what counting every fact gives. Days tell agencies, months tell procedures as well; days of
a month that a period cuts are counted from facts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import ibis

from motcua.deadlines.rules import ZONE
from motcua.dossiers.periods import Period
from motcua.indicators.conditions import SHOWN_BY
from motcua.indicators.counting import column_of, counted_procedures
from motcua.indicators.rolling import (
    IN_TIME,
    LATE,
    cells_of,
    columns_of,
)
from motcua.indicators.rules import Asked, Counted, Of

KEYS = ("settling_agency", "month", "procedure")
_LATE = """
(sum(late_for_good){0} + coalesce(sum(width_bucket(%(before)s::timestamptz, open_due)){0}, 0))
"""
_SHOWN = {name: columns_of((Of.DOSSIERS, names)) for name, names in SHOWN_BY.items()}
_TEXT = ibis.dtype("string")
_DAYS = """
WITH marked AS MATERIALIZED (
    SELECT DISTINCT settling_agency, begins FROM indicators_stale
    WHERE begins >= %(begins)s AND begins < %(ends)s AND {scope}
), live_facts AS (
    SELECT fact.*, marked.begins FROM marked CROSS JOIN LATERAL (
        SELECT * FROM indicators_dossierfact AS one
        WHERE one.settling_agency = marked.settling_agency AND one.received_at >= marked.begins
            AND one.received_at < marked.begins + interval '24 hours'
        OFFSET 0
    ) AS fact
), cells AS (
    SELECT {columns} FROM indicators_dayfigures AS cell
    WHERE begins >= %(begins)s AND begins < %(ends)s AND {scope} AND NOT EXISTS (
        SELECT FROM marked
        WHERE marked.settling_agency = cell.settling_agency AND marked.begins = cell.begins
    )
    UNION ALL SELECT {columns} FROM ({live}) AS live
)
"""
# Of the last month a whole one is taken, too, when nothing of it was received after the period.
WHOLE_MONTHS = """
WITH later AS MATERIALIZED (
    SELECT EXISTS (
        SELECT FROM indicators_dossierfact
        WHERE received_at >= %(ends)s AND received_at < %(last_ends)s
    ) AS came
), months AS MATERIALIZED (
    SELECT unnest(%(months)s::timestamptz[]) AS begins
    UNION ALL SELECT last FROM (SELECT %(last)s::timestamptz AS last) AS one, later
    WHERE NOT came AND last IS NOT NULL
)
"""
# Days of months that the period cuts, and the last month where something came after the period.
CUT_DAYS = """
SELECT * FROM unnest(%(edges_begin)s::timestamptz[], %(edges_end)s::timestamptz[])
    AS edge(begins, ends)
UNION ALL SELECT %(last_begins)s::timestamptz, %(ends)s FROM later
WHERE came OR %(last)s::timestamptz IS NULL
"""
FACTS_OF_EDGES = """
cut_facts AS (
    SELECT fact.*, edges.begins FROM edges CROSS JOIN LATERAL (
        SELECT * FROM indicators_dossierfact
        WHERE received_at >= edges.begins AND received_at < edges.ends AND {scope} OFFSET 0
    ) AS fact
)
"""
CUT_FACTS = f"edges AS MATERIALIZED ({CUT_DAYS}), {FACTS_OF_EDGES}"


def next_month(moment: str) -> str:
    """Return the SQL of the first moment of the local month after one that begins at a moment."""
    zone = "AT TIME ZONE 'Asia/Ho_Chi_Minh'"
    return f"(({moment} {zone} + interval '1 month') {zone})"


# What is stale is looked up place by place (OFFSET 0), however much the planner believes it is.
_MONTHS = f"""{WHOLE_MONTHS}, marked AS MATERIALIZED (
    SELECT DISTINCT settling_agency, procedure, months.begins
    FROM indicators_stale AS stale
    JOIN months ON months.begins = date_trunc('month', stale.begins, 'Asia/Ho_Chi_Minh')
    WHERE {{scope}}
), live_facts AS (
    SELECT fact.*, marked.begins FROM marked CROSS JOIN LATERAL (
        SELECT * FROM indicators_dossierfact AS one
        WHERE one.settling_agency = marked.settling_agency AND one.procedure = marked.procedure
            AND one.received_at >= marked.begins
            AND one.received_at < {next_month("marked.begins")}
        OFFSET 0
    ) AS fact
), {CUT_FACTS}, cells AS (
    {{stored}}
    UNION ALL SELECT {{columns}} FROM ({{live}}) AS live
    UNION ALL SELECT {{columns}} FROM ({{cut}}) AS cut
)
"""  # noqa: S608 -- what is put in stands above
# Said by bounds, so that the planner knows how much it is.
WITHIN_MONTHS = """
    begins >= %(months_from)s AND begins < %(months_to)s
    AND (begins IS DISTINCT FROM %(last)s::timestamptz OR NOT (SELECT came FROM later))
"""
# Joined to nothing (||), so that no index offers its order: fetching all by one takes much longer.
_OF_AGENCIES = """
    SELECT {columns} FROM indicators_monthfigures AS cell
    WHERE {whole} AND {scope} AND NOT EXISTS (
        SELECT FROM marked WHERE marked.settling_agency = cell.settling_agency || ''
        AND marked.procedure = cell.procedure || '' AND marked.begins = cell.begins
    )
"""
# Where one agency's cell is stale, the sum over all agencies is made of the others'.
_OF_ALL = """
    SELECT {columns} FROM indicators_procedurefigures AS cell
    WHERE {whole} AND {scope} AND NOT EXISTS (
        SELECT FROM marked WHERE marked.procedure = cell.procedure AND marked.begins = cell.begins
    )
    UNION ALL SELECT {columns}
    FROM (SELECT DISTINCT procedure AS of_procedure, begins AS of_begins FROM marked) AS touched
    CROSS JOIN LATERAL (
        SELECT * FROM indicators_monthfigures AS one
        WHERE one.procedure = of_procedure AND one.begins = of_begins OFFSET 0
    ) AS cell
    WHERE NOT EXISTS (
        SELECT FROM marked WHERE marked.settling_agency = cell.settling_agency
        AND marked.procedure = cell.procedure AND marked.begins = cell.begins
    )
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with what is put into it."""

    text: str
    given: dict[str, Any]


def rolled_up(
    of: Of, parts: Sequence[Counted], asked: Asked, keys: Sequence[str]
) -> Statement | None:
    """Return the statement that counts parts from cells; None when cells do not tell them."""
    if any(key not in KEYS for key in keys):
        return None
    if of is Of.PROCEDURES:
        return _of_procedures(tuple(parts), asked, tuple(keys))
    told = [columns_of(part) for part in parts]
    if any(columns is None for columns in told):
        return None
    columns = tuple(sorted({name for names in told if names for name in names}))
    sums = [f"{sum_of(part)} AS {column_of(at)}" for at, part in enumerate(parts)]
    cells = _cells(columns, asked, keys)
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    text = f"{cells} SELECT {', '.join((*keys, *sums))} FROM cells{grouped}"  # noqa: S608
    return Statement(text, given_of(asked))


def sum_of(part: Counted, only: str = "") -> str:
    """Return what sums a part over cells; `only` may narrow them, as a FILTER does."""
    if part == LATE:
        return _LATE.format(only)
    if part == IN_TIME:
        return f"sum(received){only} - {_LATE.format(only)}"
    (column,) = columns_of(part) or ()
    return f"sum({column}){only}"


def _of_procedures(parts: tuple[Counted, ...], asked: Asked, keys: tuple[str, ...]) -> Statement:
    by = ("procedure", *keys)
    columns = tuple(sorted({name for names in _SHOWN.values() if names for name in names}))
    shown = [f"sum({names[0]}) > 0 AS {name}" for name, names in _SHOWN.items() if names]
    cells, concerned = _cells(columns, asked, by), _concerned(parts, _place(asked), keys)
    text = (
        f"{cells}, seen AS (SELECT {', '.join((*by, *shown))} FROM cells"  # noqa: S608
        f" GROUP BY {', '.join(by)}) SELECT * FROM ({concerned}) AS told"
    )
    return Statement(text, given_of(asked))


def _place(asked: Asked) -> Asked:
    """Return what is asked for, of one time: which procedures are whose does not depend on it."""
    day = datetime(2000, 1, 1, tzinfo=ZONE)
    period = Period("", day.date(), day.date())
    return Asked(
        period,
        asked.agency,
        is_commune=asked.is_commune,
        as_of=day,
        below=asked.below,
        procedures=asked.procedures,
        communes=asked.communes,
    )


@lru_cache(maxsize=512)
def _concerned(parts: tuple[Counted, ...], asked: Asked, keys: tuple[str, ...]) -> str:
    named = dict.fromkeys(("procedure", *keys), _TEXT)
    seen = ibis.table({**named, **dict.fromkeys(SHOWN_BY, "boolean")}, name="seen")
    counted = counted_procedures(parts, asked, keys, seen)
    return str(ibis.to_sql(counted, dialect="postgres")).replace("%", "%%")


def _cells(columns: tuple[str, ...], asked: Asked, keys: Sequence[str]) -> str:
    """Return the relation `cells` with some of their columns: by procedure only if need be."""
    by = tuple(sorted(keys))
    written = {"scope": scope_of(asked), "columns": ", ".join((*by, *columns))}
    live = _counted("live_facts", by, columns)
    if "procedure" not in keys and asked.procedures is None:
        return _DAYS.format(live=live, **written)
    by_agency = asked.agencies is not None or "settling_agency" in keys
    stored = (_OF_AGENCIES if by_agency else _OF_ALL).format(whole=WITHIN_MONTHS, **written)
    cut = _counted("cut_facts", by, columns)
    return _MONTHS.format(stored=stored, live=live, cut=cut, **written)


def scope_of(asked: Asked) -> str:
    """Return the condition of the agencies and procedures that are asked for."""
    scope = ["settling_agency = ANY(%(agencies)s)"] if asked.agencies is not None else []
    scope += ["procedure = ANY(%(procedures)s)"] if asked.procedures is not None else []
    return " AND ".join(scope) or "true"


def _counted(facts: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> str:
    return cells_of(facts, keys, columns).replace("%", "%%")


def given_of(asked: Asked) -> dict[str, Any]:
    """Return what is put into a statement over cells: bounds, whole months, days that are cut."""
    period = asked.period
    begins, ends = period.begins, period.ends
    months = list(_months(begins, ends))
    whole = [month for month in months if begins <= month and _next(month) <= ends]
    last = months[-1]
    is_cut = last not in whole  # the last month, which may be the first one too
    cut_at = max(begins, last) if is_cut else ends
    perhaps = last if is_cut and begins <= last else None
    stored = [*whole, last] if perhaps else whole
    edges = [(begins, min(_next(months[0]), cut_at))] if begins > months[0] != last else []
    return {
        "begins": begins,
        "ends": ends,
        "agencies": list(asked.agencies or ()),
        "procedures": list(asked.procedures or ()),
        # As many due moments lie before it as are not after this one.
        "before": asked.measured_at - timedelta(microseconds=1),
        "months": whole,
        "months_from": stored[0] if stored else begins,
        "months_to": _next(stored[-1]) if stored else begins,
        "last": perhaps,
        "last_begins": cut_at,
        "last_ends": _next(last),
        "edges_begin": [edge[0] for edge in edges],
        "edges_end": [edge[1] for edge in edges],
    }


def _months(begins: datetime, ends: datetime) -> Iterator[datetime]:
    month = begins.replace(day=1)
    while month < ends:
        yield month
        month = _next(month)


def _next(month: datetime) -> datetime:
    return (month + timedelta(days=32)).replace(day=1)
