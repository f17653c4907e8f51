"""Processes killed at any moment under load: what was acknowledged is there, once and whole.

`./motcua gate kill [--json] [--kills N] [--seed N] [--pause S]` runs the web server, the job worker
and PostgreSQL, lets eight clients upload, file, accept and sign without pause, and kills a web
worker, the job worker, one backend of PostgreSQL, or PostgreSQL whole. Clients write what was
acknowledged to a log that is on the disk before they go on; what was not, they send again. Checked
with that log and SQL.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2")
CLIENTS = 8
KINDS = (("web", 80), ("worker", 60), ("backend", 40), ("postgres", 20))  # of 200
READY_WITHIN, STUCK_AFTER = 30.0, 60.0  # seconds
PATIENCE = 10.0  # seconds for a process to be there that is to be killed
AGAIN = 0.05  # seconds before a client asks again
PAPERS = ("UQTV", "UQ", "UQ")
SIGNED = 0.3  # of the dossiers that were accepted
TO_SIGN = ("assign", "appraise", "approve", "sign")
MOST_STEPS = 40


def arguments() -> argparse.Namespace:
    """Read how much to attack."""
    parser = argparse.ArgumentParser(prog="./motcua gate kill", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pause", type=float, default=0.7, help="seconds of work between kills")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class Log:
    """What was acknowledged, on the disk before the client goes on."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")
        self._turn = threading.Lock()

    def note(self, *words: str) -> None:
        """Write a line."""
        with self._turn:
            self._file.write(" ".join(words) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())


class Client:
    """Somebody who files and has it accepted, and asks again until there is an answer."""

    def __init__(self, system: "System", people: Any, log: Log, seed: int) -> None:
        self._system = system
        self._people = people
        self._log = log
        self._rng = random.Random(seed)
        self._line: Any = None
        self.failures: list[str] = []

    def work(self) -> None:
        """File and accept until told to stop."""
        while not self._system.is_over:
            self._one()

    def _one(self) -> None:
        citizen = self._rng.choice(self._people.applicants)
        commune = self._rng.choice(self._people.communes)
        papers = [self._paper(citizen) for _ in PAPERS]
        if None in papers:
            return
        key = uuid4()
        status, told = self._until_answered(self._submission(citizen, commune, papers, key))
        if status == 0:
            return
        if not 200 <= status < 300:
            self.failures.append(f"submit {status} {str(told)[:200]}")
            return
        self._log.note("filed", str(key), str(told["id"]))
        token = self._people.tokens[(commune, "receptionist")]
        clients = import_module("bench.clients")
        accept = clients.as_json(token, "POST", f"/dossiers/{told['id']}/accept")
        status, answer = self._until_answered(accept)
        if 200 <= status < 300:
            self._log.note("accepted", str(key), str(told["id"]))
        elif status not in (0, 409, 422):  # it was accepted when the answer was lost
            self.failures.append(f"accept {status} {str(answer)[:200]}")
        if self._rng.random() < SIGNED:
            self._sign(str(key), str(told["id"]), commune)

    def _sign(self, key: str, dossier: str, commune: UUID) -> None:
        """Take a dossier through its steps until its result is signed; what was carried out though
        the answer was lost is seen by the step that waits."""
        for _ in range(MOST_STEPS):
            look = self._asked(commune, "section_head", "GET", dossier, "/tasks")
            _, told = self._until_answered(look)
            waiting = [one for one in told.get("items", []) if one["completed_at"] is None]
            if not waiting or waiting[0]["act"] not in TO_SIGN:
                return
            act = str(waiting[0]["act"])
            status, told = self._until_answered(self._step(commune, dossier, waiting[0]))
            if act == "sign" and 200 <= status < 300:
                self._log.note("signed", key, dossier)
            elif status not in (0, 409, 412, 422) and not 200 <= status < 300:
                self.failures.append(f"{act} {status} {str(told)[:200]}")
                return

    def _step(self, commune: UUID, dossier: str, task: Any) -> Any:
        """Return the request that comes next at a step; its draft is read before it is signed."""
        measuring, act = import_module("bench.measuring"), str(task["act"])
        role, place = measuring.PERFORMERS[act].value, f"/tasks/{task['id']}"
        if act == "sign":
            self._until_answered(self._asked(commune, role, "GET", dossier, f"{place}/draft"))
            return self._asked(commune, role, "POST", dossier, f"{place}/sign")
        if task["assignee"] is None:
            return self._asked(commune, role, "POST", dossier, f"{place}/claim")
        body = measuring.BODIES[act]
        return self._asked(commune, role, "POST", dossier, f"{place}/complete", body)

    def _asked(
        self, commune: UUID, role: str, method: str, dossier: str, path: str, body: object = None
    ) -> Any:
        token = self._people.tokens[(commune, role)]
        as_json = import_module("bench.clients").as_json
        return as_json(token, method, f"/dossiers/{dossier}{path}", body)

    def _paper(self, citizen: Any) -> str | None:
        papers = import_module("bench.papers")
        request = papers.upload_request(citizen, self._rng.getrandbits(60))
        status, told = self._until_answered(request)
        if status == 0:
            return None
        if not 200 <= status < 300:
            self.failures.append(f"upload {status} {str(told)[:200]}")
            return None
        return str(told["id"])

    def _submission(self, citizen: Any, commune: UUID, papers: list[Any], key: UUID) -> Any:
        filing_request = import_module("bench.province").filing_request
        return filing_request(self._people, citizen, commune, papers, key)

    def answered(self, status: int, body: bytes) -> None:
        """See an answer; here only what is no breakdown counts."""

    def _until_answered(self, request: Any) -> tuple[int, Any]:
        """Send until there is an answer that is no breakdown; 0 when it is over before."""
        while not self._system.is_over:
            try:
                if self._line is None:
                    self._line = import_module("bench.clients").Line(self._system.port)
                status, body = self._line.ask(request)
                self.answered(status, body)
                if status < 500:
                    return status, _read(body)
            except (OSError, ValueError):
                self._line = None
            time.sleep(AGAIN)
        return 0, {}


def _read(body: bytes) -> Any:
    """Return what an answer says; a paper says nothing."""
    return {} if body.startswith(b"%PDF") else json.loads(body or b"{}")


class System:
    """What runs: web server, job worker and database; what is killed begins again by itself, or is
    started again as a service manager would."""

    def __init__(self) -> None:
        processes = import_module("motcua.runtime.processes")
        state = import_module("motcua.runtime.state")
        serving = import_module("bench.serving")
        self._cluster = import_module("motcua.runtime.postgres").Cluster(
            state.open_state(state.state_path())
        )
        self.port = serving.free_port()
        self.is_over = False
        self._logs = state.open_state(state.state_path()).folder("logs")
        self._web_command = processes.web_server("127.0.0.1", self.port, 2, 8)
        self._web = self._start("gate-web", self._web_command)
        self._worker_command = processes.worker()
        self._worker = self._start("gate-worker", self._worker_command)

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self._logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def kill(self, kind: str, rng: random.Random) -> bool:
        """Kill one process of a kind without warning, or PostgreSQL whole; return whether it hit.

        One that is just beginning again is waited for.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = getattr(self, f"_{kind}_processes")()
            if found and _killed(found if kind == "postgres" else [rng.choice(found)]):
                return True
            self.mend()
            time.sleep(0.05)
        return False

    def _web_processes(self) -> list[int]:
        return _children(self._web.pid)

    def _worker_processes(self) -> list[int]:
        return [self._worker.pid] if self._worker.poll() is None else []

    def _backend_processes(self) -> list[int]:
        if not self._cluster.is_running():
            return []
        return [one for one in _children(self._postmaster()) if b"motcua" in _title(one)]

    def _postgres_processes(self) -> list[int]:
        if not self._cluster.is_running():
            return []
        postmaster = self._postmaster()
        return [postmaster, *_children(postmaster)]

    def _postmaster(self) -> int:
        return int((self._cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def mend(self) -> None:
        """Start again what does not come back by itself."""
        if not self._cluster.is_running():
            self._cluster.ensure_running()
        if self._web.poll() is not None:  # it gives up when its workers die again and again
            self._web = self._start("gate-web", self._web_command)
        if self._worker.poll() is not None:
            self._worker = self._start("gate-worker", self._worker_command)

    def seconds_until_ready(self) -> float:
        """Wait until it answers again; return how long that took."""
        clients = import_module("bench.clients")
        begun = time.monotonic()
        while time.monotonic() - begun < STUCK_AFTER:
            self.mend()
            try:
                line = clients.Line(self.port)
                status, _ = line.ask(clients.Request("GET", "/readyz"))
                line.close()
                if status == 200:
                    return time.monotonic() - begun
            except OSError:
                pass
            time.sleep(0.05)
        return time.monotonic() - begun

    def stop(self) -> None:
        """End everything that was started here, by process id."""
        self.is_over = True
        for process in (self._web, self._worker):
            process.terminate()
        for process in (self._web, self._worker):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _killed(processes: list[int]) -> bool:
    """Kill processes, the first of them at least; return whether that was there."""
    for at, process in enumerate(processes):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            if at == 0:
                return False
    return True


def _children(parent: int) -> list[int]:
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                fields = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(place.name))
    return found


def _title(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def main() -> int:
    """Attack, check, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    province = import_module("bench.province")
    province.prepare(100)
    people = province.cast()
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    outcome = import_module("gates.shared.telling").Outcome("kill", wanted.seed, wanted.kills)
    state = import_module("motcua.runtime.state")
    path = state.open_state(state.state_path()).folder("logs") / f"acks-{uuid4().hex}.log"
    system = System()
    try:
        system.seconds_until_ready()
        failures = _attack(system, people, Log(path), outcome, wanted)
    finally:
        system.stop()
    outcome.violations += failures[:20]
    check(outcome, path)
    return int(outcome.tell(as_json=wanted.json))


def _attack(
    system: System, people: Any, log: Log, outcome: Any, wanted: argparse.Namespace
) -> list[str]:
    crew = [Client(system, people, log, wanted.seed + at) for at in range(CLIENTS)]
    threads = [threading.Thread(target=client.work) for client in crew]
    for thread in threads:
        thread.start()
    rng = random.Random(wanted.seed)
    kinds = rng.choices([kind for kind, _ in KINDS], [many for _, many in KINDS], k=wanted.kills)
    longest = 0.0
    for at, kind in enumerate(kinds, 1):
        time.sleep(rng.uniform(0.3, 1.7) * wanted.pause)
        outcome.hit += system.kill(kind, rng)
        took = system.seconds_until_ready()
        longest = max(longest, took)
        if took > READY_WITHIN:
            outcome.violations.append(f"{kind}: sẵn sàng lại sau {took:.1f} giây")
        print(f"\r{at}/{wanted.kills} {kind:<9}{took:6.2f} s", end="", file=sys.stderr, flush=True)
    time.sleep(2)
    system.is_over = True
    for thread in threads:
        thread.join()
    print(file=sys.stderr)
    outcome.figures["longest_until_ready_seconds"] = round(longest, 2)
    return [failure for client in crew for failure in client.failures]


def check(outcome: Any, path: Path) -> None:
    """Compare the log of the clients with the tables; shares no code with the application."""
    lines = [line.split() for line in path.read_text().splitlines()]
    filed = {key: dossier for kind, key, dossier in lines if kind == "filed"}
    accepted = {key for kind, key, _ in lines if kind == "accepted"}
    signed = {key for kind, key, _ in lines if kind == "signed"}
    outcome.acknowledged = len(lines)
    psycopg, sweep = import_module("psycopg"), import_module("motcua.runtime.sweep")
    with psycopg.connect(os.environ["MOTCUA_DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT submission_key::text, id::text, accepted_at IS NOT NULL,"
            " (SELECT count(*) FROM dossiers_attachment a WHERE a.dossier_id = d.id),"
            " (SELECT count(*) FROM events_event e WHERE e.subject = d.id"
            " AND e.verb = 'document.signed' AND EXISTS (SELECT FROM signing_signature s"
            " JOIN dossiers_result r ON r.signed_document = s.document WHERE r.dossier_id = d.id))"
            " FROM dossiers_dossier d WHERE submission_key IS NOT NULL AND status <> 'draft'"
        ).fetchall()
        known: dict[str, list[tuple[str, bool, int, int]]] = {}
        for key, *found in rows:
            known.setdefault(key, []).append(tuple(found))
        outcome.violations += [f"{one.id}: {one.many}" for one in sweep.sweep(connection)]
    outcome.lost = sum(1 for key in filed if key not in known)
    outcome.lost += sum(1 for key in accepted if not any(row[1] for row in known.get(key, [])))
    outcome.lost += sum(1 for key in signed if not any(row[3] for row in known.get(key, [])))
    outcome.doubled = sum(len(found) - 1 for found in known.values())
    outcome.doubled += sum(max(0, row[3] - 1) for found in known.values() for row in found)
    half = [key for key in filed for row in known.get(key, []) if row[2] != len(PAPERS)]
    other = [key for key, one in filed.items() if [row[0] for row in known.get(key, [])] != [one]]
    outcome.violations += [f"{key}: thiếu giấy tờ" for key in half]
    outcome.violations += [f"{key}: hồ sơ khác với đã nhận" for key in other if key in known]
    outcome.figures["filed"], outcome.figures["accepted"] = len(filed), len(accepted)
    outcome.figures["signed"] = len(signed)


if __name__ == "__main__":
    sys.exit(main())
