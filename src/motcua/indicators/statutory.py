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
    Row,
    Table,
    added,
    period_before,
    require_balance,
    require_carried,
)
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import agencies_by_code

KeyOf = Callable[[str, str], str]
_RANK = {"department": 1, "service_centre": 2, "district": 3, "commune": 4}


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
    key_of = _key_of(table, {procedure for _, procedure in (*now, *before)})
    rows = _rows(table, _summed(now, key_of))
    total = Row("", "Tổng cộng", added(rows))
    require_balance(table.id, [*rows, total])
    left = {key: cells[CARRIED_OUT] for key, cells in _summed(before, key_of).items()}
    require_carried(table.id, rows, left)
    return Counts(table, asked, tuple(rows), total)


def _key_of(table: Table, procedures: Iterable[str]) -> KeyOf:
    if table.by == AGENCY:
        return lambda agency, _procedure: agency
    fields = fields_of(procedures)
    return lambda _agency, procedure: fields.get(procedure, OTHER)


def _summed(found: Counted, key_of: KeyOf) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for (agency, procedure), cells in found.items():
        row = rows[key_of(agency, procedure)]
        for column, many in cells.items():
            row[column] = row.get(column, 0) + many
    return rows


def _rows(table: Table, summed: dict[str, dict[str, int]]) -> list[Row]:
    if table.by != AGENCY:
        ordered = sorted(summed, key=lambda field: (field == OTHER, field))
        return [Row(field, field, summed[field]) for field in ordered]
    known = agencies_by_code(summed)
    rows = [Row(code, known[code][0] if code in known else code, summed[code]) for code in summed]
    return sorted(rows, key=lambda row: (_rank(known.get(row.key)), row.name, row.key))


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
    procedures = None
    if row and table.by != AGENCY:
        seen = sorted({procedure for _, procedure in found})
        fields = fields_of(seen)
        procedures = [code for code in seen if fields.get(code, OTHER) == row]
        found = {key: cells for key, cells in found.items() if key[1] in set(procedures)}
    many = sum(cells[column] for cells in found.values())
    return many, behind(column, scoped, engine, procedures, after, most)


def as_json(counts: Counts) -> dict[str, object]:
    """Return a table as other programs read it, with its scope, cut-off and basis."""
    asked = counts.asked
    return {
        "table": counts.table.id,
        "title": counts.table.title,
        "basis": counts.table.basis,
        "period": asked.period.code,
        "from": asked.period.first.isoformat(),
        "to": asked.period.last.isoformat(),
        "agency": asked.agency,
        "as_of": asked.as_of.isoformat(),
        "rows": [{"key": row.key, "name": row.name, "columns": row.cells} for row in counts.rows],
        "total": counts.total.cells,
    }
