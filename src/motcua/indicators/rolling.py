"""Figures of whole days and months: what is counted of a cell, and counting cells from facts.

A cell is what an agency received on a day, or of a procedure in a month. One expression counts
cells, both when they are stored and when a stale one is counted live, so the two say the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

import ibis
from ibis.expr.types import Table

from motcua.deadlines.rules import ZONE
from motcua.dossiers.periods import Period
from motcua.indicators.conditions import DOSSIERS, due_moment, late_for_good, with_documents
from motcua.indicators.counting import measure
from motcua.indicators.rules import Asked, Counted, Of

OPEN_DUE, LATE_FOR_GOOD = "open_due", "late_for_good"
# Which conditions a dossier of a cell meets, all of those named, by the column that counts them.
CELLS: Mapping[str, Counted] = {
    "received": (Of.DOSSIERS, ()),
    LATE_FOR_GOOD: (Of.DOSSIERS, ("late_for_good",)),
    "finished": (Of.DOSSIERS, ("finished",)),
    "seconds": (Of.HOURS, ("finished",)),
    "synced": (Of.DOSSIERS, ("synced",)),
    "online": (Of.DOSSIERS, ("online",)),
    "by_post": (Of.DOSSIERS, ("by_post",)),
    "online_as_due": (Of.DOSSIERS, ("online", "result_as_due")),
    "gives_document": (Of.DOSSIERS, ("gives_document",)),
    "document_electronic": (Of.DOSSIERS, ("gives_document", "result_electronic")),
    "result_electronic": (Of.DOSSIERS, ("result_electronic",)),
    "digitised": (Of.DOSSIERS, ("component_digitised",)),
    "digitised_as_due": (Of.DOSSIERS, ("component_digitised", "result_as_due")),
    "reused": (Of.DOSSIERS, ("reused",)),
    "from_store": (Of.DOSSIERS, ("from_store",)),
    "population_data": (Of.DOSSIERS, ("population_data",)),
    "fee_due": (Of.DOSSIERS, ("fee_due",)),
    "paid_online": (Of.DOSSIERS, ("fee_due", "paid_online")),
    "disliked": (Of.DOSSIERS, ("disliked",)),
    "liked": (Of.DOSSIERS, ("liked",)),
    "synced_fee": (Of.DOSSIERS, ("synced", "fee_due")),
    "synced_population": (Of.DOSSIERS, ("synced", "population_data")),
    "submitter_known": (Of.DOSSIERS, ("online", "submitter_known")),
    "genuine": (Of.DOSSIERS, ("online", "genuine")),
}
COLUMNS = (*CELLS, OPEN_DUE)
_BY_NAMES = {(of, frozenset(names)): column for column, (of, names) in CELLS.items()}
LATE, IN_TIME = (Of.DOSSIERS, ("late",)), (Of.DOSSIERS, ("in_time",))
# What makes up each part that depends on when it is measured.
_MEASURED: Mapping[Counted, tuple[str, ...]] = {
    LATE: (LATE_FOR_GOOD, OPEN_DUE),
    IN_TIME: ("received", LATE_FOR_GOOD, OPEN_DUE),
}
_MOMENT = "timestamp('UTC')"
# Conditions of cells depend neither on a period nor on when it is measured.
_ANY_TIME = Asked(
    Period("", date.min, date.min), None, is_commune=False, as_of=datetime(1, 1, 2, tzinfo=ZONE)
)


def columns_of(part: Counted) -> tuple[str, ...] | None:
    """Return the columns of cells that a part is counted from; None when they do not tell."""
    of, names = part
    if part in _MEASURED:
        return _MEASURED[part]
    column = _BY_NAMES.get((of, frozenset(names)))
    return None if column is None else (column,)


@lru_cache(maxsize=64)
def cells_of(facts: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> str:
    """Return the SQL that counts the dossiers of a relation by this name, for each value of keys.

    Its rows are facts with the moment at which their day or month `begins`.
    """
    relation = ibis.table({**DOSSIERS.schema(), "begins": _MOMENT}, name=facts)
    counted = counted_cells(with_documents(relation), keys, columns)
    return str(ibis.to_sql(counted, dialect="postgres"))


def counted_cells(facts: Table, keys: Sequence[str], columns: Sequence[str]) -> Table:
    """Count the columns of cells, for each value of keys."""
    due, depends = due_moment(facts), late_for_good(facts).isnull()
    counts = {
        name: measure(facts, CELLS[name], _ANY_TIME).fill_null(0)
        for name in columns
        if name != OPEN_DUE
    }
    if OPEN_DUE in columns:
        counts[OPEN_DUE] = due.collect(where=depends, order_by=due)
    return facts.group_by(*keys).aggregate(**counts) if keys else facts.aggregate(**counts)
