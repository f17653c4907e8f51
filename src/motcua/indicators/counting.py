"""Counts and lists from one set of conditions, so that a number and its list cannot differ."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any, Protocol

import ibis
from ibis.expr.types import BooleanValue, Table

from motcua.indicators.conditions import (
    DOSSIER_CONDITIONS,
    PROCEDURE_CONDITIONS,
    concerned,
    received,
)
from motcua.indicators.rules import Asked, Counted, Of

HOUR = 3600  # seconds
Row = Mapping[str, Any]
Counting = dict[Counted, int]


class Engine(Protocol):
    """What can run an expression over the facts: PostgreSQL for live pages, files elsewhere."""

    def rows(self, expression: Table) -> list[Row]:
        """Return the rows that an expression describes."""
        ...


def count(parts: Sequence[Counted], asked: Asked, engine: Engine) -> Counting:
    """Count parts of what is asked for; two statements at most."""
    return count_by((), parts, asked, engine).get((), dict.fromkeys(parts, 0))


def count_by(
    keys: Sequence[str], parts: Sequence[Counted], asked: Asked, engine: Engine
) -> dict[tuple[str, ...], Counting]:
    """Count parts for every value of some columns of the dossiers; two statements at most.

    Procedures are told for the whole, for agencies and for months in which dossiers were received.
    Where nothing was received there is no row.
    """
    counted: dict[tuple[str, ...], Counting] = {}
    for of in (Of.DOSSIERS, Of.PROCEDURES):
        if any((part[0] is Of.PROCEDURES) == (of is Of.PROCEDURES) for part in parts):
            relation = concerned(asked, by=keys) if of is Of.PROCEDURES else received(asked)
            for row in engine.rows(_aggregate(relation, parts, asked, keys, of=of)):
                place = tuple(row[key] for key in keys)
                counted.setdefault(place, dict.fromkeys(parts, 0)).update(
                    counted_by_name(row, parts)
                )
    return counted


def count_part(part: Counted, asked: Asked, engine: Engine) -> int:
    """Count one thing; one statement."""
    return count([part], asked, engine)[part]


def _aggregate(
    relation: Table,
    parts: Sequence[Counted],
    asked: Asked,
    keys: Sequence[str],
    of: Of = Of.DOSSIERS,
) -> Table:
    counts = measures(relation, parts, asked, of)
    return relation.group_by(*keys).aggregate(**counts) if keys else relation.aggregate(**counts)


def measures(
    relation: Table, parts: Sequence[Counted], asked: Asked, of: Of = Of.DOSSIERS
) -> dict[str, ibis.expr.types.IntegerScalar]:
    """Return what counts each part of a relation, by the column that `counted_by_name` reads."""
    return {
        _column(at): _measure(relation, part, asked)
        for at, part in enumerate(parts)
        if (part[0] is Of.PROCEDURES) == (of is Of.PROCEDURES)
    }


def _column(at: int) -> str:
    return f"part_{at}"


def _measure(relation: Table, part: Counted, asked: Asked) -> ibis.expr.types.IntegerScalar:
    of, names = part
    condition = meets(relation, of, names, asked)
    if of is Of.HOURS:
        took = relation.finished_at.delta(relation.received_at, unit="second")
        return took.sum(where=condition)
    return relation.count() if condition is None else relation.count(where=condition)


def meets(relation: Table, of: Of, names: Sequence[str], asked: Asked) -> BooleanValue | None:
    """Return the condition that all the names together make; None when nothing is named."""
    known = PROCEDURE_CONDITIONS if of is Of.PROCEDURES else DOSSIER_CONDITIONS
    conditions = [known[name](relation, asked) for name in names]
    return reduce(and_, conditions) if conditions else None


def counted_by_name(row: Row, parts: Sequence[Counted]) -> Counting:
    """Return the counts of parts that stand in a row."""
    found: Counting = {}
    for at, part in enumerate(parts):
        if _column(at) in row:
            many = int(row[_column(at)] or 0)
            found[part] = many // HOUR if part[0] is Of.HOURS else many
    return found
