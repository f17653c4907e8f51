"""Readings that cost much, page by page: quick enough, ended in time, and no burden to others.

`./motcua gate heavy [--json] [--dossiers N] [--seconds N]` asks for every address that only reads
with the worst search, filter and place: each answers within two seconds. Then the tables are locked
by another connection, so that no statement ends by itself: each page answers 503 with a sentence
when its time is over, and no connection stays busy. Then twenty people ask for the costliest at
once, and the gate says what that does to others.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(
    MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2", MOTCUA_BEHIND_PROXY="1"
)
MOST_SECONDS = 2.0  # reliability R33
CLIENTS, HEAVY_USERS, COSTLIEST = 4, 20, 12
LIMIT_MS = 1000  # of a statement, while the tables are locked
REST_SECONDS = 3.0  # after which no statement of the web runs any more
TIMES_WORSE = 2.0
SENTENCE = "Hãy "  # every page of trouble says what to do
# Tables without which nobody would be signed in stay free: the page itself is to be tried.
FREE = ("django_", "people_", "organisations_", "procrastinate_", "events_eve", "auth_")
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_BUSY = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND backend_type = 'client backend' AND pid <> pg_backend_pid()
AND state IN ('active', 'idle in transaction', 'idle in transaction (aborted)')
"""


def arguments() -> argparse.Namespace:
    """Read how much to ask for."""
    parser = argparse.ArgumentParser(prog="./motcua gate heavy", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--dossiers", type=int, default=60_000, help="dossiers there should be")
    parser.add_argument("--seconds", type=int, default=10, help="of each part with many users")
    return parser.parse_args()


def main() -> int:
    """Ask, check, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"  # for loading; the server gets its own
    import_module("django").setup()
    import_module("bench.province").prepare(wanted.dossiers)
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    pages = import_module("gates.shared.heavy_pages").everything()
    whole = [one for one in pages if one.worst == "as it is"]
    telling = import_module("gates.shared.telling")
    outcome = telling.Outcome("heavy", 0, len(pages) + len(whole))
    serving, owner = import_module("bench.serving"), os.environ["MOTCUA_DATABASE_URL"]
    with serving.served() as port:
        times = _each_alone(outcome, port, pages)
        _beside(outcome, port, _costliest(pages, times), wanted.seconds)
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = str(LIMIT_MS)
    with serving.served() as port, _locked(owner):
        _ended_in_time(outcome, port, whole)
        _nothing_busy(outcome, owner)
    return int(outcome.tell(as_json=wanted.json))


def _each_alone(outcome: Any, port: int, pages: list[Any]) -> dict[str, float]:
    """Ask for each, one after the other; a second time if the first was slow, for a cold start."""
    line = import_module("bench.clients").Line(port)
    times: dict[str, float] = {}
    for page in pages:
        status, _, took = _ask(line, page.request)
        if took > MOST_SECONDS:
            status, _, took = _ask(line, page.request)
        times[page.name] = took
        outcome.hit += 1
        outcome.acknowledged += 200 <= status < 400
        if status >= 500:
            outcome.violations.append(f"{page.name}: {status}")
        elif took > MOST_SECONDS:
            outcome.violations.append(f"{page.name}: {took:.1f} s")
    slowest = sorted(times, key=lambda name: -times[name])[:COSTLIEST]
    slowest += [one.name for one in pages if one.is_said and one.name not in slowest]
    outcome.figures |= {f"giây: {name}": round(times[name], 2) for name in slowest}
    line.close()
    return times


def _ask(line: Any, request: Any) -> tuple[int, bytes, float]:
    began = time.perf_counter()
    status, body = line.ask(request)
    return status, body, time.perf_counter() - began


def _costliest(pages: list[Any], times: dict[str, float]) -> list[Any]:
    """Return the costliest reading of each of the costliest addresses."""
    found: dict[str, Any] = {}
    for page in sorted(pages, key=lambda one: -times[one.name]):
        found.setdefault(page.address, page)
    return list(found.values())[:COSTLIEST]


def _beside(outcome: Any, port: int, costliest: list[Any], seconds: int) -> None:
    """Say what twenty heavy users at once do to somebody who reads a list."""
    clients, readers = import_module("bench.clients"), import_module("bench.readers")
    light = readers.inboxes(readers.Readers())[0].asked
    alone, beside, heavy = clients.Tally(), clients.Tally(), clients.Tally()

    def reading(tally: Any, for_seconds: float) -> None:
        many = [light[at % len(light)] for at in range(int(for_seconds * 1000))]
        clients.all_at_work(
            port, 2, many, for_seconds, lambda line, one: clients.timed(line, one, tally)
        )

    def burdening() -> None:
        many = [costliest[at % len(costliest)].request for at in range(seconds * 2000)]
        clients.all_at_work(
            port, HEAVY_USERS, many, seconds, lambda line, one: clients.timed(line, one, heavy)
        )

    reading(alone, seconds / 2)
    burden = Thread(target=burdening)
    burden.start()
    reading(beside, seconds * 0.9)
    burden.join()
    worse = beside.quantile(0.99) / max(alone.quantile(0.99), 1.0)
    outcome.figures |= {
        "đọc một mình, p99 ms": round(alone.quantile(0.99), 1),
        f"đọc bên {HEAVY_USERS} người đọc nặng, p99 ms": round(beside.quantile(0.99), 1),
        "số lần": round(worse, 2),
        "lượt đọc nặng": len(heavy.times),
    }
    if beside.failed:
        outcome.violations.append(f"đọc bên người đọc nặng: {beside.failed[0][:80]}")
    if worse > TIMES_WORSE:
        outcome.violations.append(f"đọc bên người đọc nặng: p99 gấp {worse:.1f} lần")


@contextmanager
def _locked(owner: str) -> Iterator[None]:
    """Hold every table that is not needed to know who asks, as no statement of ours may."""
    psycopg = import_module("psycopg")
    with psycopg.connect(owner) as holder:
        tables = [
            name for (name,) in holder.execute(_TABLES).fetchall() if not name.startswith(FREE)
        ]
        holder.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        yield
        holder.rollback()


def _ended_in_time(outcome: Any, port: int, pages: list[Any]) -> None:
    """Ask for each while the tables are held: an answer or a sentence, in time, and nothing left
    behind."""
    clients, admission = import_module("bench.clients"), import_module("motcua.web.admission")
    patience = import_module("django.conf").settings.WEB_PATIENCE
    refused = 0

    def ask(line: Any, page: Any) -> None:
        nonlocal refused
        status, body, took = _ask(line, page.request)
        outcome.hit += 1
        refused += status == 503
        is_page = not page.address.startswith("api/")
        if status >= 500 and status != 503:
            outcome.violations.append(f"{page.address}: {status} khi bảng bị khóa")
        elif status == 503 and is_page and SENTENCE not in body.decode(errors="replace"):
            outcome.violations.append(f"{page.address}: 503 không có lời nào")
        # What is costly takes turns, and may have waited in line for as long as anybody may.
        costly = admission.kind_of({"PATH_INFO": page.request.path.partition("?")[0]})
        if took > LIMIT_MS / 1000 + MOST_SECONDS + (patience if costly else 0):
            outcome.violations.append(f"{page.address}: {took:.1f} s khi bảng bị khóa")

    clients.all_at_work(port, CLIENTS, pages, 600, ask)
    outcome.figures["trang bị dừng đúng hạn khi bảng bị khóa"] = refused


def _nothing_busy(outcome: Any, owner: str) -> None:
    """Wait until nobody is busy but who holds the locks."""
    psycopg = import_module("psycopg")
    until = time.monotonic() + REST_SECONDS
    with psycopg.connect(owner, autocommit=True) as watcher:
        while (busy := watcher.execute(_BUSY).fetchone()[0] - 1) > 0:
            if time.monotonic() > until:
                outcome.violations.append(f"{busy} kết nối còn bận sau khi hết hạn")
                return
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
