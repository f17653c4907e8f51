"""`./motcua backup` and `./motcua restore`."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import psycopg
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from motcua.cli import sweeping
from motcua.cli.surroundings import equip
from motcua.runtime.backups import following, making, restoring
from motcua.runtime.backups.folder import Folder
from motcua.runtime.backups.server import Server
from motcua.runtime.postgres import Cluster, discard, embedded
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State, open_state, state_path

HERE = timezone(timedelta(hours=7))
DAY = timedelta(days=1)
WRONG_INPUT = 2
RETRY = 30  # seconds
LOSE_AT_MOST = 240  # seconds between two ends of a segment: under the five minutes promised
KEY_VARIABLE = "MOTCUA_BACKUP_KEY"
MEGABYTE = 1024 * 1024


def back_up(
    root: Path, private: Path | None, console: Console, *, keep_days: int | None = None
) -> bool:
    """Make one backup; return whether everything in the state folder was whole."""
    state = _own_database()
    key = private or making.key_file(root)
    is_first = not (state.root / "keys" / "backup-recipient").exists()
    with embedded(state), _shown(console) as progress:
        made = making.back_up(
            state, root.absolute(), key.absolute(), progress, at=datetime.now(UTC)
        )
    kind = "chỉ phần thay đổi" if made.incremental else "đầy đủ"
    console.print(
        f"Đã sao lưu {made.base.stamp} ({kind}): thêm {made.new_files} tệp, {made.segments} đoạn"
        f" nhật ký; {made.base.files} tệp trong bản sao lưu, {_size(root)} MB.",
        highlight=False,
        soft_wrap=True,
    )
    if is_first:
        console.print(
            f"Khóa mở bản sao lưu nằm ở {key}. Hãy cất tệp này ở nơi khác ngay: mất nó thì không"
            " khôi phục được, ai có nó và bản sao lưu thì đọc được tất cả.",
            highlight=False,
            soft_wrap=True,
        )
    if keep_days is not None:
        gone = Folder(root.absolute()).prune(datetime.now(UTC) - timedelta(days=keep_days))
        console.print(f"Đã bỏ {gone} bản sao lưu cũ hơn {keep_days} ngày.", highlight=False)
    for digest in made.damaged:
        console.print(f"Tệp {digest} trong kho đã hỏng, không sao lưu được.", highlight=False)
    return not made.damaged


def follow(root: Path) -> None:
    """Send the write-ahead log to the backup for as long as the command runs, and make a backup
    every day; what goes wrong is said and tried again."""
    state, place = _own_database(), root.absolute()
    with embedded(state):
        server, folder = Server(Cluster(state)), Folder(place)
        while True:
            try:
                folder.require_of(server.system())
                following.follow(
                    state, server, folder, partial(_daily, state, place), seconds=LOSE_AT_MOST
                )
            except (CannotStart, OSError, psycopg.Error) as failure:
                print(f"Sao lưu chưa chạy được: {failure} Thử lại sau {RETRY} giây.", flush=True)  # noqa: T201
                time.sleep(RETRY)


def _daily(state: State, root: Path) -> None:
    """Make a backup when the last one is a day old."""
    known = Folder(root).bases()
    if not known or datetime.now(UTC) - known[-1].moment >= DAY:
        making.back_up(state, root, making.key_file(root), lambda *_: None, at=datetime.now(UTC))


def restore(root: Path, private: Path | None, until: str, console: Console, *, drill: bool) -> bool:
    """Restore a backup, or try it beside the system in use; return whether nothing is missing."""
    moment = _moment(until)
    key = (private or _key_of(root)).absolute()
    with _empty_state(drill=drill) as state:
        with _shown(console) as progress:
            done = restoring.restore(state, root.absolute(), key, progress, until=moment)
        _tell(done, state, console, drill=drill)
        fits = not drill or _fits(state, console)
    return fits and not done.missing


def _fits(state: State, console: Console) -> bool:
    """Do with what came back what a person would do next: bring its tables up to date, and sweep.

    The tables change in a process of their own: this one may know the system in use.
    """
    surroundings = {**os.environ, "MOTCUA_STATE": str(state.root)}
    surroundings.pop("MOTCUA_DATABASE_URL", None)
    command = [sys.executable, "-P", "-m", "motcua.cli", "setup"]
    setup = subprocess.run(
        command, env=surroundings, check=False, text=True, stdout=subprocess.PIPE, stderr=None
    )
    if setup.returncode:
        console.print(setup.stdout, highlight=False, soft_wrap=True)
        console.print("Các bảng khôi phục được không cập nhật lên bản này được.", highlight=False)
        return False
    files = None if os.environ.get("MOTCUA_FILES_URL") else state.root / "files"
    with embedded(state) as url:
        return sweeping.tell(sweeping.swept(url, files, console), console)


@contextmanager
def _empty_state(*, drill: bool) -> Iterator[State]:
    """Give the state folder to restore into; that of a drill is removed afterwards."""
    if not drill:
        yield open_state(state_path())
        return
    state = open_state(state_path().with_name(f"{state_path().name}.drill"))
    try:
        restoring.require_empty(state)
        yield state
    finally:
        discard(state)
        shutil.rmtree(state.root, ignore_errors=True)


def _tell(done: restoring.Restored, state: State, console: Console, *, drill: bool) -> None:
    until = datetime.fromisoformat(done.until) if done.until else done.base.moment
    moment = f"{until.astimezone(HERE):%H:%M:%S ngày %d/%m/%Y}"
    words = "Khôi phục thử được" if drill else f"Đã khôi phục vào {state.root}"
    console.print(
        f"{words}: bản {done.base.stamp}, dữ liệu đến {moment},"
        f" {done.files} tệp, mất {done.seconds:.0f} giây.",
        highlight=False,
        soft_wrap=True,
    )
    if done.missing:
        console.print(
            f"Thiếu {len(done.missing)} tệp mà cơ sở dữ liệu có nhắc đến; tệp đầu tiên là"
            f" {done.missing[0]}.",
            highlight=False,
            soft_wrap=True,
        )
    if not drill:
        console.print("Tiếp theo hãy chạy: ./motcua setup")


def _own_database() -> State:
    if os.environ.get("MOTCUA_DATABASE_URL"):
        raise CannotStart(
            "Cơ sở dữ liệu này chạy ở ngoài; hãy sao lưu bằng công cụ của nơi chạy nó"
            " (xem docs/operations/backup.md)."
        )
    return equip()


def _key_of(root: Path) -> Path:
    given = os.environ.get(KEY_VARIABLE)
    return Path(given) if given else making.key_file(root.absolute())


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        said = f"Không hiểu thời điểm “{text}”; ví dụ: 2026-11-30T01:00:00."
        raise CannotStart(said, WRONG_INPUT) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=HERE)


def _size(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) // MEGABYTE


@contextmanager
def _shown(console: Console) -> Iterator[making.Progress]:
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    bars: dict[str, TaskID] = {}
    with Progress(*columns, TimeElapsedColumn(), console=console) as shown:

        def progress(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = shown.add_task(what, total=total)
            shown.update(bars[what], completed=done, total=total)

        yield progress
