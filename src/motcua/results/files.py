"""Results issued before this system, as a table: read whole, refused with file, line and column.

CSV in UTF-8, comma or semicolon, with the headings of `COLUMNS`; the first six and `issued_on`
must be there. Days are `2019-03-31` or `31/03/2019`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from motcua.kernel.errors import DomainError
from motcua.kernel.text import normal, refusal_of
from motcua.organisations.models import Agency
from motcua.people.rules import check_personal_number
from motcua.procedures.models import Sector
from motcua.results.rules import Holder, Line, check_line

COLUMNS = (
    "number", "name", "type", "procedure", "agency", "field", "holder_number", "holder_name",
    "birth_year", "issued_on", "valid_from", "valid_to", "summary",
)  # fmt: skip
NEEDED = ("number", "name", "agency", "holder_name", "issued_on")
LONGEST = {"number": 60, "name": 500, "holder_name": 200, "summary": 1000, "procedure": 30}
LARGEST_FILE = 100 * 1024 * 1024
MOST_TOLD = 20
_TAX_CODE = re.compile(r"[0-9]{10}(-?[0-9]{3})?")
_DAY = re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})")


class TableUnreadable(DomainError):
    """A file that is no table of results, with everything that is wrong in it."""

    message = "{file}: {why}"


@dataclass(frozen=True, slots=True)
class Wrong(Exception):
    """What is wrong in one cell."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a table may name: agencies by code, fields by code and by name."""

    agencies: Mapping[str, UUID]
    sectors: Mapping[str, str]


def known() -> Known:
    """Return the agencies, those of the past too, and the fields of the catalogue."""
    agencies = dict(Agency.objects.values_list("code", "id"))
    named = list(Sector.objects.values_list("slug", "name"))
    sectors = {slug: slug for slug, _ in named} | {
        normal(name).lower(): slug for slug, name in named
    }
    return Known(agencies, sectors)


def read_lines(file: Path, names: Known, today: date) -> list[Line]:
    """Return the lines of a file, all of them, or refuse it naming line and column of what is
    wrong."""
    lines, wrong = [], []
    for at, row in _rows(file):
        try:
            lines.append(_line(row, names, today))
        except Wrong as one:
            wrong.append(f"dòng {at}, cột {one.column}: {one.why}")
            if len(wrong) == MOST_TOLD:
                break
    if wrong:
        raise TableUnreadable(file=file.name, why="\n".join(wrong))
    return lines


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    if file.stat().st_size > LARGEST_FILE:
        raise TableUnreadable(file=file.name, why="tệp lớn hơn 100 MB; xin chia nhỏ")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableUnreadable(file=file.name, why="tệp không phải UTF-8") from error
    heading = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=heading.count))
    lacking = _lacking(reader.fieldnames or ())
    if lacking:
        raise TableUnreadable(file=file.name, why=f"dòng 1: thiếu cột {', '.join(lacking)}")
    for row in reader:
        yield reader.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS}


def _lacking(headings: Sequence[str]) -> list[str]:
    return [name for name in NEEDED if name not in headings]


def _line(row: Mapping[str, str], names: Known, today: date) -> Line:
    for column, cell in row.items():
        _check_cell(column, cell)
    line = Line(
        name=row["name"],
        number=row["number"],
        agency=_agency(row["agency"], names),
        holder=Holder(row["holder_name"], _holder_number(row), _year(row["birth_year"])),
        issued_on=_required_day(row["issued_on"]),
        type_code=row["type"],
        procedure_code=row["procedure"],
        sector=_sector(row["field"], names),
        valid_from=_day(row["valid_from"], "valid_from"),
        valid_to=_day(row["valid_to"], "valid_to"),
        summary=row["summary"],
    )
    try:
        check_line(line, today)
    except DomainError as refusal:
        raise Wrong(_COLUMN_OF.get(refusal.code, "number"), str(refusal)) from refusal
    return line


# The column that a refusal of the whole line is about.
_COLUMN_OF = {
    "wrong_type_code": "type",
    "validity_wrong": "valid_to",
    "issued_in_future": "issued_on",
    "wrong_birth_year": "birth_year",
}


def _check_cell(column: str, cell: str) -> None:
    if column in NEEDED and not cell:
        raise Wrong(column, "để trống")
    if len(cell) > LONGEST.get(column, 120):
        raise Wrong(column, "dài quá")
    if refusal := refusal_of(cell):
        raise Wrong(column, refusal)


def _agency(code: str, names: Known) -> UUID:
    if code not in names.agencies:
        raise Wrong("agency", f"không có cơ quan mã “{code}”")
    return names.agencies[code]


def _sector(said: str, names: Known) -> str:
    if not said:
        return ""
    found = names.sectors.get(said) or names.sectors.get(normal(said).lower())
    if found is None:
        raise Wrong("field", f"không có lĩnh vực “{said}”")
    return found


def _holder_number(row: Mapping[str, str]) -> str:
    """Return a personal number, or the number of a business (10 or 13 digits)."""
    number = re.sub(r"[\s.]", "", row["holder_number"])
    if not number or _TAX_CODE.fullmatch(number):
        return number
    try:
        return check_personal_number(number)
    except DomainError as refusal:
        raise Wrong("holder_number", str(refusal)) from refusal


def _year(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{4}", text):
        raise Wrong("birth_year", "năm sinh gồm bốn chữ số")
    return int(text)


def _required_day(text: str) -> date:
    day = _day(text, "issued_on")
    assert day is not None  # an empty cell was refused before
    return day


def _day(text: str, column: str) -> date | None:
    if not text:
        return None
    written = _DAY.fullmatch(text)
    try:
        if written:
            return date(int(written["y"]), int(written["m"]), int(written["d"]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise Wrong(column, f"“{text}” không phải là ngày YYYY-MM-DD hoặc DD/MM/YYYY") from error
