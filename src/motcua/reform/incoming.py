"""Tables of records as CSV: read whole, refused at the first mistake by line and column."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from motcua.kernel.errors import DomainError
from motcua.reform.rules import EARLIEST, INDICES, LATEST, LEVELS, ORGANISATION_KINDS

LARGEST_FILE = 200 * 1024 * 1024  # bytes
MOST_PLACES = 1000
Parse = Callable[[str], Any]


class WrongTable(DomainError):
    """A file that is no such table."""

    message = "{file}, dòng {line}: {what}."


class WrongCell(DomainError):
    """A value is not what its column holds."""

    message = "{file}, dòng {line}, cột {column}: “{value}”. Cần {expected}."


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds in words, how it is read, whether it may be empty."""

    name: str
    expected: str
    read: Parse
    optional: bool = False
    empty: object = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its columns, and those that tell one line from another."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    together: tuple[str, ...] = ()  # at least one of these is filled in


def text_column(name: str, longest: int, *, optional: bool = False) -> Column:
    """Return a column of words, so many characters at most."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(name)
        return text

    return Column(name, f"chữ, nhiều nhất {longest}", read, optional, "")


def day_column(name: str, *, optional: bool = False) -> Column:
    """Return a column of days."""

    return Column(name, "ngày dạng 2022-01-31", date.fromisoformat, optional)


def choice_column(name: str, choices: Sequence[str]) -> Column:
    """Return a column whose value is one of these."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(name)
        return text

    return Column(name, f"một trong {', '.join(choices)}", read)


def _whole(name: str, least: int, most: int, *, optional: bool = False) -> Column:
    def read(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError(name)
        return int(text)

    return Column(name, f"số nguyên từ {least} đến {most}", read, optional)


def points_from(text: str) -> Decimal:
    """Read points or a share: from nothing on, four decimal places at most."""
    value = Decimal(text)
    if not 0 <= value < MOST_PLACES * 10 or value != round(value, 4):
        raise ValueError(text)
    return value


_SOURCE = text_column("source", 300)
SHAPES: Mapping[str, Shape] = {
    "procedures": Shape(
        (
            text_column("code", 30),
            text_column("name", 2000),
            text_column("field", 200),
            _whole("level", min(LEVELS)[0], max(LEVELS)[0]),
            day_column("published_on"),
            day_column("withdrawn_on", optional=True),
            day_column("integrated_on", optional=True),
            _SOURCE,
        ),
        ("code", "published_on"),
    ),
    "register": Shape(
        (
            text_column("number", 60),
            text_column("agency", 35),
            text_column("procedure", 30, optional=True),
            text_column("field", 200, optional=True),
            day_column("issued_on"),
            day_column("ends_on", optional=True),
            day_column("digitised_on", optional=True),
            _SOURCE,
        ),
        ("agency", "number", "issued_on"),
    ),
    "organisations": Shape(
        (
            text_column("name", 300),
            choice_column("kind", [kind for kind, _ in ORGANISATION_KINDS]),
            text_column("parent", 300),
            day_column("cut_on"),
            _SOURCE,
        ),
        ("parent", "name", "cut_on"),
    ),
    "indices": Shape(
        (
            choice_column("index", [index for index, _ in INDICES]),
            text_column("part", 120, optional=True),
            _whole("year", EARLIEST, LATEST),
            text_column("province", 35),
            Column("value", "số từ 0, nhiều nhất 4 chữ số thập phân", points_from, optional=True),
            _whole("rank", 1, MOST_PLACES, optional=True),
            _whole("among", 1, MOST_PLACES, optional=True),
            day_column("published_on", optional=True),
            _SOURCE,
        ),
        ("index", "part", "year", "province"),
        ("value", "rank"),
    ),
}


def read_rows(kind: str, file: Path) -> list[dict[str, Any]]:
    """Return the rows of a file with their values, or refuse it at its first mistake."""
    if file.stat().st_size > LARGEST_FILE:
        raise WrongTable(file=file.name, line=1, what="tệp lớn hơn 200 MB; xin chia nhỏ")
    return rows_of(SHAPES[kind], file.name, file.read_bytes())


def rows_of(shape: Shape, file: str, content: bytes) -> list[dict[str, Any]]:
    """Return the rows of a table with their values, or refuse it at its first mistake.

    Cells are parted by a comma, a semicolon or a tab, as spreadsheets save them.
    """
    seen: dict[tuple[object, ...], int] = {}
    rows = []
    for line, given in _lines(shape, file, content):
        row = {column.name: _value(column, given, file, line) for column in shape.columns}
        if shape.together and all(row[name] is None for name in shape.together):
            said = f"cần ít nhất một trong các cột {', '.join(shape.together)}"
            raise WrongTable(file=file, line=line, what=said)
        first = seen.setdefault(tuple(row[name] for name in shape.key), line)
        if first != line:
            said = f"trùng {', '.join(shape.key)} với dòng {first}"
            raise WrongTable(file=file, line=line, what=said)
        rows.append(row)
    return rows


def _lines(shape: Shape, file: str, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongTable(file=file, line=1, what="tệp không phải UTF-8") from error
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text), strict=True, delimiter=delimiter)
    wanted = [column.name for column in shape.columns]
    needed = [column.name for column in shape.columns if not column.optional]
    given = reader.fieldnames or ()
    wrong = [name for name in needed if name not in given]
    wrong += [name for name in given if name not in wanted]
    if wrong:
        said = f"thiếu hoặc lạ cột {', '.join(wrong)}. Các cột: {', '.join(wanted)}"
        raise WrongTable(file=file, line=1, what=said)
    try:
        for row in reader:
            if None in row or None in row.values():
                raise WrongTable(file=file, line=reader.line_num, what="sai số cột")
            yield reader.line_num, row
    except csv.Error as error:
        raise WrongTable(file=file, line=reader.line_num, what="dấu nháy sai chỗ") from error


def _value(column: Column, given: Mapping[str, str], file: str, line: int) -> object:
    text = given.get(column.name, "").strip()
    if not text and column.optional:
        return column.empty
    try:
        if text:
            return column.read(text)
    except (ValueError, InvalidOperation):
        pass
    words = column.expected + (", hoặc để trống" if column.optional else "")
    raise WrongCell(file=file, line=line, column=column.name, value=text[:80], expected=words)
