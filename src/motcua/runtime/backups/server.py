"""PostgreSQL's own programs against the embedded database, signed in as its superuser."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.conninfo import conninfo_to_dict

from motcua.runtime.postgres import Cluster, binaries
from motcua.runtime.refusals import CannotStart


@dataclass(frozen=True)
class Server:
    """The running database server of a state folder."""

    cluster: Cluster

    @contextmanager
    def connected(self) -> Iterator["psycopg.Connection"]:
        """Give a connection of the superuser, each statement a transaction of its own."""
        with psycopg.connect(self.cluster.owner_url(), autocommit=True) as owner:
            yield owner

    def system(self) -> str:
        """Return what tells this database from every other."""
        with self.connected() as owner:
            row = owner.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
        return str(row[0]) if row else ""

    def now(self) -> datetime:
        """Return the moment by the clock of the database."""
        with self.connected() as owner:
            row = owner.execute("SELECT clock_timestamp()").fetchone()
        assert row is not None
        moment: datetime = row[0]
        return moment

    def command(self, program: str, *arguments: str) -> list[str]:
        """Return the command that runs one of PostgreSQL's programs."""
        return [str(binaries() / program), *arguments]

    def surroundings(self) -> dict[str, str]:
        """Return the environment by which it signs in; no other user can read it."""
        told = conninfo_to_dict(self.cluster.owner_url())
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_"))}
        return {
            **plain,
            "LC_ALL": "C",
            "PGHOST": str(told["host"]),
            "PGPORT": str(told["port"]),
            "PGUSER": str(told["user"]),
            "PGPASSWORD": str(told["password"]),
        }

    def run(self, program: str, *arguments: str) -> None:
        """Run a program to its end; say what it said when it fails."""
        run_program(program, *arguments, env=self.surroundings())


def run_program(program: str, *arguments: str, env: dict[str, str] | None = None) -> None:
    """Run one of PostgreSQL's programs; refuse with its last words when it fails."""
    done = subprocess.run(
        [str(binaries() / program), *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        said = (done.stdout.strip().splitlines() or ["không nói lý do"])[-1]
        raise CannotStart(f"{program} không làm được: {said[:300]}")
