"""Running expressions on PostgreSQL, through the connection that everything else uses."""

import ibis
from django.db import connection
from ibis.expr.types import Table

from motcua.indicators.counting import Row


class OnPostgres:
    """The live facts."""

    def rows(self, expression: Table) -> list[Row]:
        """Return the rows that an expression describes; one statement."""
        with connection.cursor() as cursor:
            cursor.execute(ibis.to_sql(expression, dialect="postgres"))
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
