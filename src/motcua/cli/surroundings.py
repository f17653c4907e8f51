"""What a command stands on: the state folder, its secrets in the environment, a database."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

import django
import psycopg
from psycopg.conninfo import conninfo_to_dict

import motcua
from motcua.runtime import keys
from motcua.runtime.app_role import let_serve
from motcua.runtime.postgres import APP_ROLE, Cluster, embedded
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State, open_state, state_path

SECRETS = {"MOTCUA_SECRET_KEY": keys.secret_key, "MOTCUA_MASTER_KEY": keys.master_key}


def equip(state: State | None = None) -> State:
    """Open the state folder and put its secrets into the environment, unless given there."""
    os.umask(0o077)  # what we write is for its owner alone
    state = state or open_state(state_path())
    os.environ["MOTCUA_STATE"] = str(state.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
    if "MOTCUA_MASTER_KEY" not in os.environ:
        os.environ["MOTCUA_KEYS_IN_FILE"] = "1"  # what we start inherits it with the key
    for name, make in SECRETS.items():
        if name not in os.environ:
            os.environ[name] = make(state)
    return state


@contextmanager
def with_database(state: State) -> Iterator[None]:
    """Have `MOTCUA_DATABASE_URL` point to a running database, the embedded one by default."""
    if os.environ.get("MOTCUA_DATABASE_URL"):
        yield
        return
    with embedded(state) as url:
        os.environ["MOTCUA_DATABASE_URL"] = url
        try:
            yield
        finally:
            disconnect()
            del os.environ["MOTCUA_DATABASE_URL"]


@contextmanager
def as_server(state: State) -> Iterator[None]:
    """Have what starts now sign in as a role that may use the tables and not change them.

    A database that was named is used as whoever it names: see docs/operations/install.md.
    """
    cluster, owner = Cluster(state), os.environ["MOTCUA_DATABASE_URL"]
    if owner != cluster.url():
        yield
        return
    with psycopg.connect(owner) as connection:
        let_serve(connection, APP_ROLE)
    with _set("MOTCUA_DATABASE_URL", cluster.app_url()):
        yield


def has_database(state: State) -> bool:
    """Say whether there is a database already: one that was named, or one in the state folder."""
    return bool(os.environ.get("MOTCUA_DATABASE_URL")) or Cluster(state).is_made()


@contextmanager
def without_database() -> Iterator[None]:
    """Let the settings be read where nothing will ask a database."""
    os.environ["MOTCUA_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:9/none"
    try:
        yield
    finally:
        disconnect()
        del os.environ["MOTCUA_DATABASE_URL"]


@contextmanager
def without_time_limit() -> Iterator[None]:
    """Let statements take as long as they need: nobody waits for a page."""
    with _set("MOTCUA_STATEMENT_TIMEOUT_MS", "0"):
        yield


@contextmanager
def beside_running_desks() -> Iterator[None]:
    """Let the tables be changed while people work: as long as it takes, but behind a lock that is
    not to be had for no longer than others can wait."""
    with without_time_limit(), _set("MOTCUA_LOCK_TIMEOUT_MS", "2000"):
        yield


@contextmanager
def _set(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


def disconnect() -> None:
    """Close what this process holds open, before the database may be stopped."""
    serving = sys.modules.get("django.db")
    if serving is None:
        return
    for known in serving.connections.all(initialized_only=True):
        known.close()
        known.close_pool()


def lazily(module: str) -> ModuleType:
    """Import a command's own module when it is asked for: the others start faster."""
    return import_module(module)


def after_django(module: str) -> ModuleType:
    """Import a module that needs Django's apps; the environment must be complete by now.

    Nothing of what is loaded is garbage, and looking for it takes a sixth of the time.
    """
    gc.disable()
    try:
        django.setup()
        return import_module(module)
    finally:
        gc.enable()


def libpq() -> dict[str, str]:
    """Return the environment for PostgreSQL's own programs.

    No other user can read it, unlike an address on the command line.
    """
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE"}
    address = conninfo_to_dict(os.environ["MOTCUA_DATABASE_URL"])
    return {**os.environ, **{names[k]: str(v) for k, v in address.items() if k in names}}


def checkout() -> Path:
    """Return the folder with the sources, the tests and the benchmarks."""
    root = Path(motcua.__file__).resolve().parents[2]
    if not (root / "pyproject.toml").exists():
        raise CannotStart("Lệnh này chỉ chạy được trong bản mã nguồn đầy đủ của Motcua.")
    return root
