"""How long the event log is kept, and letting a whole year of it go.

The law says how long at least (`facts/keeping.csv`); beyond that, the log of a thing is kept as
long as the thing. So a year goes as a whole, and only when nothing that was made in it is left.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import DomainError, NotPermitted
from motcua.kernel.ids import new_id

FACTS = Path(__file__).parent / "facts" / "keeping.csv"
_SIZE = "SELECT count(*), coalesce(max(id), 0), pg_total_relation_size(%s::regclass) FROM {}"
_KEYED_BY_ID = """
SELECT held.conrelid::regclass::text, column_of.attname FROM pg_constraint AS held
JOIN pg_attribute AS column_of
    ON column_of.attrelid = held.conrelid AND column_of.attnum = held.conkey[1]
WHERE held.contype = 'p' AND cardinality(held.conkey) = 1 AND column_of.atttypid = 'uuid'::regtype
    AND held.connamespace = current_schema()::regnamespace ORDER BY 1
"""


class KeptByLaw(DomainError):
    """The law or the province wants the year kept for longer."""

    message = "Nhật ký của năm {year} phải giữ đến hết {until}. Căn cứ: {basis}."


class ShorterThanLaw(DomainError):
    """A province may keep the log for longer than the law says, not for less."""

    message = "Không được giữ ngắn hơn {months} tháng. Căn cứ: {basis}."


class NoSuchYear(DomainError):
    """There is no partition of the year."""

    message = "Không có chỗ ghi nhật ký của năm {year}."


class StillThere(DomainError):
    """Something that was made in the year exists, and its log with it."""

    message = "Chưa bỏ được nhật ký của năm {year}: còn dữ liệu lập trong năm đó ở {tables}."


@dataclass(frozen=True, slots=True)
class YearOfLog:
    """What a year of the log holds."""

    year: int
    events: int
    last: int
    bytes: int


def year_of_log(year: int) -> YearOfLog:
    """Return what a year of the log holds; refuses a year without a partition."""
    name = f"events_event_{year}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        if not cursor.fetchone()[0]:
            raise NoSuchYear(year=year)
        cursor.execute(_SIZE.format(name), [name])
        events, last, size = cursor.fetchone()
    return YearOfLog(year, int(events), int(last), int(size))


def numbers_of(year: int) -> list[int]:
    """Return the numbers of the events of a year, lowest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM events_event_{int(year)} ORDER BY id")  # noqa: S608
        return [int(number) for (number,) in cursor.fetchall()]


def require_over(year: int, today: date, months: int | None = None) -> None:
    """Refuse while the year must be kept: by law, by the province, or because of what is left."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        (rule,) = csv.DictReader(file)
    least = int(rule["least_months"])
    if months is not None and months < least:
        raise ShorterThanLaw(months=least, basis=rule["basis"])
    years, rest = divmod(int(rule["usual_months"]) if months is None else months, 12)
    until = date(year + years + (1 if rest else 0), 12, 31)
    if today <= until:
        raise KeptByLaw(year=year, until=f"{until:%d/%m/%Y}", basis=rule["basis"])
    if left := _left_of(year):
        raise StillThere(year=year, tables=", ".join(left))


def _left_of(year: int) -> list[str]:
    """Return the tables that hold something made in a year, as its id says."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYED_BY_ID)
        keyed = cursor.fetchall()
        found = []
        for table, key in keyed:
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {table} WHERE {key} >= motcua_first_id_of(%s)"  # noqa: S608
                f" AND {key} < motcua_first_id_of(%s))",
                [year, year + 1],
            )
            if cursor.fetchone()[0]:
                found.append(str(table))
    return found


@transaction.atomic
def let_go(year: int, *, by: Actor, at: datetime, months: int | None = None) -> YearOfLog:
    """Drop the partition of a year, and record that; the caller has anchored what it held.

    By the system alone, at the command of whoever runs it. There is no way back.
    """
    if by != SYSTEM:
        raise NotPermitted
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute("LOCK TABLE events_event IN ACCESS EXCLUSIVE MODE")
    held = year_of_log(year)
    require_over(year, localdate(at), months)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE events_event DETACH PARTITION events_event_{year}")
        cursor.execute(f"DROP TABLE events_event_{year}")
    record("log_year.retired", new_id(), by=by, at=at, year=year, events=held.events)
    return held
