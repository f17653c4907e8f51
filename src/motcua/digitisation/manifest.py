"""A folder of scans with the list of what they are: `manifest.csv`, read whole before anything.

Columns: `files` (names in the folder, parted by a semicolon, in the order of the pages), `number`
and `issued_on` of the result (2019-03-31 or 31/03/2019), and if several results have those, `type`.
`pages` says how many pages the paper has; without it, as many as were scanned.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from motcua.digitisation.stating import day_of
from motcua.kernel.errors import DomainError
from motcua.kernel.text import normal

NAME = "manifest.csv"
COLUMNS = ("files", "number", "issued_on", "type", "pages")
NEEDED = ("files", "number", "issued_on")
MOST_TOLD = 20
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class ManifestWrong(DomainError):
    """The list cannot be used; the sentence says in which line and column, and why."""

    message = "Bản kê {file} chưa dùng được: {why}."


@dataclass(frozen=True, slots=True)
class Row:
    """One paper of the folder."""

    line: int
    files: tuple[Path, ...]
    number: str
    issued_on: date
    type: str
    pages: int | None

    def key(self) -> str:
        """Return what this row is known by when the folder is worked on again: what it names and
        the bytes of its files."""
        told = sha256(f"{self.number}\0{self.issued_on}\0{self.type}".encode())
        for file in self.files:
            told.update(sha256(file.read_bytes()).digest())
        return told.hexdigest()


def rows_of(folder: Path) -> list[Row]:
    """Return the papers of a folder, or refuse the list with everything that is wrong in it."""
    place = folder / NAME
    if not place.is_file():
        raise ManifestWrong(file=NAME, why=f"không có tệp này trong thư mục {folder.name}")
    rows: list[Row] = []
    wrong: list[str] = []
    for line, cells in _cells(place):
        found = _row(folder, line, cells)
        if isinstance(found, Row):
            rows.append(found)
        else:
            wrong.append(f"dòng {line}, {found}")
        if len(wrong) == MOST_TOLD:
            break
    if wrong:
        raise ManifestWrong(file=NAME, why="\n".join(wrong))
    return rows


def _cells(place: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = place.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ManifestWrong(file=NAME, why="tệp không phải UTF-8") from error
    reader = csv.DictReader(text.splitlines())
    lacking = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if lacking:
        raise ManifestWrong(file=NAME, why=f"dòng 1: thiếu cột {', '.join(lacking)}")
    for cells in reader:
        yield reader.line_num, {name: normal((cells.get(name) or "").strip()) for name in COLUMNS}


def _row(folder: Path, line: int, cells: Mapping[str, str]) -> Row | str:
    """Return a row, or the column and what is wrong in it."""
    for column in NEEDED:
        if not cells[column]:
            return f"cột {column}: để trống"
    names = [name.strip() for name in cells["files"].split(";") if name.strip()]
    missing = _missing(folder, names)
    if missing:
        return f"cột files: không có tệp “{missing}” trong thư mục"
    day = _day(cells["issued_on"])
    if day is None:
        return f"cột issued_on: “{cells['issued_on']}” không phải là ngày"
    if cells["pages"] and not (cells["pages"].isdecimal() and int(cells["pages"]) > 0):
        return f"cột pages: “{cells['pages']}” không phải là số trang"
    files = tuple(folder / name for name in names)
    pages = int(cells["pages"]) if cells["pages"] else None
    return Row(line, files, cells["number"], day, cells["type"], pages)


def _missing(folder: Path, names: Sequence[str]) -> str:
    """Return the first name that is no file of this very folder."""
    for name in names:
        place = folder / name
        if place.parent != folder or place.is_symlink() or not place.is_file():
            return name
    return "" if names else "…"


def _day(typed: str) -> date | None:
    iso = ISO.fullmatch(typed)
    return day_of(f"{iso[3]}/{iso[2]}/{iso[1]}" if iso else typed)
