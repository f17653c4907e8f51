"""Criteria as a table that people edit in a spreadsheet: one line each, parted as CSV. Pure."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from motcua.kernel.errors import InvalidInput
from motcua.kernel.text import FORMULAS
from motcua.reform.criteria_rules import HUNDREDTH, Line, ScoredBy
from motcua.reform.incoming import Column, Shape, choice_column, points_from, rows_of, text_column

LARGEST = 1_000_000  # bytes
MOST_LINES = 500
MOST_POINTS = Decimal(1000)
PERCENT = Decimal(100)


def _code(text: str) -> str:
    if not all(part.isdecimal() and 0 < int(part) < 100 for part in text.split(".")):
        raise ValueError(text)
    return text


def _within(most: Decimal) -> Any:
    def read(text: str) -> Decimal:
        value = points_from(text.replace(",", "."))
        if value > most or value != value.quantize(HUNDREDTH):
            raise ValueError(text)
        return value

    return read


SHAPE = Shape(
    (
        Column("code", "mã dạng 3, 3.2 hoặc 3.2.1", _code),
        text_column("name", 500),
        Column("most", "số từ 0 đến 1000, nhiều nhất 2 chữ số thập phân", _within(MOST_POINTS)),
        choice_column("scored_by", [one.value for one in ScoredBy]),
        text_column("measure", 10, optional=True),
        Column("full_at", "phần trăm từ 0 đến 100", _within(PERCENT), optional=True),
        Column("none_under", "phần trăm từ 0 đến 100", _within(PERCENT), optional=True),
        text_column("evidence", 500, optional=True),
    ),
    ("code",),
)
COLUMNS = tuple(column.name for column in SHAPE.columns)


def read_lines(name: str, content: bytes) -> list[Line]:
    """Return the lines of a table in their order, or refuse it at its first mistake."""
    if len(content) > LARGEST:
        raise InvalidInput({"table": "Bảng lớn hơn 1 MB. Bộ tiêu chí không dài như vậy."})
    rows = rows_of(SHAPE, name, content)
    if len(rows) > MOST_LINES:
        raise InvalidInput({"table": f"Bảng có quá {MOST_LINES} dòng."})
    for at, row in enumerate(rows, start=1):
        if any(str(row[name]).startswith(FORMULAS) for name in ("name", "evidence")):
            said = f"Tiêu chí thứ {at}: chữ không được bắt đầu bằng dấu =, +, - hoặc @."
            raise InvalidInput({"table": said})
    return [Line(**row) for row in rows]


def written(lines: Sequence[Line]) -> bytes:
    """Return lines as the table that `read_lines` reads; opens in a spreadsheet as UTF-8."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for line in lines:
        table.writerow([_cell(getattr(line, column)) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
