"""A peer that fails in every way: each message takes effect once, in order, and nothing waits on.

`./motcua gate outbox [--json] [--messages N] [--kills N] [--seed N]` records events of dossiers,
lets the job worker send them to a peer that fails three times of ten, kills the worker in between,
then lets the peer behave, sends again what could not be sent, and waits. Checked with the peer's
own log and SQL.
"""

import argparse
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1")
SHARE = 0.3
PEER = "ben-nhan-hay-loi"
HOSTILE, EACH, DRAINED = 300.0, 0.2, 600.0  # seconds that it may take at most
DOSSIERS = 500
_COUNTS = """
SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'dead'), count(*)
FROM exchange_message
"""


def arguments() -> argparse.Namespace:
    """Read how much to send."""
    parser = argparse.ArgumentParser(prog="./motcua gate outbox", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=3, help="how often the worker is killed")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class Run:
    """The peer, the worker, and what both are told."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        state = import_module("motcua.runtime.state")
        self._logs = state.open_state(state.state_path()).folder("logs")
        self.port = import_module("bench.serving").free_port()
        self.secret = secrets.token_urlsafe(36)
        name = uuid4().hex
        self.heard, self.quiet = self._logs / f"peer-{name}.log", self._logs / f"quiet-{name}"
        self.heard.touch()
        os.environ["MOTCUA_EXCHANGE_ALLOW"] = f"127.0.0.1:{self.port}"
        command = [sys.executable, str(ROOT / "gates" / "shared" / "hostile_peer.py"),
                   str(self.port), str(wanted.seed), str(SHARE), str(self.heard), self.secret,
                   str(self.quiet)]  # fmt: skip
        self._peer = self._start("gate-peer", command)
        self._worker: subprocess.Popen[bytes] | None = None

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self._logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def work(self) -> None:
        """Start the worker, again when it was killed."""
        self._worker = self._start(
            "gate-worker", import_module("motcua.runtime.processes").worker()
        )

    def kill(self) -> None:
        """Kill the worker without warning, and start it again."""
        assert self._worker is not None
        os.kill(self._worker.pid, signal.SIGKILL)
        self._worker.wait()
        self.work()

    def lines(self) -> list[list[str]]:
        """Return what the peer has noted."""
        return [line.split() for line in self.heard.read_text().splitlines()]

    def stop(self) -> None:
        """End what was started here, by process id."""
        for process in (self._worker, self._peer):
            if process is not None:
                process.terminate()
        for process in (self._worker, self._peer):
            if process is not None:
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()


def main() -> int:
    """Attack, check, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    run = Run(wanted)
    import_module("django").setup()
    planned = int(wanted.messages * SHARE)
    outcome = import_module("gates.shared.telling").Outcome("outbox", wanted.seed, planned)
    try:
        import_module("bench.province").prepare(DOSSIERS)
        _set_up(run)
        _record(wanted)
        run.work()
        _hostile(run, outcome, wanted)
        run.quiet.touch()
        _drain(run, outcome)
    finally:
        run.stop()
    _check(run, outcome, wanted)
    return int(outcome.tell(as_json=wanted.json))


def _set_up(run: Run) -> None:
    address = f"http://127.0.0.1:{run.port}/tin"
    put_in_force = import_module("gates.shared.peers").put_in_force
    put_in_force(PEER, address, run.secret, ["dossier.progressed"])


def _record(wanted: argparse.Namespace) -> None:
    """Record events of dossiers in random order, owed to the exchange alone."""
    database, events = import_module("django.db"), import_module("motcua.events.actions")
    at = import_module("django.utils.timezone").now()
    system = import_module("motcua.kernel.actors").SYSTEM
    rng = random.Random(wanted.seed)
    cursor = database.connection.cursor()
    cursor.execute("SELECT id FROM dossiers_dossier WHERE status <> 'draft' ORDER BY id LIMIT %s",
                   [DOSSIERS])  # fmt: skip
    dossiers = [row[0] for row in cursor.fetchall()]
    facts = [
        events.Fact("dossier.progressed", rng.choice(dossiers)) for _ in range(wanted.messages)
    ]
    cursor.execute("SELECT coalesce(max(event_id), 0) FROM events_delivery")
    (known,) = cursor.fetchone()
    with database.transaction.atomic():
        for first in range(0, len(facts), 1000):
            events.record_all(facts[first : first + 1000], by=system, at=at)
        # Only of these: figures still wait for what earlier gates left to be told.
        cursor.execute(
            "DELETE FROM events_delivery WHERE subscriber <> 'exchange' AND event_id > %s", [known]
        )


def _counts() -> tuple[int, int, int]:
    cursor = import_module("django.db").connection.cursor()
    cursor.execute(_COUNTS)
    waiting, dead, known = cursor.fetchone()
    cursor.execute("SELECT count(*) FROM events_delivery WHERE subscriber = 'exchange'")
    return waiting + cursor.fetchone()[0], dead, known


def _hostile(run: Run, outcome: Any, wanted: argparse.Namespace) -> None:
    """Let the peer fail until it has failed as often as planned; kill the worker meanwhile."""
    begun, killed = time.monotonic(), 0
    while time.monotonic() - begun < HOSTILE + EACH * wanted.messages:
        time.sleep(1)
        failed = sum(1 for line in run.lines() if line[0] == "fault")
        waiting, dead, _ = _counts()
        print(f"\r{failed}/{outcome.planned} lỗi, {waiting} chờ, {dead} dừng  ", end="",
              file=sys.stderr, flush=True)  # fmt: skip
        if killed < wanted.kills and failed > outcome.planned * (killed + 1) / (wanted.kills + 1):
            run.kill()
            killed += 1
        if failed >= outcome.planned or not waiting:
            break
    outcome.hit = min(failed, outcome.planned)
    outcome.figures["faults"], outcome.figures["worker_kills"] = failed, killed
    outcome.figures["hostile_seconds"] = round(time.monotonic() - begun, 1)
    outcome.figures["waiting_when_it_behaves"] = waiting


def _drain(run: Run, outcome: Any) -> None:
    """Send again what could not be sent, as an operator does, and wait until all is received."""
    actions, roles = import_module("motcua.exchange.actions"), import_module("motcua.kernel.actors")
    operator = import_module("gates.shared.peers").an_officer(roles.Role.TECHNICAL_ADMIN)
    begun, retried, (waiting, dead, _) = time.monotonic(), 0, _counts()
    while (waiting or dead) and time.monotonic() - begun < DRAINED:
        if dead:
            at = import_module("django.utils.timezone").now()
            retried += actions.retry_all(PEER, by=operator, at=at)
        time.sleep(1)
        waiting, dead, _ = _counts()
        print(f"\r{waiting} chờ, {dead} dừng           ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    outcome.figures["drained_seconds"] = round(time.monotonic() - begun, 1)
    outcome.figures["dead_letters_retried"] = retried
    if waiting or dead:
        outcome.violations.append(f"còn {waiting} tin chờ, {dead} tin dừng sau {DRAINED:.0f} giây")


def _check(run: Run, outcome: Any, wanted: argparse.Namespace) -> None:
    """Compare the peer's log with the table: once in effect, in order, nothing followed."""
    lines = run.lines()
    effects = [line for line in lines if line[0] == "effect"]
    psycopg, sweep = import_module("psycopg"), import_module("motcua.runtime.sweep")
    with psycopg.connect(os.environ["MOTCUA_DATABASE_URL"]) as connection:
        sent = connection.execute(
            "SELECT id::text, dossier::text, sequence FROM exchange_message"
            " WHERE state = 'received'"
        ).fetchall()
        known = connection.execute("SELECT count(*) FROM exchange_message").fetchone()
        broken = sweep.sweep(connection)
    outcome.violations += [f"{one.id}: {one.many}" for one in broken if one.id[:8] == "exchange"]
    outcome.acknowledged = len(sent)
    arrived = {(line[3], int(line[4])) for line in effects}
    outcome.lost = sum(1 for _, dossier, at in sent if (dossier, at) not in arrived)
    outcome.lost += wanted.messages - (known[0] if known else 0)
    outcome.doubled = len(effects) - len(arrived)
    last: dict[str, int] = {}
    for _, identity, inside, dossier, at in effects:
        if int(at) <= last.get(dossier, 0):
            outcome.violations.append(f"{identity}: đến sau tin mới hơn của hồ sơ")
        if identity != inside:
            outcome.violations.append(f"{identity}: mã trong tin khác")
        last[dossier] = int(at)
    for kind in ("followed", "unsigned", "stale"):
        outcome.violations += [" ".join(line) for line in lines if line[0] == kind]
    outcome.figures["arrived_again"] = sum(1 for line in lines if line[0] == "again")


if __name__ == "__main__":
    sys.exit(main())
