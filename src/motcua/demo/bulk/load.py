"""Loading dossiers in bulk: what it needs, the plan, and carrying it out."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import psycopg

from motcua.deadlines.rules import ZONE
from motcua.demo.bulk.aside import freeze, put_aside, tidy_later
from motcua.demo.bulk.patterns import lay_ready
from motcua.demo.bulk.people import BLOCK, MOST, TABLE, invent_people
from motcua.demo.bulk.plan import SCHEMA, Bulk, Connection, Given, Phase, add, left, make
from motcua.demo.bulk.rows import copy_patterns
from motcua.events.years import keep_years
from motcua.indicators.counting_anew import count_months
from motcua.organisations.models import Agency
from motcua.runtime.refusals import CannotStart

A_YEAR = 500_000  # dossiers of a province, at most
WEEKS = 13  # of a chunk; a year is four of them
WHOLE = timedelta(weeks=5 * 4 * WEEKS)  # five years, with steps and papers
OPEN_A_YEAR = 0.05  # of those of a year: 25,000 of a province, however many years are kept
PER_PERSON = 2.5
# Measured, see docs/operations/performance.md.
BYTES, SPARE_BYTES = 4_400, 5_000_000_000
A_SECOND = 7_000
GB = 1_000_000_000
Progress = Callable[[str, int, int], None]


class NotEnoughRoom(CannotStart):
    """The disk has less than the rows will take."""

    def __init__(self, need: "Need", free: int) -> None:
        super().__init__(
            f"Nạp {need.dossiers:,} hồ sơ cần {need.gigabytes} GB đĩa, chỉ còn {free // GB} GB;"
            " hãy giải phóng chỗ hoặc nạp ít hơn."
        )


class NotAllowed(CannotStart):
    """Only whoever rules the database may let its triggers rest."""

    def __init__(self) -> None:
        super().__init__(
            "Nạp hàng loạt cần quyền quản trị cơ sở dữ liệu; hãy dùng cơ sở dữ liệu đi kèm."
        )


@dataclass(frozen=True, slots=True)
class Need:
    """What loading so many dossiers takes, on a machine of two cores."""

    dossiers: int
    bytes: int
    seconds: int

    @property
    def gigabytes(self) -> int:
        """Return the room in whole gigabytes."""
        return -(-self.bytes // GB)

    @property
    def minutes(self) -> int:
        """Return the time in whole minutes."""
        return -(-self.seconds // 60)


def need_of(dossiers: int) -> Need:
    """Return what loading so many dossiers takes: room on the disk, and time."""
    room = dossiers * BYTES
    return Need(dossiers, room + min(room, SPARE_BYTES), 30 + dossiers // A_SECOND)


def require_room(need: Need, place: Path) -> None:
    """Refuse when the disk of a folder has less room than is needed."""
    free = shutil.disk_usage(place).free
    if free < need.bytes:
        raise NotEnoughRoom(need, free)


def is_unfinished(address: str) -> bool:
    """Say whether a bulk load was broken off."""
    with psycopg.connect(address, autocommit=True) as connection:
        return bool(left(connection))


def forget(address: str) -> None:
    """Forget what was loaded in bulk, and what was planned, before all tables go."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def load_more(dossiers: int, address: str, at: datetime, progress: Progress) -> None:
    """Load so many dossiers beside those that are there, or finish what was broken off.

    `address` signs in as whoever rules the database. The patterns are the dossiers drawn one by
    one that are there already. Nobody else may use the database meanwhile.
    """
    bulk = Bulk(address, _PIECES, {Phase.CLOSED: freeze})
    with _connected(bulk) as connection:
        if not left(connection):
            _plan(connection, dossiers, at)
        waiting = left(connection)
    for phase in Phase:
        if phase in waiting:
            done = _Done(phase.label, waiting[phase], progress)
            bulk.do(phase, done.told)
    with _connected(bulk) as connection:
        _leave(connection)


class _Done:
    """How far a kind of work has come."""

    def __init__(self, what: str, total: int, progress: Progress) -> None:
        self._what, self._total, self._progress = what, total, progress
        self._done = 0
        progress(what, 0, total)

    def told(self, size: int) -> None:
        """Add what was done."""
        self._done += size
        self._progress(self._what, self._done, self._total)


def _connected(bulk: Bulk) -> Connection:
    try:
        return bulk.connect()
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotAllowed from error


def _plan(connection: Connection, dossiers: int, at: datetime) -> None:
    until = at.astimezone(ZONE).date() - timedelta(days=1)
    years = max(1, -(-dossiers // A_YEAR))
    first = until - timedelta(weeks=4 * WEEKS * years)
    keep_years(until, first.year - 1)  # a dossier is filed before it is accepted
    with connection.transaction():
        make(connection)
        connection.execute(TABLE)
        lay_ready(connection)
        known, invented = _loaded(connection)
        people = max(20, min(MOST - invented, int(dossiers / PER_PERSON)))
        _plan_people(connection, invented, people)
        _plan_dossiers(connection, known, dossiers, people, first, until)
        put_aside(connection)
        _plan_figures(connection, first, until)
        tidy_later(connection)
        connection.execute(
            f"INSERT INTO {SCHEMA}.loaded (dossiers, people) VALUES (%s, %s)",  # noqa: S608
            [dossiers, people],
        )


def _loaded(connection: Connection) -> tuple[int, int]:
    row = connection.execute(
        f"SELECT coalesce(sum(dossiers), 0), coalesce(sum(people), 0) FROM {SCHEMA}.loaded"  # noqa: S608
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _plan_people(connection: Connection, invented: int, people: int) -> None:
    places = list(
        Agency.objects.filter(kind="commune", valid_to=None).order_by("code")
        .values_list("name", flat=True)
    )  # fmt: skip
    for first in range(0, people, BLOCK):
        last = min(first + BLOCK, people)
        given = {"known": invented, "first": first, "last": last, "places": places}
        add(connection, Phase.PEOPLE, given, last - first)


def _plan_dossiers(
    connection: Connection, known: int, dossiers: int, people: int, first: date, until: date
) -> None:
    lasted = [
        [int(days) for (days,) in connection.execute(
            f"SELECT lasted FROM {SCHEMA}.dossier WHERE is_open = %s", [is_open]  # noqa: S608
        ).fetchall()]
        for is_open in (False, True)
    ]  # fmt: skip
    still_open = _still_open(connection, dossiers) if lasted[1] else 0
    same = {"people": people, "until": until, "weeks": WEEKS}
    n = known + 1
    if still_open:
        given = {**same, "first": n, "last": n + still_open - 1, "open": True, "lean": False,
                 "patterns": len(lasted[1]), "begins": first}  # fmt: skip
        add(connection, Phase.OPEN, given, still_open)
        n += still_open
    chunks = (until - first) // timedelta(weeks=WEEKS)
    for chunk in range(chunks):
        begins = first + timedelta(weeks=WEEKS * chunk)
        share = (dossiers - still_open) * (chunk + 1) // chunks
        last = known + still_open + share
        fitting = sum(days <= (until - begins).days - 7 for days in lasted[0])
        given = {**same, "first": n, "last": last, "open": False, "patterns": fitting,
                 "lean": until - begins > WHOLE, "begins": begins}  # fmt: skip
        add(connection, Phase.CLOSED, given, last - n + 1)
        n = last + 1


def _still_open(connection: Connection, dossiers: int) -> int:
    """Return how many of these are to be open: what a year leaves, less what is open already."""
    row = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE status NOT IN ('delivered', 'declined'))"
        " FROM dossiers_dossier"
    ).fetchone()
    assert row is not None
    known, is_open = int(row[0]), int(row[1])
    wanted = round(min(known + dossiers, A_YEAR) * OPEN_A_YEAR)
    return min(max(wanted - is_open, 0), dossiers)


def _plan_figures(connection: Connection, first: date, until: date) -> None:
    month = first.replace(day=1)
    while month <= until + timedelta(days=1):
        following = (month + timedelta(days=32)).replace(day=1)
        add(connection, Phase.FIGURES, {"month": month, "following": following})
        month = following


def _leave(connection: Connection) -> None:
    """Take away what was only needed to load."""
    tables = connection.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = %s::regnamespace"
        " AND relkind = 'r' AND relname NOT IN ('work', 'loaded')",
        [SCHEMA],
    ).fetchall()
    with connection.transaction():
        for function in ("twin(uuid, uuid)", "account_there(bigint, uuid)"):
            connection.execute(f"DROP FUNCTION {SCHEMA}.{function}")
        connection.execute(f"DROP FUNCTION {SCHEMA}.chained CASCADE")
        for (table,) in tables:
            connection.execute(f"DROP TABLE {table}")


def _run(connection: Connection, given: Given) -> None:
    connection.execute(given["statement"])


def _count(connection: Connection, given: Given) -> None:
    month, following = (date.fromisoformat(given[name]) for name in ("month", "following"))
    # What dossiers of a month share with others is looked up, not read through.
    connection.execute("SET LOCAL enable_nestloop = on")
    count_months(connection.execute, month, following)


_PIECES = MappingProxyType(
    {
        Phase.PEOPLE: invent_people,
        Phase.OPEN: copy_patterns,
        Phase.CHAINS: _run,
        Phase.CLOSED: copy_patterns,
        Phase.INDEXES: _run,
        Phase.CONSTRAINTS: _run,
        Phase.FIGURES: _count,
        Phase.TIDYING: _run,
        Phase.BY_ITSELF: _run,
    }
)
