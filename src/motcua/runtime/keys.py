"""Secrets of a state folder: made once, readable by their owner alone."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from motcua.runtime.durable import sync_folder
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State
from motcua.runtime.token_keys import like, opened, wrapped

MASTER, DIGEST, LEFT = "master", "digest", "left"


def secret_key(state: State) -> str:
    """Return what signs cookies and forms."""
    return _kept(state, "secret", lambda: secrets.token_urlsafe(64))


def master_key(state: State) -> str:
    """Return the 32 bytes, in hexadecimal, that wrap the key of every dossier; while keys are
    rotated also the one before, after a comma. One that a token wraps is opened by it."""
    kept = _kept(state, MASTER, lambda: secrets.token_hex(32)).split()
    return ",".join(opened(one, state.folder("keys")) for one in kept)


def begin_rotation(folder: Path, digest_key: str) -> None:
    """Put a new master key before the one in use, and keep the key of look-ups by itself.

    One that was begun goes on. Either file is whole at any moment. A token that wraps the key in
    use wraps the new one, too.
    """
    known = master_keys(folder)
    if not (folder / DIGEST).exists():
        _write_once(folder / DIGEST, like(known[0], digest_key, folder))
    if len(known) == 1:
        fresh = like(known[0], secrets.token_hex(32), folder)
        _replace(folder / MASTER, "\n".join([fresh, *known]))


def move_into_token(folder: Path, token: str, label: str, digest_key: str) -> None:
    """Have a token wrap the master keys and the key of look-ups; nothing is exchanged before the
    token has given everything back once."""
    known = master_keys(folder)
    plain = [opened(one, folder) for one in known]
    fresh = [wrapped(one, token, label, folder) for one in [*plain, digest_key]]
    if [opened(one, folder) for one in fresh] != [*plain, digest_key]:
        raise CannotStart("Thiết bị không trả lại đúng khóa đã bọc; không có gì được đổi.")
    _replace(folder / DIGEST, fresh[-1])
    _replace(folder / MASTER, "\n".join(fresh[:-1]))


def end_rotation(folder: Path) -> None:
    """Forget every master key but the one in use."""
    _replace(folder / MASTER, master_keys(folder)[0])
    (folder / LEFT).unlink(missing_ok=True)


def master_keys(folder: Path) -> list[str]:
    """Return the master keys of a folder as they lie there, the one in use first."""
    return (folder / MASTER).read_text().split()


def database_password(state: State) -> str:
    """Return the password of the role that owns the tables of the embedded PostgreSQL."""
    return _kept(state, "postgres", lambda: secrets.token_urlsafe(32))


def database_app_password(state: State) -> str:
    """Return the password of the role that web servers and workers sign in with."""
    return _kept(state, "postgres-app", lambda: secrets.token_urlsafe(32))


def database_owner_password(state: State) -> str:
    """Return the password of the superuser of the embedded PostgreSQL."""
    return _kept(state, "postgres-owner", lambda: secrets.token_urlsafe(32))


def note_left(folder: Path, left: int) -> None:
    """Write down how many data keys an older master key still wraps."""
    _replace(folder / LEFT, str(left))


def keys_left(folder: Path) -> int | None:
    """Return how many were left at last, None while no master key is rotated."""
    known = folder / LEFT
    return int(known.read_text()) if known.exists() else None


def _kept(state: State, name: str, make: Callable[[], str]) -> str:
    path = state.folder("keys") / name
    if not path.exists():
        _write_once(path, make())
    return path.read_text().strip()


def _replace(path: Path, text: str) -> None:
    """Exchange a key for another, wholly and durably."""
    draft = _drafted(path, text)
    draft.replace(path)
    sync_folder(path.parent)


def _write_once(path: Path, text: str) -> None:
    """Write a whole key or none; when two do it at once, the first one's key stays."""
    draft = _drafted(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _drafted(path: Path, text: str) -> Path:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return draft
