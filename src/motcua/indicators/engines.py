"""Running expressions on PostgreSQL, through the connection that everything else uses."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
from django.db import connection
from ibis.expr.types import Table

from motcua.indicators.counting import Row, counted_one_by_one
from motcua.indicators.rolled_up import rolled_up
from motcua.indicators.rules import Asked, Counted, Of


class OnPostgres:
    """The live facts, counted from figures of whole days and months where these tell."""

    def rows(self, expression: Table) -> list[Row]:
        """Return the rows that an expression describes; one statement."""
        return fetched(ibis.to_sql(expression, dialect="postgres"))

    def counts(
        self, of: Of, parts: Sequence[Counted], asked: Asked, keys: Sequence[str]
    ) -> list[Row]:
        """Count parts of dossiers or of procedures; one statement."""
        statement = rolled_up(of, parts, asked, keys)
        if statement is None:
            return self.rows(counted_one_by_one(of, parts, asked, keys))
        return fetched(statement.text, statement.given)


def fetched(statement: str, given: Mapping[str, Any] | None = None) -> list[Row]:
    """Return the rows of a statement by the names of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
