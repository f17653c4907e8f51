"""Counting signs and patterns from figures of months: stored where right, live where stale.

One statement sees the stored cells, the marks and the facts at one moment, as `rolled_up` does.
"""

from collections.abc import Sequence

from motcua.indicators.rolled_up import (
    CUT_FACTS,
    WHOLE_MONTHS,
    WITHIN_MONTHS,
    Statement,
    given_of,
    next_month,
    scope_of,
    sum_of,
)
from motcua.indicators.rolling import COLUMNS, columns_of
from motcua.indicators.rules import Asked
from motcua.indicators.sign_cells import Wanted, part_name, sign_cells_of

KEYS = ("settling_agency", "month")
_MONTH = "date_trunc('month', {}, 'Asia/Ho_Chi_Minh')"
_SAME_MONTH = f"""
SELECT one.settling_agency, mark.begins FROM {{marks}} AS mark CROSS JOIN LATERAL (
    SELECT settling_agency FROM indicators_dossierfact AS fact
    WHERE fact.{{shared}} = mark.{{shared}} AND fact.received_at >= mark.begins
        AND fact.received_at < {next_month("mark.begins")} OFFSET 0
) AS one WHERE mark.{{shared}} IS NOT NULL
"""  # noqa: S608 -- names of tables and columns only, here and below
_ANY_MONTH = f"""
SELECT one.settling_agency, {_MONTH.format("one.received_at")}
FROM {{marks}} AS mark CROSS JOIN LATERAL (
    SELECT settling_agency, received_at FROM indicators_dossierfact AS fact
    WHERE {{same}} AND fact.received_at IS NOT NULL OFFSET 0
) AS one WHERE mark.{{shared}} IS NOT NULL
"""  # noqa: S608
_SAME_MINUTE = """
fact.settling_agency = mark.settling_agency
AND fact.finished_at > mark.finished_at - interval '1 minute'
AND fact.finished_at < mark.finished_at + interval '1 minute'
"""
_SAME_OWNER = """
fact.owner = mark.owner AND fact.procedure = mark.procedure AND fact.finished_at IS NOT NULL
"""
# What changed, and what shares with it, as it was or as it is, whatever signs are made of.
TOUCHED = f"""
SELECT settling_agency, begins FROM {{marks}}
UNION {_SAME_MONTH.replace("{shared}", "account")}
UNION {_SAME_MONTH.replace("{shared}", "device")}
UNION {_ANY_MONTH.replace("{same}", _SAME_MINUTE).replace("{shared}", "finished_at")}
UNION {_ANY_MONTH.replace("{same}", _SAME_OWNER).replace("{shared}", "owner")}
"""  # noqa: S608
_CELLS = f"""{WHOLE_MONTHS}, marked AS MATERIALIZED (
    SELECT settling_agency, begins FROM ({TOUCHED.format(marks="indicators_stalesigns")}) AS stale
    JOIN months USING (begins) WHERE {{scope}}
), {CUT_FACTS}, looked_at AS MATERIALIZED (
    SELECT fact.*, marked.begins FROM marked CROSS JOIN LATERAL (
        SELECT * FROM indicators_dossierfact AS one
        WHERE one.settling_agency = marked.settling_agency AND one.received_at >= marked.begins
            AND one.received_at < {next_month("marked.begins")} OFFSET 0
    ) AS fact
    UNION ALL SELECT * FROM cut_facts
), cells AS (
    SELECT {{columns}} FROM indicators_signfigures AS cell
    WHERE {{whole}} AND {{scope}} AND NOT EXISTS (
        SELECT FROM marked
        WHERE marked.settling_agency = cell.settling_agency AND marked.begins = cell.begins
    )
    UNION ALL SELECT {{columns}} FROM ({{live}}) AS live
)
"""  # noqa: S608


def signs_rolled_up(wanted: Wanted, asked: Asked, keys: Sequence[str]) -> Statement | None:
    """Return the statement that counts signs from cells, in the columns of `signs_one_by_one`; None
    when cells do not tell them."""
    told = [columns_of(part) for parts in wanted.values() for part in parts]
    if asked.procedures is not None or any(key not in KEYS for key in keys) or None in told:
        return None
    sums = []
    for sign, parts in wanted.items():
        only = f" FILTER (WHERE sign = '{sign}')"
        sums.append(f"coalesce(sum(received){only}, 0) AS {sign}")
        sums += [
            f"coalesce({sum_of(part, only)}, 0) AS {part_name(sign, at)}"
            for at, part in enumerate(parts)
        ]
    cells = _CELLS.format(
        whole=WITHIN_MONTHS,
        scope=scope_of(asked),
        columns=", ".join((*KEYS, "sign", *COLUMNS)),
        # Always the same one: putting it together takes longer than the statement runs.
        live=sign_cells_of("looked_at", KEYS, COLUMNS).replace("%", "%%"),
    )
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    text = f"{cells} SELECT {', '.join((*keys, *sums))} FROM cells{grouped}"  # noqa: S608
    return Statement(text, given_of(asked))
