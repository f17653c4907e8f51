"""Counting among some of the facts only: of some procedures, of one month.

What an engine is asked for stays as it is; it sees fewer facts. So a number, its list and every
figure made of them are narrowed in one way, and none has to know of it.
"""

from collections.abc import Collection, Mapping

from ibis.expr import operations
from ibis.expr.types import Table

from motcua.indicators.conditions import PROCEDURES
from motcua.indicators.counting import Engine, Row

# Columns of the facts of dossiers with the values that are kept; nothing named keeps everything.
Only = Mapping[str, Collection[str]]
# What the facts of procedures carry under another name; the rest does not narrow them.
_CODE = {"procedure": "code"}


class Narrowed:
    """An engine that sees only the facts with certain values."""

    def __init__(self, engine: Engine, only: Only) -> None:
        self._engine = engine
        self._only = only

    def rows(self, expression: Table) -> list[Row]:
        """Return the rows that an expression describes, of the facts that are kept."""
        whole = expression.op()
        kept = {table: self._kept(table) for table in whole.find(operations.UnboundTable)}
        narrowed: Table = whole.replace(kept).to_expr()
        return self._engine.rows(narrowed)

    def _kept(self, table: operations.UnboundTable) -> operations.Node:
        relation: Table = table.to_expr()
        if table == PROCEDURES.op():
            codes = {_CODE[name]: kept for name, kept in self._only.items() if name in _CODE}
            return only(relation, codes).op()
        if not set(self._only) <= set(relation.columns):
            # Counting on would give the figure of everything under the name of a part.
            raise TypeError(f"{table.name} cannot be narrowed by {', '.join(self._only)}")
        return only(relation, self._only).op()


def narrowed(engine: Engine, kept: Only) -> Engine:
    """Return an engine that sees only some facts; the same engine when everything is kept."""
    return Narrowed(engine, kept) if kept else engine


def only(relation: Table, kept: Only) -> Table:
    """Return the rows of a relation with certain values."""
    for name, values in kept.items():
        relation = relation.filter(relation[name].isin(sorted(values)))
    return relation
