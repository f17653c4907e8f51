"""Filling the sample province, once per database.

Imported only once Django is ready.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg.errors
from django.core.management import call_command
from django.db import DatabaseError, connection
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from motcua.cli import static_files
from motcua.cli.serving import pending_migrations
from motcua.demo import load
from motcua.demo.bulk import Need
from motcua.demo.filling import fill
from motcua.runtime.postgres import DATABASE, Cluster
from motcua.runtime.refusals import DiskFull
from motcua.runtime.state import State

WORDS = {  # facts of the catalogue that its sources may lack
    "sector": "lĩnh vực",
    "limit": "thời hạn",
    "results": "kết quả",
    "legal": "căn cứ pháp lý",
    "decision": "quyết định công bố",
    "components": "thành phần hồ sơ",
    "fee": "phí, lệ phí",
    "service_level": "mức độ trực tuyến",
}
ROOM = 64 * 1024 * 1024  # bytes; with less than this left, a failure means a full disk


def prepare(state: State, dossiers: int, console: Console) -> None:
    """Bring tables, static files and sample data up to date; skip what was done before."""
    with _full_disk_in_one_sentence(state):
        if pending_migrations():
            with console.status("Tạo các bảng trong cơ sở dữ liệu…"):
                call_command("migrate", verbosity=0, interactive=False)
        with console.status("Chuẩn bị các tệp tĩnh của trang…"):
            static_files.collect(state)
        mark = state.folder("run") / "loaded"
        wanted = f"{dossiers} {_database_identity()}"
        if not mark.exists() or mark.read_text() != wanted:
            _load(dossiers, _address_of_owner(state), console)
            mark.write_text(wanted)
        load.keep_sign_in_policy()


def _database_identity() -> str:
    """Tell this database from one made anew in the same place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()), oid"
            " FROM pg_database WHERE datname = current_database()"
        )
        return " ".join(str(part) for part in cursor.fetchone())


def _address_of_owner(state: State) -> str:
    """Return how whoever rules the database signs in; of another server we know one address."""
    ours = Cluster(state)
    return ours.owner_url(DATABASE) if ours.is_running() else os.environ["MOTCUA_DATABASE_URL"]


def _load(dossiers: int, address: str, console: Console) -> None:
    bars: dict[str, TaskID] = {}
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, TimeElapsedColumn(), console=console) as shown:

        def progress(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = shown.add_task(what, total=total)
            shown.update(bars[what], completed=done, total=total)

        def told(need: Need) -> None:
            shown.console.print(
                f"Nạp hàng loạt {need.dossiers:,} hồ sơ: cần khoảng {need.gigabytes} GB đĩa và"
                f" {need.minutes} phút trên hai nhân; dừng giữa chừng thì chạy lại để nạp tiếp.",
                highlight=False,
            )

        missing = fill(dossiers, address, progress, told)
    if missing:
        said = "; ".join(f"{WORDS[name]}: {count}" for name, count in sorted(missing.items()))
        console.print(f"Số thủ tục mà nguồn chưa có dữ liệu — {said}.", highlight=False)


def accounts() -> Table:
    """Return the accounts of the sample, one per role, as a table for the terminal."""
    table = Table("Vai trò", "Tên đăng nhập", "Mật khẩu", "Họ tên", "Cơ quan")
    for column in table.columns[1:3]:
        column.no_wrap = True  # to be copied whole
    for account in load.accounts():
        table.add_row(*account)
    return table


@contextmanager
def _full_disk_in_one_sentence(state: State) -> Iterator[None]:
    try:
        yield
    except (OSError, DatabaseError) as error:
        if _is_disk_full(error) or shutil.disk_usage(state.root).free < ROOM:
            raise DiskFull(state.root) from error
        raise


def _is_disk_full(error: BaseException) -> bool:
    """Look for the reason also below what Django made of it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, psycopg.errors.DiskFull):
            return True
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        cause = cause.__cause__
    return False
