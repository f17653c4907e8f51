"""The write-ahead log on its way into the backup: received from PostgreSQL, zipped, encrypted.

A replication slot keeps what was not received yet, so that nothing is lost while nobody follows.
"""

import gzip
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from motcua.runtime.backups.folder import HISTORY, SEGMENT, ZIPPED, Folder
from motcua.runtime.backups.sealing import RECIPIENT, recipient_of, seal_file
from motcua.runtime.backups.server import Server
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State, only_one

SLOT = "motcua_backup"
BUSY = "Nhật ký ghi trước đang được một lệnh ./motcua khác chuyển đi."


def ensure_slot(server: Server) -> None:
    """Have PostgreSQL keep the write-ahead log until it was received.

    Where nobody received it for so long that PostgreSQL had to let go of it, keeping begins anew.
    """
    with server.connected() as owner:
        known = owner.execute(
            "SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s", [SLOT]
        ).fetchone()
        if known is not None and known[0] == "lost":
            owner.execute("SELECT pg_drop_replication_slot(%s)", [SLOT])
            known = None
        if known is None:
            owner.execute("SELECT pg_create_physical_replication_slot(%s, true)", [SLOT])


def _last_byte(server: Server) -> str:
    """End the current segment; return its last byte, past which it has come whole."""
    with server.connected() as owner:
        row = owner.execute(
            "SELECT pg_size_bytes(current_setting('wal_segment_size')),"
            " pg_wal_lsn_diff(pg_switch_wal(), '0/0')"
        ).fetchone()
    size, ended = (int(part) for part in row or (1, 0))
    last = -(-ended // size) * size - 1
    return f"{last >> 32:X}/{last & 0xFFFFFFFF:X}"


def receive(state: State, server: Server, folder: Folder) -> int:
    """Receive everything written until now; return how many segments came into the backup."""
    with only_one(state, "backup-wal", BUSY):
        until = f"--endpos={_last_byte(server)}"
        server.run("pg_receivewal", *_arguments(state), "-n", until)
        return ship(state, folder)


def _arguments(state: State) -> list[str]:
    """Return where segments are received to; each is acknowledged once it is on the disk."""
    return ["-D", str(incoming(state)), "-S", SLOT, "--synchronous"]


def incoming(state: State) -> Path:
    """Return where received segments wait."""
    place = state.folder("run") / "wal"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def ship(state: State, folder: Folder) -> int:
    """Move whole segments that have come into the backup; each is on its disk before it goes."""
    recipient = recipient_of(state)
    if recipient is None:
        raise CannotStart(f"Thiếu khóa {RECIPIENT} để mã hóa bản sao lưu.")
    moved = 0
    for path in sorted(incoming(state).iterdir()):
        if not (SEGMENT.fullmatch(path.name) or HISTORY.fullmatch(path.name)):
            continue
        zipped = path.with_name(f"{path.name}.gz")
        with path.open("rb") as plain, gzip.open(zipped, "wb", compresslevel=1) as smaller:
            shutil.copyfileobj(plain, smaller)
        seal_file(zipped, folder.wal / f"{path.name}{ZIPPED}", recipient)
        zipped.unlink()
        path.unlink()
        moved += 1
    return moved


def follow(
    state: State, server: Server, folder: Folder, also: Callable[[], None], *, seconds: float
) -> None:
    """Receive the write-ahead log and ship it as it comes, until told to stop.

    Every so many seconds a segment is ended when something was written since the last one, so that
    no more than these can be lost; then `also` is called. Raises when receiving ends by itself.
    """
    ensure_slot(server)
    with only_one(state, "backup-wal", BUSY):
        command = server.command("pg_receivewal", *_arguments(state))
        receiver = subprocess.Popen(command, env=server.surroundings())
        try:
            last = ""
            while receiver.poll() is None:
                last = _end_segment(server, last)
                also()
                until = time.monotonic() + seconds
                while time.monotonic() < until and receiver.poll() is None:
                    ship(state, folder)
                    time.sleep(min(1.0, seconds))
        finally:
            receiver.terminate()
            receiver.wait()
    raise CannotStart("pg_receivewal đã tự dừng; xem nhật ký của PostgreSQL.")


def _end_segment(server: Server, last: str) -> str:
    """End the segment when something was written since `last`; return where the log is then."""
    with server.connected() as owner:
        if _written_to(owner) != last:
            owner.execute("SELECT pg_switch_wal()")
        return _written_to(owner)


def _written_to(owner: psycopg.Connection) -> str:
    row = owner.execute("SELECT pg_current_wal_lsn()::text").fetchone()
    return str(row[0]) if row else ""
