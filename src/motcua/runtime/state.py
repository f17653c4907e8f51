"""The state folder: everything that a running system keeps outside PostgreSQL's own say."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from motcua.runtime.refusals import CannotStart, DiskFull

VERSION = "motcua-state 1"
FOLDERS = ("postgres", "files", "uploads", "keys", "anchors", "logs", "mail", "static", "run")
MARKS = ("run/loaded", "run/static")  # what was done once and need not be done again


@dataclass(frozen=True)
class State:
    """A state folder that was opened: it exists, is ours and of this version."""

    root: Path

    def folder(self, name: str) -> Path:
        """Return a folder of the layout, making it for its owner alone."""
        path = self.root / name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path


def state_path() -> Path:
    """Return where the state folder is: `MOTCUA_STATE`, else `var` below the current folder."""
    return Path(os.environ.get("MOTCUA_STATE") or "var").absolute()


def open_state(root: Path) -> State:
    """Open the state folder, making it on first use; refuse a folder that is not ours."""
    try:
        return _open(root)
    except PermissionError as error:
        raise CannotStart(
            f"Không có quyền ghi vào thư mục dữ liệu {root}; hãy chạy bằng người dùng sở hữu"
            " thư mục đó, hoặc đặt MOTCUA_STATE tới thư mục khác."
        ) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(root) from error
        raise CannotStart(f"Không mở được thư mục dữ liệu {root}: {error.strerror}.") from error


def _open(root: Path) -> State:
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_owner(root)
    version = root / "VERSION"
    if version.exists():
        _require_version(version)
    elif any(root.iterdir()):
        raise CannotStart(
            f"Thư mục {root} đang chứa thứ khác, không phải dữ liệu của Motcua;"
            " hãy đặt MOTCUA_STATE tới một thư mục trống."
        )
    else:
        root.chmod(0o700)
        version.write_text(VERSION + "\n")
    state = State(root)
    for name in FOLDERS:
        if name != "postgres":  # made whole by initdb, or not at all
            state.folder(name)
    return state


def _require_owner(root: Path) -> None:
    """Keep root from leaving files that the folder's own user could not change afterwards."""
    owner = root.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        raise CannotStart(
            f"Thư mục dữ liệu {root} thuộc về người dùng có số {owner};"
            " hãy chạy lệnh này bằng người dùng đó, không phải root."
        )


def _require_version(version: Path) -> None:
    found = version.read_text(errors="replace").strip()
    if found != VERSION:
        raise CannotStart(
            f"Thư mục dữ liệu {version.parent} thuộc phiên bản “{found[:40]}”, còn chương trình này"
            f" dùng “{VERSION}”; hãy dùng đúng bản chương trình, hoặc đặt MOTCUA_STATE tới"
            " thư mục khác."
        )


def clear(state: State) -> None:
    """Remove what the layout of a state folder contains, and nothing else."""
    for name in FOLDERS:
        if name != "run":  # holds the locks of whoever is clearing
            shutil.rmtree(state.root / name, ignore_errors=True)
    for name in MARKS:
        (state.root / name).unlink(missing_ok=True)
    open_state(state.root)


@contextmanager
def only_one(state: State, what: str, refusal: str) -> Iterator[None]:
    """Hold the state folder for one kind of command; a second one is refused with `refusal`.

    The kernel lets go of the lock when the process ends, however it ends.
    """
    path = state.folder("run") / f"{what}.lock"
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(refusal) from error
        yield
