"""Running expressions on PostgreSQL, through the connections that everything else uses."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import ibis
from ibis.expr.operations import Node
from ibis.expr.types import Table

from motcua.events.replica import reading
from motcua.indicators.counting import Row, counted_one_by_one
from motcua.indicators.listing import PAGE
from motcua.indicators.nine_cells import Whose, nine_one_by_one
from motcua.indicators.nine_listed import Place, nine_listed
from motcua.indicators.nine_rolled_up import NineToCome, nine_rolled_up, nine_to_come
from motcua.indicators.rolled_up import rolled_up
from motcua.indicators.rules import Asked, Counted, Of
from motcua.indicators.sign_cells import Wanted, digest, signs_one_by_one
from motcua.indicators.signs_rolled_up import signs_rolled_up

FAR_BEHIND = 20_000  # marks; then looking up each stale cell takes longer than counting all facts

_KEPT = """
SELECT (SELECT count(*) FROM (SELECT FROM indicators_stale LIMIT %(far)s) AS some_marks) < %(far)s
    AS figures,
    (SELECT count(*) FROM (SELECT FROM indicators_stalesigns LIMIT %(far)s) AS some_marks)
        < %(far)s AND EXISTS (SELECT FROM indicators_signrules WHERE digest = %(rules)s) AS signs,
    (SELECT count(*) FROM (SELECT FROM indicators_stalenine LIMIT %(far)s) AS some_marks) < %(far)s
        AS nine
"""


class Kept(NamedTuple):
    """Whether figures, those of signs, and those of the nine indexes are near enough to the facts
    to be read."""

    figures: bool
    signs: bool
    nine: bool


class OnPostgres:
    """The live facts, counted from figures of whole days and months where these tell.

    One for each request: how far figures are behind is asked once.
    """

    def __init__(self) -> None:
        self._is_kept: Kept | None = None

    def rows(self, expression: Table) -> list[Row]:
        """Return the rows that an expression describes; one statement."""
        return fetched(written(expression.op()))

    def counts(
        self, of: Of, parts: Sequence[Counted], asked: Asked, keys: Sequence[str]
    ) -> list[Row]:
        """Count parts of dossiers or of procedures; one statement, and one before the first."""
        statement = rolled_up(of, parts, asked, keys)
        if statement is None or not self._kept().figures:
            return self.rows(counted_one_by_one(of, parts, asked, keys))
        return fetched(statement.text, statement.given)

    def signs(self, wanted: Wanted, asked: Asked, keys: Sequence[str]) -> list[Row]:
        """Count signs and patterns; one statement, and one before the first."""
        statement = signs_rolled_up(wanted, asked, keys)
        if statement is None or not self._kept().signs:
            return self.rows(signs_one_by_one(wanted, asked, keys))
        return fetched(statement.text, statement.given)

    def nine(self, asked: Asked, whose: Whose) -> list[Row]:
        """Sum points of the nine indexes; one statement, and one before the first."""
        if not self._kept().nine:
            return self.rows(nine_one_by_one(asked, whose))
        statement = nine_rolled_up(asked, whose)
        return fetched(statement.text, statement.given)

    def nine_behind(
        self, asked: Asked, whose: Whose, who: str, after: Place | None = None, most: int = PAGE + 1
    ) -> list[Row]:
        """Return the dossiers of an agency or an officer, each with its points, as they were
        received; as many as `nine` counts, when all are asked for. One statement."""
        statement = nine_listed(asked, whose, who, after, most)
        return fetched(statement.text, statement.given)

    def nine_to_come(self, asked: Asked) -> NineToCome | None:
        """Return how far the months of a period are counted, where too many dossiers are left to be
        read one by one; one statement, and one before the first."""
        statement = nine_to_come(asked, is_kept=self._kept().nine)
        (row,) = fetched(statement.text, statement.given)
        return NineToCome(row["counted"], row["months"]) if row["is_much"] else None

    def _kept(self) -> Kept:
        """Return which figures are kept: much is stale after an import, until it is counted."""
        if self._is_kept is None:
            (row,) = fetched(_KEPT, {"far": FAR_BEHIND, "rules": digest()})
            self._is_kept = Kept(**{name: bool(row[name]) for name in Kept._fields})
        return self._is_kept


@lru_cache(maxsize=64)
def written(asked: Node) -> str:
    """Write an expression as SQL; one that was asked for lately is not written again.

    Writing a large one takes longer than many a count. An expression holds its days and moments.
    """
    return str(ibis.to_sql(asked.to_expr(), dialect="postgres"))


def fetched(statement: str, given: Mapping[str, Any] | Sequence[Any] | None = None) -> list[Row]:
    """Return the rows of a statement by the names of their columns."""
    with reading().cursor() as cursor:
        cursor.execute(statement, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
