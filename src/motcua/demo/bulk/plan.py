"""What a bulk load is still to do, kept in the database: killed, it goes on where it was.

Every piece of work is done and ticked off in one transaction, so nothing is ever done twice.
"""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import psycopg

SCHEMA = "motcua_load"
WORKERS = 2  # connections at once; the machine that was measured has as many cores
Connection = psycopg.Connection[Any]
Given = Mapping[str, Any]
Piece = Callable[[Connection, Given], None]
Told = Callable[[int], None]
_MAKE = f"""
CREATE SCHEMA IF NOT EXISTS {SCHEMA};
CREATE TABLE IF NOT EXISTS {SCHEMA}.loaded (
    dossiers bigint NOT NULL, people integer NOT NULL, at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS {SCHEMA}.work (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, phase smallint NOT NULL,
    given jsonb NOT NULL, size bigint NOT NULL
);
"""


class Phase(IntEnum):
    """The kinds of work, in the order in which they are done."""

    PEOPLE = 1
    OPEN = 2
    CHAINS = 3
    CLOSED = 4
    INDEXES = 5
    CONSTRAINTS = 6
    FIGURES = 7
    TIDYING = 8
    BY_ITSELF = 9

    @property
    def label(self) -> str:
        return {
            Phase.PEOPLE: "Nạp hàng loạt: người nộp",
            Phase.OPEN: "Nạp hàng loạt: hồ sơ đang giải quyết",
            Phase.CHAINS: "Nạp hàng loạt: chuỗi nhật ký để sau",
            Phase.CLOSED: "Nạp hàng loạt: hồ sơ đã xong",
            Phase.INDEXES: "Nạp hàng loạt: chỉ mục",
            Phase.CONSTRAINTS: "Nạp hàng loạt: ràng buộc",
            Phase.FIGURES: "Nạp hàng loạt: số liệu",
            Phase.TIDYING: "Nạp hàng loạt: dọn dẹp",
            Phase.BY_ITSELF: "Nạp hàng loạt: để tự dọn dẹp trở lại",
        }[self]


# Each alone: two of them would wait for each other's tables, or for numbers of the same day.
ALONE = frozenset({Phase.OPEN, Phase.CHAINS, Phase.CONSTRAINTS})
# Statements that cannot run inside a transaction; done twice they do no harm.
OUTSIDE = frozenset({Phase.TIDYING})


@dataclass(frozen=True, slots=True)
class Bulk:
    """Where rows are loaded, what each kind of work is, and what follows on each piece of some,
    outside its transaction: it may be left out when a piece was the last before a kill."""

    address: str
    pieces: Mapping[Phase, Piece]
    afterwards: Mapping[Phase, Callable[[Connection], None]]

    def connect(self) -> Connection:
        """Return a connection for loading: triggers and foreign keys rest, commits need not wait.

        A crash then loses the last pieces as a whole, with their ticks.
        """
        connection = psycopg.connect(
            self.address, autocommit=True, cursor_factory=psycopg.ClientCursor
        )
        for name, value in (
            ("session_replication_role", "replica"),
            ("synchronous_commit", "off"),
            ("statement_timeout", "0"),
            ("lock_timeout", "0"),
            ("work_mem", "128MB"),
            ("maintenance_work_mem", "1GB"),
            ("temp_buffers", "256MB"),
            ("enable_nestloop", "off"),
            ("enable_mergejoin", "off"),
        ):
            connection.execute("SELECT set_config(%s, %s, false)", [name, value])
        return connection

    def do(self, phase: Phase, told: Told) -> None:
        """Do what is left of a kind of work, several pieces at once where that may be."""
        with ThreadPoolExecutor(1 if phase in ALONE else WORKERS) as pool:
            crew = [
                pool.submit(self._work, phase, told)
                for _ in range(1 if phase in ALONE else WORKERS)
            ]
            for one in crew:
                one.result()

    def _work(self, phase: Phase, told: Told) -> None:
        with self.connect() as connection:
            while (size := self._next(connection, phase)) is not None:
                if phase in self.afterwards:
                    self.afterwards[phase](connection)
                told(size)

    def _next(self, connection: Connection, phase: Phase) -> int | None:
        with connection.transaction():
            taken = connection.execute(
                f"DELETE FROM {SCHEMA}.work WHERE n = (SELECT n FROM {SCHEMA}.work"  # noqa: S608
                " WHERE phase = %s ORDER BY n LIMIT 1 FOR UPDATE SKIP LOCKED)"
                " RETURNING given, size",
                [phase.value],
            ).fetchone()
            if taken is None:
                return None
            if phase not in OUTSIDE:
                self.pieces[phase](connection, taken[0])
        if phase in OUTSIDE:
            self.pieces[phase](connection, taken[0])
        return int(taken[1])


def make(connection: Connection) -> None:
    """Have the tables in which the work is written."""
    connection.execute(_MAKE)


def add(connection: Connection, phase: Phase, given: Given, size: int = 1) -> None:
    """Write down a piece of work; `size` is how much of the progress it is."""
    connection.execute(
        f"INSERT INTO {SCHEMA}.work (phase, given, size) VALUES (%s, %s, %s)",  # noqa: S608
        [phase.value, json.dumps(given, default=str), size],
    )


def left(connection: Connection) -> dict[Phase, int]:
    """Return how much is still to do of each kind of work; empty when nothing is."""
    known = connection.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.work"]).fetchone()
    if known is None or known[0] is None:
        return {}
    found = connection.execute(
        f"SELECT phase, sum(size) FROM {SCHEMA}.work GROUP BY phase"  # noqa: S608
    )
    return {Phase(phase): int(size) for phase, size in found.fetchall()}
