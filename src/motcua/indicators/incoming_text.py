"""Where rows stand in a file of text, and which of them cannot be taken apart."""

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

PARQUET = ".parquet"
LONGEST_SHOWN = 60


@contextmanager
def _opened(file: Path, errors: str = "strict") -> Iterator[TextIO]:
    if file.suffix == ".gz":
        with gzip.open(file, "rt", encoding="utf-8-sig", errors=errors, newline="") as packed:
            assert isinstance(packed, io.TextIOWrapper)
            yield packed
    else:
        with file.open(encoding="utf-8-sig", errors=errors, newline="") as plain:
            yield plain


def header_of(file: Path) -> list[str]:
    """Return the names in the first line."""
    with _opened(file, "replace") as lines:
        return [name.strip() for name in next(csv.reader(lines), [])]


def line_of(file: Path, row: int) -> int:
    """Return the line on which a row of a text file begins; of Parquet, the number of the row."""
    if file.suffix == PARQUET:
        return row
    with _opened(file, "replace") as lines:
        reader, began, rows = csv.reader(lines), 1, -1
        for cells in reader:
            rows += bool(cells)
            if rows == row:
                return began
            began = reader.line_num + 1
    return began


def first_broken(file: Path) -> tuple[int, str] | None:
    """Return the line and text of the first row that has other columns than the header, or letters
    that are none; None when every row can be taken apart."""
    with _opened(file, "surrogateescape") as lines:
        reader, began, columns = csv.reader(lines, strict=True), 1, 0
        try:
            for cells in reader:
                columns = columns or len(cells)
                text = ",".join(cells)
                if (cells and len(cells) != columns) or _has_broken_letters(text):
                    return began, text.encode("utf-8", "replace").decode()
                began = reader.line_num + 1
        except csv.Error:
            return began, ""
    return None


def _has_broken_letters(text: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in text)


def rewritten(file: Path, work: Path) -> Path:
    """Write the rows anew, all lines ending alike."""
    copy = work / "alike.csv"
    with _opened(file) as lines, copy.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(csv.reader(lines))
    return copy


def shortened(value: str) -> str:
    """Return a value as it is shown in one line."""
    return value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
