"""What the same rows cost when pgbench writes them: one transaction, prepared statements."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import connection

from bench import machine
from bench.papers import uploaded
from bench.province import Cast
from motcua.cli.surroundings import libpq
from motcua.events.actions import owed_to
from motcua.runtime.postgres import binaries
from motcua.runtime.state import state_path
from motcua.workflow.models import Task

SCRIPTS = Path(__file__).parent / "sql"
FASTEST = 2500  # transactions a second for which papers are prepared
THREADS = 2
OPEN_STEPS = 2000
VERB = re.compile(r"\('([a-z_]+\.[a-z_]+)', :dossier")


@dataclass(frozen=True, slots=True)
class Floor:
    """What pgbench reached with one script."""

    name: str
    transactions: int
    rate: float
    latency_ms: float
    database_ms: float


def floor(people: Cast, seconds: int, clients: int) -> list[Floor]:
    """Write the rows of a submission, then those of a finished step, as fast as pgbench can."""
    _lay_ready(people, seconds)
    facts = {
        "procedure": str(people.kept.version.id),
        "commune": str(people.communes[0]),
        "applicant": str(people.applicants[0].person),
        "steps": str(_open_steps()),
    }
    try:
        return [_pgbench(name, facts, seconds, clients) for name in ("submit", "complete")]
    finally:
        _clear()


def _clear() -> None:
    """Take the rows away again, so that the next run finds the same province."""
    with connection.cursor() as cursor:
        for statement in (SCRIPTS / "clear.sql").read_text(encoding="utf-8").split(";\n"):
            cursor.execute(statement)


def _lay_ready(people: Cast, seconds: int) -> None:
    """Number the papers and steps, so that a script finds its own without searching."""
    owners = [people.applicants[0]] * (seconds * FASTEST)
    _number("floor_paper", [paper for three in uploaded(owners, 3) for paper in three])
    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE IF EXISTS floor_turn")
        cursor.execute("CREATE SEQUENCE floor_turn")


def _number(table: str, ids: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(f"CREATE TABLE {table} (n int PRIMARY KEY, id uuid)")
        with cursor.copy(f"COPY {table} (n, id) FROM STDIN") as copy:
            for place, ident in enumerate(ids, 1):
                copy.write_row((place, ident))
        cursor.execute(f"ANALYZE {table}")


def _open_steps() -> int:
    waiting = Task.objects.filter(completed_at=None, act="appraise").order_by("id")
    steps = list(waiting.values_list("id", flat=True)[:OPEN_STEPS])
    _number("floor_step", steps)
    return len(steps)


def _pgbench(name: str, facts: dict[str, str], seconds: int, clients: int) -> Floor:
    script = (SCRIPTS / f"{name}.sql").read_text(encoding="utf-8")
    for fact, value in facts.items():
        script = script.replace(f"{{{fact}}}", value)
    owed = owed_to(VERB.findall(script))
    script = script.replace("{owed}", ", ".join(f"('{verb}', '{name}')" for verb, name in owed))
    postmaster = machine.postmaster(state_path())
    with TemporaryDirectory() as folder:
        place = Path(folder) / f"{name}.sql"
        place.write_text(script, encoding="utf-8")
        before = machine.spent(postmaster)
        said = subprocess.run(
            [
                str(binaries() / "pgbench"),
                "--no-vacuum",
                "--protocol=prepared",
                "--max-tries=5",  # two may want the same step
                f"--client={clients}",
                f"--jobs={THREADS}",
                f"--time={seconds}",
                f"--file={place}",
            ],
            env=libpq(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        used = machine.spent(postmaster).since(before)
    done = int(_figure(r"transactions actually processed: (\d+)", said))
    return Floor(
        name=name,
        transactions=done,
        rate=_figure(r"tps = ([\d.]+)", said),
        latency_ms=_figure(r"latency average = ([\d.]+)", said),
        database_ms=used.database * 1000 / done,
    )


def _figure(pattern: str, said: str) -> float:
    found = re.search(pattern, said)
    if found is None:
        raise RuntimeError(f"pgbench said nothing of {pattern}: {said}")
    return float(found[1])
