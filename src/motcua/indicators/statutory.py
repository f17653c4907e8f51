"""Statutory tables of the live facts: counted, checked for their balances, opened row by row."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from motcua.indicators.counting import Engine
from motcua.indicators.counting import Row as Found
from motcua.indicators.fields import OTHER, fields_of
from motcua.indicators.rules import Asked
from motcua.indicators.statutory_counting import Counted, behind, counted
from motcua.indicators.statutory_rules import (
    AGENCY,
    CARRIED_OUT,
    COLUMNS,
    LEVEL,
    WITHIN,
    Row,
    Table,
    added,
    period_before,
    require_balance,
    require_carried,
    told_of,
)
from motcua.kernel.errors import NotFound
from motcua.kernel.text import folded
from motcua.organisations.queries import agencies_by_code

KeyOf = Callable[[str, str], str]
_RANK = {"department": 1, "service_centre": 2, "district": 3, "commune": 4}
# The levels of form II.06c by the kinds of agencies, in its order.
PROVINCE, DISTRICT, COMMUNE, ELSEWHERE = "cấp tỉnh", "cấp huyện", "cấp xã", "khác"
LEVELS = {
    PROVINCE: "Cấp tỉnh: sở, ban, ngành",
    DISTRICT: "Cấp huyện (đến hết ngày 30/6/2025)",
    COMMUNE: "Cấp xã",
    ELSEWHERE: "Cơ quan khác",
}
_LEVEL_OF = {"district": DISTRICT, "commune": COMMUNE, "": ELSEWHERE}


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of a period and a scope: its rows, and their sum."""

    table: Table
    asked: Asked
    rows: tuple[Row, ...]
    total: Row


def table_of(table: Table, asked: Asked, engine: Engine) -> Counts:
    """Count a table; refuse one whose balances do not hold, also against the period before.

    Four statements, however many rows.
    """
    now = counted(asked, engine)
    period = period_before(asked.period)
    before = counted(replace(asked, period=period), engine, (CARRIED_OUT,))
    key_of = _key_of(table, (*now, *before))
    rows = _rows(table, _summed(now, key_of))
    total = Row("", "Tổng cộng", added(rows))
    require_balance(table.id, [*rows, total])
    left = _rows(table, _summed(before, key_of))
    require_carried(table.id, rows, {row.key: row.cells[CARRIED_OUT] for row in left})
    return Counts(table, asked, tuple(rows), total)


def _key_of(table: Table, pairs: Iterable[tuple[str, str]]) -> KeyOf:
    """Return what names the row of an agency and a procedure; at most two statements."""
    if table.by == AGENCY:
        return lambda agency, _procedure: agency
    agencies, procedures = {agency for agency, _ in pairs}, {procedure for _, procedure in pairs}
    fields = fields_of(procedures)
    if table.by != LEVEL:
        return lambda _agency, procedure: fields.get(procedure, OTHER)
    kinds = {code: kind for code, (_, kind) in agencies_by_code(agencies).items()}

    def key(agency: str, procedure: str) -> str:
        level = _LEVEL_OF.get(kinds.get(agency, ""), PROVINCE)
        return f"{level}{WITHIN}{fields.get(procedure, OTHER)}"

    return key


def _summed(found: Counted, key_of: KeyOf) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for (agency, procedure), cells in found.items():
        row = rows[key_of(agency, procedure)]
        for column, many in cells.items():
            row[column] = row.get(column, 0) + many
    return rows


def _rows(table: Table, summed: dict[str, dict[str, int]]) -> list[Row]:
    if table.by == LEVEL:
        return [row for level in LEVELS for row in _of_level(level, summed)]
    if table.by != AGENCY:
        return [Row(field, field, summed[field]) for field in sorted(summed, key=_others_last)]
    known = agencies_by_code(summed)
    rows = [Row(code, known[code][0] if code in known else code, summed[code]) for code in summed]
    return sorted(rows, key=lambda row: (_rank(known.get(row.key)), row.name, row.key))


def _of_level(level: str, summed: dict[str, dict[str, int]]) -> list[Row]:
    begins = f"{level}{WITHIN}"
    fields = [key.removeprefix(begins) for key in summed if key.startswith(begins)]
    parts = [
        Row(begins + field, field, summed[begins + field], is_part=True)
        for field in sorted(fields, key=_others_last)
    ]
    whole = added(replace(part, is_part=False) for part in parts)
    return [Row(level, LEVELS[level], whole), *parts] if parts else []


def _others_last(field: str) -> tuple[bool, str]:
    return field == OTHER, folded(field)


def _rank(known: tuple[str, str] | None) -> int:
    return len(_RANK) + 1 if known is None else _RANK.get(known[1], 0)


def dossiers_behind(
    table: Table, row: str, column: str, asked: Asked, engine: Engine, *, after: str, most: int
) -> tuple[int, list[Found]]:
    """Return how many dossiers a cell counts and some of them; an empty row is the sum of all."""
    if column not in COLUMNS:
        raise NotFound
    scoped = replace(asked, agency=row) if row and table.by == AGENCY else asked
    found = counted(scoped, engine, (column,))
    if not row or table.by == AGENCY:
        kept, only = found, None
    else:
        key_of = _key_of(table, found)
        kept = {pair: cells for pair, cells in found.items() if _is_in(key_of(*pair), row)}
        only = kept
    many = sum(cells[column] for cells in kept.values())
    return many, behind(column, scoped, engine, only, after, most)


def _is_in(key: str, row: str) -> bool:
    return key == row or key.startswith(f"{row}{WITHIN}")


def as_json(counts: Counts) -> dict[str, object]:
    """Return a table as other programs read it, with its scope, cut-off and basis."""
    rows = [
        {"key": row.key, "name": row.name, "part": row.is_part, "columns": row.cells}
        for row in counts.rows
    ]
    return {**told_of(counts.table, counts.asked), "rows": rows, "total": counts.total.cells}
