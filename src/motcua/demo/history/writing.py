"""Writing many rows at once: COPY into the tables that real dossiers use, triggers included."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection, models


class Bulk:
    """Collects rows of one table and copies them in batches."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [
            field
            for field in model._meta.concrete_fields
            if not isinstance(field, (models.GeneratedField, models.AutoField))
        ]
        self.columns = [field.column for field in fields if field.column != "recorded_at"]
        self._attributes = [field.attname for field in fields if field.column != "recorded_at"]
        self._json = {field.attname for field in fields if isinstance(field, models.JSONField)}
        self._table = model._meta.db_table
        self._rows: list[Sequence[object]] = []

    def add(self, row: models.Model) -> None:
        """Keep a row for the next batch."""
        self._rows.append([getattr(row, name) for name in self._attributes])

    def extend(self, rows: Iterable[models.Model]) -> None:
        """Keep several rows for the next batch."""
        for row in rows:
            self.add(row)

    def write(self) -> None:
        """Copy what was kept into the table, in the order it was added."""
        names = ", ".join(f'"{column}"' for column in self.columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {self._table} ({names}) FROM STDIN") as copy,
        ):
            for row in self._rows:
                copy.write_row(
                    [
                        _text(value) if name in self._json else value
                        for name, value in zip(self._attributes, row, strict=True)
                    ]
                )
        self._rows.clear()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
