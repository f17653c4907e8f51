"""An upgrade while people work: old code on the new tables, migrations killed and begun again.

`./motcua gate upgrade COMMIT [--json] [--dossiers N] [--kills N] [--seed N]` checks the older
commit out beside, makes its tables and serves with it; lets clients file and accept while the
migrations of this program run and are killed in the middle; goes on with the old program on the new
tables, then with the new one. What was acknowledged is there, and nobody was turned away. Ends with
2 without git.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2")
CLIENTS, STRETCH = 4, 6.0  # seconds of work before, between and after
LONGEST = 2.0  # seconds that a lock may hold somebody up
NO_GIT = 2
MIGRATE = """
import django; django.setup()
from motcua.cli.migrating import migrate
{}
migrate(['motcua', 'migrate', '--verbosity=0'])
"""
# The older program makes its tables and its people, as its tables are: who acts is kept in a file.
PREPARE = """
import json, django; django.setup()
from bench.province import cast, prepare
prepare({})
people = cast()
told = [people.kept.version.id, people.answers, people.communes,
        [[*at, token] for at, token in people.tokens.items()],
        [[one.person, one.token] for one in people.applicants]]
with open({!r}, "w") as file:
    json.dump(told, file, default=str)
"""


def arguments() -> argparse.Namespace:
    """Read from where to upgrade."""
    parser = argparse.ArgumentParser(prog="./motcua gate upgrade", description=__doc__)
    parser.add_argument("commit", help="the older program")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--dossiers", type=int, default=100, help="in the tables that are migrated")
    parser.add_argument("--kills", type=int, default=3, help="how often migrating is killed")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


@contextmanager
def older(commit: str, place: Path) -> Iterator[Path]:
    """Have an older program lie in a folder of its own."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        print("Không có git ở đây, nên không lấy được bản cũ.", file=sys.stderr)
        raise SystemExit(NO_GIT)
    command = [git, "-C", str(ROOT), "worktree"]
    subprocess.run([*command, "add", "--force", "--detach", str(place), commit], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        yield place
    finally:
        subprocess.run([*command, "remove", "--force", str(place)], check=True)


def surroundings(program: Path) -> dict[str, str]:
    """Return the environment in which a program runs from a folder."""
    return {**os.environ, "PYTHONPATH": f"{program / 'src'}:{program}",
            "PYTHONPYCACHEPREFIX": str(program / ".pycache"),
            "DJANGO_SETTINGS_MODULE": "motcua.settings"}  # fmt: skip


def run(program: Path, words: str, **more: Any) -> "subprocess.Popen[bytes]":
    """Start some lines of Python in a program."""
    limits = {"MOTCUA_STATEMENT_TIMEOUT_MS": "0", "MOTCUA_LOCK_TIMEOUT_MS": "2000"}
    env = {**surroundings(program), **limits}
    return subprocess.Popen([sys.executable, "-c", words], cwd=program, env=env, **more)


class Attack:
    """Clients at work on whatever serves at a port; every answer is judged."""

    def __init__(self, people: Any, log: Any, seed: int) -> None:
        self.port = import_module("bench.serving").free_port()
        self.is_over = False
        self.breaches: list[str] = []
        self.longest = 0.0
        kill = import_module("gates.kill")
        kill.SIGNED = 0.0  # what the older program did wrong by itself is not tried here
        self._asked = threading.local()
        attack = self

        class Watched(kill.Client):  # type: ignore[name-defined,misc]
            """A client that is never turned away."""

            def answered(self, status: int, body: bytes) -> None:
                attack.saw(status, body)

        self.clients = [Watched(self, people, log, seed + at) for at in range(CLIENTS)]

    def saw(self, status: int, body: bytes) -> None:
        """Judge an answer, and how long it took since this client's last one."""
        before, self._asked.at = getattr(self._asked, "at", None), time.monotonic()
        if before is not None:
            self.longest = max(self.longest, self._asked.at - before)
        if status >= 500:
            self.breaches.append(f"trả lời {status}: {body[:160].decode('utf-8', 'replace')}")

    @contextmanager
    def served(self, program: Path, logs: Path) -> Iterator[None]:
        """Serve with a program, and have the clients at work."""
        serving = import_module("bench.serving")
        command = import_module("motcua.runtime.processes").web_server(
            "127.0.0.1", self.port, lasting=False
        )
        with (logs / "gate-upgrade.log").open("ab") as log:
            web = subprocess.Popen(
                [*command[:1], *command[2:]],  # without -P, which keeps folders off the path
                cwd=program, env=surroundings(program), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.is_over = False
        threads = [threading.Thread(target=client.work) for client in self.clients]
        try:
            serving.wait_until_ready(self.port, lambda: web.poll() is not None)
            for thread in threads:
                thread.start()
            yield
        finally:
            self.is_over = True
            for thread in threads:
                if thread.ident is not None:
                    thread.join()
            for client in self.clients:
                client._line = None
            web.terminate()
            web.wait(30)


def main() -> int:
    """Upgrade, check, and say what came of it."""
    wanted = arguments()
    states = import_module("motcua.runtime.state")
    state = states.open_state(states.state_path())
    outcome = import_module("gates.shared.telling").Outcome("upgrade", wanted.seed, wanted.kills)
    _empty()
    with older(wanted.commit, state.root / "run" / f"older-{uuid4().hex}") as program:
        kept = state.folder("run") / f"people-{uuid4().hex}"
        if run(program, PREPARE.format(wanted.dossiers, str(kept))).wait() != 0:
            raise RuntimeError("the older program could not make its tables")
        import_module("django").setup()
        _upgrade(outcome, wanted, program, state, _people(kept))
    return int(outcome.tell(as_json=wanted.json))


def _empty() -> None:
    with import_module("psycopg").connect(os.environ["MOTCUA_DATABASE_URL"]) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _people(kept: Path) -> Any:
    """Return who acts, on which version of the procedure, as the older program told it."""
    province = import_module("bench.province")
    procedure, answers, communes, tokens, applicants = json.loads(kept.read_bytes())
    kept.unlink()
    return province.Cast(
        SimpleNamespace(version=SimpleNamespace(id=procedure)),
        answers,
        [province.Citizen(UUID(person), token) for person, token in applicants],
        [UUID(one) for one in communes],
        {(UUID(commune), role): token for commune, role, token in tokens},
    )


def _upgrade(
    outcome: Any, wanted: argparse.Namespace, program: Path, state: Any, people: Any
) -> None:
    kill, serving = import_module("gates.kill"), import_module("motcua.cli.serving")
    path = state.folder("run") / f"acks-{uuid4().hex}.log"
    attack = Attack(people, kill.Log(path), wanted.seed)
    waiting = len(serving.pending_migrations())
    outcome.figures["migrations"] = waiting
    if not waiting:
        outcome.violations.append("giữa hai bản không có bước cập nhật nào để thử")
    _refuses_to_start(outcome)
    with attack.served(program, state.folder("logs")):
        time.sleep(STRETCH)
        _migrate(outcome, wanted)
        outcome.figures["longest_answer_while_migrating"] = round(attack.longest, 2)
        time.sleep(STRETCH)
    if attack.longest > LONGEST:
        outcome.violations.append(f"có người phải chờ {attack.longest:.1f} giây")
    if left := len(serving.pending_migrations()):
        outcome.violations.append(f"còn {left} bước cập nhật")
    with attack.served(ROOT, state.folder("logs")):
        time.sleep(STRETCH)
    outcome.violations += [*dict.fromkeys(attack.breaches)]
    outcome.violations += [failure for one in attack.clients for failure in one.failures]
    kill.check(outcome, path)


def _refuses_to_start(outcome: Any) -> None:
    """The new program does not serve on the old tables: it says what is missing."""
    serving, refusals = (
        import_module("motcua.cli.serving"),
        import_module("motcua.runtime.refusals"),
    )
    try:
        serving.require_migrated()
    except refusals.CannotStart:
        return
    outcome.violations.append("bản mới chạy trên bảng cũ")


def _migrate(outcome: Any, wanted: argparse.Namespace) -> None:
    """Run the migrations, killed a moment after one of them is noted, then to their end."""
    watching = import_module("gates.shared.lock_watching")
    lines = MIGRATE.format(watching.SIGNING)
    with watching.LockWatch(os.environ["MOTCUA_DATABASE_URL"]) as watch:
        _killed(outcome, wanted, lines)
        begun = time.monotonic()
        if run(ROOT, lines).wait() != 0:
            outcome.violations.append("cập nhật không chạy hết")
        outcome.figures["seconds_of_the_last_run"] = round(time.monotonic() - begun, 1)
    outcome.figures["steps"] = watch.told()


def _killed(outcome: Any, wanted: argparse.Namespace, lines: str) -> None:
    rng, serving = random.Random(wanted.seed), import_module("motcua.cli.serving")
    for _ in range(wanted.kills):
        left = len(serving.pending_migrations())
        process = run(ROOT, lines)
        while process.poll() is None and len(serving.pending_migrations()) == left:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.02))
        if process.poll() is None:
            process.kill()
            outcome.hit += 1
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
