"""Counting points of the nine indexes: dossier by dossier, and as cells that are kept by month.

Both stand on one relation, in which each dossier settled with a result has its points.
"""

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

import ibis
from ibis.expr.types import Table

from motcua.indicators.conditions import DOSSIERS, with_documents
from motcua.indicators.nine_points import POINTS, column_of, judged, with_points
from motcua.indicators.rules import Asked

_MOMENT = "timestamp('UTC')"
CELL = ("settling_agency", "procedure", "officer")  # besides the month
DOSSIERS_OF = "dossiers"
LOOKED_AT = "looked_at"  # the relation of what is counted live


class Whose(StrEnum):
    """Who is evaluated."""

    AGENCY = "agency"
    OFFICER = "officer"


COLUMN = {Whose.AGENCY: "settling_agency", Whose.OFFICER: "officer"}


def points_column(index: int) -> str:
    """Return the column in which the points of an index are summed."""
    return f"points_{index}"


def known_column(index: int) -> str:
    """Return the column that says of how many dossiers an index is known."""
    return f"known_{index}"


SUMS = (
    DOSSIERS_OF,
    *(points_column(one) for one in POINTS),
    *(known_column(one) for one in POINTS),
)


def nine_one_by_one(asked: Asked, whose: Whose) -> Table:
    """Return points by who settled and by procedure, from the dossiers themselves."""
    facts, column = judged(asked), COLUMN[whose]
    return _summed(facts.filter(facts[column].notnull()), (column, "procedure"))


@lru_cache(maxsize=8)
def nine_cells_of(facts: str, keys: tuple[str, ...]) -> str:
    """Return the SQL that sums points of the dossiers of a relation by this name, for each value of
    keys and each `officer`. Its rows are facts with the moment at which their month `begins`."""
    relation = ibis.table({**DOSSIERS.schema(), "begins": _MOMENT}, name=facts)
    settled = with_points(with_documents(relation))
    settled = settled.mutate(officer=settled.officer.cast("string").fill_null(""))
    return str(ibis.to_sql(_summed(settled, (*keys, "officer")), dialect="postgres"))


@lru_cache(maxsize=1)
def nine_digest() -> str:
    """Return a digest of how cells are counted: other points give another one."""
    return hashlib.sha256(nine_cells_of(LOOKED_AT, CELL[:2]).encode()).hexdigest()


def _summed(facts: Table, keys: Sequence[str]) -> Table:
    # Alike ones together first: points are then worked out once a dossier, not for every sum.
    alike = facts.group_by(*keys, *(column_of(one) for one in POINTS)).aggregate(many=facts.count())
    sums = {DOSSIERS_OF: alike.many.sum()}
    for one in POINTS:
        points = alike[column_of(one)]
        sums[points_column(one)] = (points * alike.many).sum().fill_null(0)
        sums[known_column(one)] = alike.many.sum(where=points.notnull()).fill_null(0)
    # As cells are stored: sums of large numbers are summed again far more slowly.
    return alike.group_by(*keys).aggregate(**{name: it.cast("int32") for name, it in sums.items()})
