"""A disk that is full under load: nothing acknowledged is lost, acts are refused, reading goes on.

`./motcua gate disk [--json] [--full S] [--seed N]` puts PostgreSQL's data, then the files, then the
logs on a small file system of their own, lets clients file and accept, fills it, and makes room
again. Mounts file systems, so it must be run by root; where it may not mount it says so and ends
with 2.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
MIB = 1024 * 1024
LEAST_FREE = 32  # MiB with which the system still takes something in
os.environ.update(
    MOTCUA_DEBUG="0",
    MOTCUA_SAMPLE="1",
    MOTCUA_WEB_WORKERS="2",
    MOTCUA_LEAST_FREE_MIB=str(LEAST_FREE),
)
VOLUMES = {"postgres": 160, "files": 64, "logs": 8}  # MiB beside what lies there
BEFORE, AFTER, RECOVERED = 6.0, 5.0, 60.0  # seconds
READ_WITHIN = 5.0
BUSY = 503
NO_MOUNT = 2


def arguments() -> argparse.Namespace:
    """Read how long it stays full."""
    parser = argparse.ArgumentParser(prog="./motcua gate disk", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--full", type=float, default=20.0, help="seconds for which it is full")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class CannotMount(Exception):
    """This machine lets nobody mount here."""


@contextmanager
def volume(cluster: Any, place: Path, beside: int) -> Iterator[Path]:
    """Have a folder of the state lie on a file system of its own; the database stands meanwhile
    before and after. What was written there stays."""
    kept = place.with_name(f"{place.name}.kept")
    _stop(cluster)
    used = int(_run("du", "-sm", place).split()[0])
    place.rename(kept)
    place.mkdir()
    is_mounted = False
    try:
        size = f"size={used + beside}m,mode=700"
        try:
            _run("mount", "-t", "tmpfs", "-o", size, "motcua-gate", place)
        except subprocess.CalledProcessError as error:
            raise CannotMount from error
        is_mounted = True
        _copy(kept, place)
        cluster.ensure_running()
        yield place
    finally:
        _stop(cluster)
        if is_mounted:
            back = place.with_name(f"{place.name}.back")
            back.mkdir()
            _copy(place, back)
            _run("umount", place)
            shutil.rmtree(kept)
            back.rename(kept)
        place.rmdir()
        kept.rename(place)
        cluster.ensure_running()


def _copy(source: Path, target: Path) -> None:
    _run("cp", "-a", f"{source}/.", target)


def _run(program: str, *given: str | Path) -> str:
    """Run a program of the system and return what it says."""
    place = shutil.which(program)
    if place is None:
        raise CannotMount
    return subprocess.run([place, *given], check=True, stdout=subprocess.PIPE, text=True).stdout


def _stop(cluster: Any) -> None:
    if cluster.is_running():
        cluster.stop()


class Attack:
    """One volume: clients at work, somebody who reads, and the filling."""

    def __init__(self, cluster: Any, port: int, people: Any, log: Any, seed: int) -> None:
        self.port, self.is_over, self._cluster = port, False, cluster
        self.breaches: list[str] = []
        self.refused = self.read = self.ended = 0
        self.done_at = 0.0
        kill = import_module("gates.kill")
        self._clients = [_client(kill, self, people, log, seed + at) for at in range(4)]
        self._reader, self._tree = people.applicants[0], threading.Lock()

    def saw(self, status: int, body: bytes) -> None:
        """Judge an answer to an act: carried out, refused in words, or asked to come back."""
        with self._tree:
            if 200 <= status < 300:
                self.done_at = time.monotonic()
            elif status == BUSY:
                self.refused += 1
            if status >= 500 and (status != BUSY or b"Traceback" in body):
                self.breaches.append(f"trả lời {status}: {body[:160].decode('utf-8', 'replace')}")

    def run(self, place: Path, full: float) -> float:
        """Fill the place and make room again; return how long acts then took to go on."""
        threads = [threading.Thread(target=one.work) for one in self._clients]
        threads.append(threading.Thread(target=self._keep_running))
        for thread in threads:
            thread.start()
        try:
            return self._filled(place / "filler", full)
        finally:
            self.is_over = True
            for thread in threads:
                thread.join()
            self.breaches += [failure for one in self._clients for failure in one.failures]

    def _filled(self, filler: Path, full: float) -> float:
        time.sleep(BEFORE)
        try:
            until = time.monotonic() + full
            while time.monotonic() < until:
                _fill(filler)  # whatever was freed meanwhile
                self._look()
                time.sleep(0.5)
        finally:
            filler.unlink(missing_ok=True)
        freed = time.monotonic()
        while self.done_at < freed and time.monotonic() - freed < 2 * RECOVERED:
            time.sleep(0.1)
        took = time.monotonic() - freed
        time.sleep(AFTER)
        return took

    def _look(self) -> None:
        """Read a list and a page, as people do meanwhile."""
        clients = import_module("bench.clients")
        mine = clients.as_json(self._reader.token, "GET", "/dossiers")
        for request in (mine, clients.Request("GET", "/thu-tuc")):
            begun = time.monotonic()
            try:
                line = clients.Line(self.port)
                status, _ = line.ask(request)
                line.close()
            except OSError as error:
                self.breaches.append(f"không đọc được khi đĩa đầy: {error}")
                continue
            self.read += 1
            took = time.monotonic() - begun
            if status != 200 or took > READ_WITHIN:
                self.breaches.append(f"đọc khi đĩa đầy: {status} sau {took:.1f} giây")

    def _keep_running(self) -> None:
        """Start the database again when it has ended, as a service manager would."""
        refusals = import_module("motcua.runtime.refusals")
        while not self.is_over:
            if not self._cluster.is_running():
                self.ended += 1
                try:
                    self._cluster.ensure_running()
                except refusals.CannotStart:
                    time.sleep(1)
            time.sleep(0.5)


def _client(kill: Any, attack: Attack, people: Any, log: Any, seed: int) -> Any:
    class Watched(kill.Client):  # type: ignore[name-defined,misc]
        """A client whose every answer is judged."""

        def answered(self, status: int, body: bytes) -> None:
            attack.saw(status, body)

    return Watched(attack, people, log, seed)


def _fill(filler: Path) -> None:
    """Take all room that is left."""
    with filler.open("ab", buffering=0) as file:
        for size in (MIB, 4096):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)


def main() -> int:
    """Fill, check, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    province = import_module("bench.province")
    province.prepare(100, anew=True)  # the gate of faults keeps some files elsewhere
    people = province.cast()
    import_module("django.db").connection.close()
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    outcome = import_module("gates.shared.telling").Outcome("disk", wanted.seed, len(VOLUMES))
    states = import_module("motcua.runtime.state")
    state = states.open_state(states.state_path())
    cluster = import_module("motcua.runtime.postgres").Cluster(state)
    kill = import_module("gates.kill")
    path = state.folder("run") / f"acks-{uuid4().hex}.log"
    log = kill.Log(path)
    try:
        for name, beside in VOLUMES.items():
            _one(outcome, cluster, state, people, log, wanted, name, beside)
    except CannotMount:
        print("Máy này không cho gắn hệ thống tệp; hãy chạy bằng root, ngoài vùng chứa.",
              file=sys.stderr)  # fmt: skip
        return NO_MOUNT
    kill.check(outcome, path)
    sweep = import_module("motcua.runtime.sweep")
    with import_module("psycopg").connect(os.environ["MOTCUA_DATABASE_URL"]) as connection:
        digests = sweep.stored_digests(connection)
    gone = sweep.sweep_files(digests, state.root / "files")
    outcome.violations += [f"{one.id}: {one.many}" for one in gone]
    return int(outcome.tell(as_json=wanted.json))


def _one(
    outcome: Any, cluster: Any, state: Any, people: Any, log: Any, wanted: argparse.Namespace,
    name: str, beside: int,
) -> None:  # fmt: skip
    with volume(cluster, state.root / name, beside) as place:
        with import_module("bench.serving").served(with_worker=True) as port:
            attack = Attack(cluster, port, people, log, wanted.seed)
            took = attack.run(place, wanted.full)
        outcome.hit += 1
    print(f"{name}: {took:.1f} s", file=sys.stderr, flush=True)
    outcome.violations += [f"{name}: {one}" for one in dict.fromkeys(attack.breaches)]
    if took > RECOVERED:
        outcome.violations.append(f"{name}: làm tiếp sau {took:.1f} giây")
    outcome.figures[f"{name}_recovered_seconds"] = round(took, 1)
    outcome.figures[f"{name}_refused_with_503"] = attack.refused
    outcome.figures[f"{name}_read_while_full"] = attack.read
    outcome.figures[f"{name}_database_ended"] = attack.ended


if __name__ == "__main__":
    sys.exit(main())
