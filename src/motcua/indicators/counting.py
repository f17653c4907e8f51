"""Counts and lists from one set of conditions, so that a number and its list cannot differ."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any, Protocol

import ibis
from ibis.expr.types import BooleanValue, Table

from motcua.indicators.conditions import (
    DOSSIER_CONDITIONS,
    DOSSIERS,
    PROCEDURE_CONDITIONS,
    concerned,
    received,
    seen_in,
    took,
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

    def counts(
        self, of: Of, parts: Sequence[Counted], asked: Asked, keys: Sequence[str]
    ) -> list[Row]:
        """Count parts of dossiers or of procedures, as `counted_one_by_one` does; one statement."""
        ...

    def signs(
        self, wanted: Mapping[str, Sequence[Counted]], asked: Asked, keys: Sequence[str]
    ) -> list[Row]:
        """Count what shows signs, by their names, and parts of it, as `signs_one_by_one` does; one
        statement."""
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
        some = [part for part in parts if (part[0] is Of.PROCEDURES) == (of is Of.PROCEDURES)]
        for row in engine.counts(of, some, asked, keys) if some else ():
            place = counted.setdefault(tuple(row[key] for key in keys), dict.fromkeys(parts, 0))
            place.update(counted_by_name(row, some))
    return counted


def count_part(part: Counted, asked: Asked, engine: Engine) -> int:
    """Count one thing; one statement."""
    return count([part], asked, engine)[part]


def counted_one_by_one(
    of: Of, parts: Sequence[Counted], asked: Asked, keys: Sequence[str], facts: Table = DOSSIERS
) -> Table:
    """Return the counts of parts for each value of some columns, from the facts themselves."""
    dossiers = received(asked, facts)
    if of is Of.PROCEDURES:
        return counted_procedures(parts, asked, keys, seen_in(dossiers, asked, keys))
    return _aggregate(dossiers, parts, asked, keys, of)


def counted_procedures(
    parts: Sequence[Counted], asked: Asked, keys: Sequence[str], seen: Table
) -> Table:
    """Return the counts of parts of procedures; `seen` is what the dossiers of each show."""
    return _aggregate(concerned(asked, seen, keys), parts, asked, keys, Of.PROCEDURES)


def _aggregate(
    relation: Table,
    parts: Sequence[Counted],
    asked: Asked,
    keys: Sequence[str],
    of: Of,
) -> Table:
    counts = measures(relation, parts, asked, of)
    return relation.group_by(*keys).aggregate(**counts) if keys else relation.aggregate(**counts)


def measures(
    relation: Table, parts: Sequence[Counted], asked: Asked, of: Of = Of.DOSSIERS
) -> dict[str, ibis.expr.types.IntegerScalar]:
    """Return what counts each part of a relation, by the column that `counted_by_name` reads."""
    return {
        column_of(at): measure(relation, part, asked)
        for at, part in enumerate(parts)
        if (part[0] is Of.PROCEDURES) == (of is Of.PROCEDURES)
    }


def column_of(at: int) -> str:
    """Return the column in which the count of a part stands."""
    return f"part_{at}"


def measure(relation: Table, part: Counted, asked: Asked) -> ibis.expr.types.IntegerScalar:
    """Return what counts a part of a relation: things, or seconds for hours."""
    of, names = part
    condition = meets(relation, of, names, asked)
    if of is Of.HOURS:
        return took(relation).sum(where=condition)
    # A sum of ones takes half as long as counting under a filter, in files.
    return relation.count() if condition is None else condition.cast("int32").sum()


def meets(relation: Table, of: Of, names: Sequence[str], asked: Asked) -> BooleanValue | None:
    """Return the condition that all the names together make; None when nothing is named."""
    known = PROCEDURE_CONDITIONS if of is Of.PROCEDURES else DOSSIER_CONDITIONS
    conditions = [known[name](relation, asked) for name in names]
    return reduce(and_, conditions) if conditions else None


def counted_by_name(row: Row, parts: Sequence[Counted]) -> Counting:
    """Return the counts of parts that stand in a row."""
    found: Counting = {}
    for at, part in enumerate(parts):
        if column_of(at) in row:
            many = int(row[column_of(at)] or 0)
            found[part] = many // HOUR if part[0] is Of.HOURS else many
    return found
