"""Summing the nine indexes from figures of months: stored where right, live where stale or not
counted yet.

One statement sees the months that are counted, their cells, the marks and the facts at one moment,
as `rolled_up` does.
"""

from typing import NamedTuple

from motcua.indicators.nine_cells import (
    CELL,
    COLUMN,
    LOOKED_AT,
    SUMS,
    Whose,
    nine_cells_of,
    nine_digest,
)
from motcua.indicators.rolled_up import (
    CUT_DAYS,
    FACTS_OF_EDGES,
    WHOLE_MONTHS,
    Statement,
    given_of,
    next_month,
    scope_of,
)
from motcua.indicators.rules import Asked

_CELLS = f"""{WHOLE_MONTHS}, counted AS MATERIALIZED (
    SELECT begins FROM months JOIN indicators_ninemonths USING (begins) WHERE digest = %(digest)s
), edges AS MATERIALIZED (
    {CUT_DAYS}
    UNION ALL SELECT begins, {next_month("begins")} FROM months
    WHERE begins NOT IN (SELECT begins FROM counted)
), {FACTS_OF_EDGES}, marked AS MATERIALIZED (
    SELECT DISTINCT settling_agency, procedure, begins
    FROM indicators_stalenine JOIN counted USING (begins) WHERE {{scope}}
), {LOOKED_AT} AS MATERIALIZED (
    SELECT fact.*, marked.begins FROM marked CROSS JOIN LATERAL (
        SELECT * FROM indicators_dossierfact AS one
        WHERE one.settling_agency = marked.settling_agency AND one.procedure = marked.procedure
            AND one.received_at >= marked.begins
            AND one.received_at < {next_month("marked.begins")} OFFSET 0
    ) AS fact
    UNION ALL SELECT * FROM cut_facts
), cells AS (
    SELECT {{columns}} FROM counted JOIN indicators_ninefigures AS cell USING (begins)
    WHERE {{scope}} AND NOT EXISTS (
        SELECT FROM marked WHERE marked.settling_agency = cell.settling_agency || ''
        AND marked.procedure = cell.procedure || '' AND marked.begins = cell.begins
    )
    UNION ALL SELECT {{columns}} FROM ({{live}}) AS live
)
SELECT {{by}}, procedure, {{sums}} FROM cells WHERE {{by}} <> '' GROUP BY {{by}}, procedure
"""  # noqa: S608 -- names of tables and columns only, here and below
# How many dossiers of each month would have to be read; of those that are counted, whether any.
_TO_COME = f"""{WHOLE_MONTHS}, told AS (
    SELECT begins, %(is_kept)s AND EXISTS (
        SELECT FROM indicators_ninemonths AS one
        WHERE one.begins = months.begins AND digest = %(digest)s
    ) AS is_counted FROM months
)
SELECT count(*) FILTER (WHERE is_counted) AS counted, count(*) AS months,
    coalesce(sum(many) FILTER (WHERE NOT is_counted), 0) > %(most)s AS is_much
FROM told CROSS JOIN LATERAL (
    SELECT count(*) AS many FROM (
        SELECT FROM indicators_dossierfact
        WHERE received_at >= begins AND received_at < {next_month("begins")}
        LIMIT CASE WHEN is_counted THEN 1 ELSE %(most)s + 1 END
    ) AS some_facts
) AS of_month
WHERE many > 0
"""  # noqa: S608
READ_AT_ONCE = 100_000  # dossiers; reading so many one by one takes a second or two


class NineToCome(NamedTuple):
    """How many months of a period are counted, of how many."""

    counted: int
    months: int


def nine_to_come(asked: Asked, *, is_kept: bool) -> Statement:
    """Return the statement that tells how far the months of a period are counted, and whether much
    is left; nothing counts while the cells are not kept."""
    said = {"digest": nine_digest(), "is_kept": is_kept, "most": READ_AT_ONCE}
    return Statement(_TO_COME, given_of(asked) | said)


def nine_rolled_up(asked: Asked, whose: Whose) -> Statement:
    """Return the statement that sums points from cells, in the columns of `nine_one_by_one`."""
    text = _CELLS.format(
        scope=scope_of(asked),
        columns=", ".join((*CELL, *SUMS)),
        # Always the same one: putting it together takes longer than the statement runs.
        live=nine_cells_of(LOOKED_AT, CELL[:2]).replace("%", "%%"),
        by=COLUMN[whose],
        sums=", ".join(f"sum({name}) AS {name}" for name in SUMS),
    )
    return Statement(text, given_of(asked) | {"digest": nine_digest()})
