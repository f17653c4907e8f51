"""Secrets of a state folder: made once, readable by their owner alone."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from motcua.runtime.state import State


def secret_key(state: State) -> str:
    """Return what signs cookies and forms."""
    return _kept(state, "secret", lambda: secrets.token_urlsafe(64))


def master_key(state: State) -> str:
    """Return the 32 bytes, in hexadecimal, that wrap the key of every dossier."""
    return _kept(state, "master", lambda: secrets.token_hex(32))


def database_password(state: State) -> str:
    """Return the password of the role that the application signs in with."""
    return _kept(state, "postgres", lambda: secrets.token_urlsafe(32))


def database_owner_password(state: State) -> str:
    """Return the password of the superuser of the embedded PostgreSQL."""
    return _kept(state, "postgres-owner", lambda: secrets.token_urlsafe(32))


def _kept(state: State, name: str, make: Callable[[], str]) -> str:
    path = state.folder("keys") / name
    if not path.exists():
        _write_once(path, make())
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Write a whole key or none; when two do it at once, the first one's key stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
