"""Where the socket of the embedded PostgreSQL lies."""

import hashlib
import logging
import os
import stat
from pathlib import Path

from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State

PORT = 5432
LONGEST = 107  # bytes of a socket's path on Linux, sockaddr_un in unix(7)

log = logging.getLogger(__name__)


def socket_folder(state: State) -> Path:
    """Return `run` of the state folder, or a short private folder when that path is too long."""
    folder = state.folder("run")
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) < LONGEST:
        return folder
    digest = hashlib.sha256(os.fsencode(state.root.resolve())).hexdigest()[:12]
    short = Path(f"/tmp/motcua-{os.geteuid()}-{digest}")  # noqa: S108  made private below
    if not short.exists():
        log.warning(
            "Đường dẫn %s quá dài cho một socket của PostgreSQL; socket được đặt ở %s.",
            folder,
            short,
        )
        short.mkdir(mode=0o700, exist_ok=True)
    _require_private(short)
    return short


def _require_private(folder: Path) -> None:
    """Refuse a folder that somebody else laid out for us to walk into."""
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not private or found.st_uid != os.geteuid():
        raise CannotStart(f"Thư mục {folder} không phải của riêng người dùng này; hãy xóa nó.")
