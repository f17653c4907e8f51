"""Reading lists: clients on the pages, then their statements alone."""

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from bench import machine
from bench.clients import HOST, Line, Request, Tally, all_at_work, timed
from bench.readers import Listed, all_lists
from bench.serving import served
from motcua.runtime.state import state_path

FASTEST = 1000  # pages a second for which requests are prepared
WARM_UP = 48
FLOOR_SECONDS = 1.0
Statement = tuple[str, Any]


def run(seconds: int, clients: int = 8) -> dict[str, Any]:
    """Measure every list for so many clients that ask without pause; return the figures."""
    lists = all_lists()
    statements = {one.name: _statements(one.asked[0]) for one in lists}
    with served() as port:
        measured = [_measured(port, one, seconds, clients) for one in lists]
        memory = machine.memory()
    for one in measured:
        one |= _floor(statements[one["name"]])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), count(*) FROM dossiers_dossier"
        )
        size, dossiers = cursor.fetchone()
    return {
        "machine": machine.described(),
        "database": machine.database_settings(),
        "dossiers": dossiers,
        "database_gigabytes": round(size / 10**9, 2),
        "memory_megabytes": memory // 2**20,
        "seconds": seconds,
        "clients": clients,
        "lists": measured,
    }


def _measured(port: int, listed: Listed, seconds: int, clients: int) -> dict[str, Any]:
    asked = [listed.asked[at % len(listed.asked)] for at in range(seconds * FASTEST)]
    tally = Tally()

    def ask(line: Line, one: Request) -> None:
        timed(line, one, tally)

    all_at_work(port, clients, asked[:WARM_UP], seconds, ask)
    tally = Tally()
    reference = machine.reference_loop()
    postmaster = machine.postmaster(state_path())
    before = machine.spent(postmaster)
    tally.seconds = all_at_work(port, clients, asked, seconds, ask)
    used = machine.spent(postmaster).since(before)
    many = max(1, len(tally.times))
    return {
        "name": listed.name,
        "rows": listed.rows,
        "requests": len(tally.times),
        "failed": len(tally.failed),
        "first_failure": tally.failed[0] if tally.failed else None,
        "per_second": round(tally.rate, 1),
        "p50_ms": round(tally.quantile(0.5), 1),
        "p99_ms": round(tally.quantile(0.99), 1),
        "application_cpu_ms": round(used.application * 1000 / many, 2),
        "database_cpu_ms": round(used.database * 1000 / many, 2),
        "cpu_ms": round((used.application + used.database) * 1000 / many, 2),
        "reference_loop_ms": round(reference),
    }


@contextmanager
def _noting(statements: list[Statement]) -> Iterator[None]:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many and sql.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def _statements(request: Request) -> list[Statement]:
    """Return what a page asks of the database, as it asks."""
    client, noted = Client(), []
    headers = {name: value for name, value in request.headers if name != "Content-Type"}
    with _noting(noted):
        answer: HttpResponse = client.generic(
            request.method,
            request.path,
            request.body,
            dict(request.headers).get("Content-Type", "application/octet-stream"),
            headers={**headers, "Host": HOST},
        )  # type: ignore[assignment]
    if answer.status_code >= 300:
        raise RuntimeError(f"{request.path} answered {answer.status_code}")
    return noted


def _floor(statements: Sequence[Statement]) -> dict[str, Any]:
    """Send the statements of a page again and again through bare connections."""
    postmaster = machine.postmaster(state_path())
    until = time.perf_counter() + FLOOR_SECONDS

    def work(_: int) -> list[float]:
        times = []
        with psycopg.connect(os.environ["MOTCUA_DATABASE_URL"], autocommit=True) as bare:
            while time.perf_counter() < until:
                begun = time.perf_counter()
                for sql, params in statements:
                    bare.execute(sql.encode(), params, prepare=True).fetchall()
                times.append(time.perf_counter() - begun)
        return times

    before = machine.spent(postmaster)
    with ThreadPoolExecutor(2) as pool:
        times = sorted(one for many in pool.map(work, range(2)) for one in many)
    used = machine.spent(postmaster).since(before)
    return {
        "statements": len(statements),
        "floor_cpu_ms": round(used.database * 1000 / max(1, len(times)), 2),
        "floor_p50_ms": round(times[len(times) // 2] * 1000, 2) if times else 0.0,
    }
