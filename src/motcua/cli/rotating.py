"""`./motcua keys …`: listing keys; exchanging the master key, sealing files, at any time."""

import json
import os
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from motcua.cli.surroundings import (
    after_django,
    equip,
    with_database,
    without_time_limit,
)
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.kernel.sealing import digest_key_of
from motcua.runtime import keys
from motcua.runtime.key_list import Listed, listed
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import open_state, state_path
from motcua.runtime.token_keys import opened

app = typer.Typer(
    help="Khóa: liệt kê, xoay khóa chủ, bỏ khóa cũ; mã hóa tệp cũ.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
LABEL = typer.Option(help="Tên khóa trong thiết bị; chưa có thì được tạo ở đó.")
GRACE = typer.Option(help="Số giây chờ giao dịch cũ kết thúc trước khi bỏ khóa cũ.")


@app.callback()
def master_keys() -> None:
    """Khóa: liệt kê, xoay khóa chủ, bỏ khóa cũ; mã hóa tệp cũ."""


@app.command("list")
def list_keys(
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Liệt kê khóa đang giữ: để làm gì, thuật toán, nằm đâu, từ bao giờ, khi nào phải thay."""
    folder = open_state(state_path()).folder("keys")
    found = listed(folder, os.environ, datetime.now(UTC))
    if as_json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, default=str))  # noqa: T201
    else:
        _show(found)
    if any(one.faults for one in found):
        raise typer.Exit(1)


def _show(found: list[Listed]) -> None:
    table = Table("Khóa", "Để làm gì", "Từ ngày; thay trước", show_lines=True)
    for one in found:
        named = one.name if one.many == 1 else f"{one.name} ({one.many})"
        days = [f"{day:%d/%m/%Y}" for day in (one.since, one.due) if day]
        kept = ", ".join(word for word in (one.algorithm, one.where) if word)
        table.add_row(named, "\n".join(word for word in (one.what, kept) if word), "\n".join(days))
    Console().print(table)
    for one in found:
        for fault in one.faults:
            print(f"{one.name}: {fault}.")  # noqa: T201


@app.command()
def rotate(grace: Annotated[int, GRACE] = 120) -> None:
    """Xoay khóa chủ trong lúc hệ thống vẫn chạy; bị ngắt thì chạy lại để làm tiếp."""
    folder = _folder()
    with without_time_limit(), with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        keys.begin_rotation(folder, _digest_key(folder))
        many = _rewrap(folder)
        _wait(folder, grace)
        many += _rewrap(folder)
        keys.end_rotation(folder)
        after_django("motcua.people.actions").note_rotation(
            many=many, about=new_id(), by=SYSTEM, at=datetime.now(UTC)
        )
    print(f"Đã bọc lại {many} khóa dữ liệu và bỏ khóa chủ cũ.")  # noqa: T201


@app.command()
def into_token(token: str, label: Annotated[str, LABEL] = "motcua-master") -> None:
    """Bọc khóa chủ bằng khóa của thiết bị PKCS#11; từ đó phải có thiết bị mới chạy được."""
    folder = _folder()
    keys.move_into_token(folder, token, label, _digest_key(folder))
    print("Đã bọc khóa chủ bằng thiết bị. Bản cũ còn trong các bản sao lưu; xoay khóa chủ ngay.")  # noqa: T201


def _folder() -> Path:
    folder = equip().folder("keys")
    if not os.environ.get("MOTCUA_KEYS_IN_FILE"):
        raise CannotStart("Khóa chủ nằm trong MOTCUA_MASTER_KEY; xem docs/operations/keys.md.", 2)
    return folder


def _digest_key(folder: Path) -> str:
    """Return the key of look-ups: kept by itself, or what the first master key stands for."""
    kept = folder / keys.DIGEST
    if kept.exists():
        return opened(kept.read_text().strip(), folder)
    return digest_key_of(bytes.fromhex(opened(keys.master_keys(folder)[-1], folder))).hex()


@app.command()
def seal_files() -> None:
    """Mã hóa ngay các tệp nằm trong kho từ trước khi tệp được mã hóa; bị ngắt thì chạy lại."""
    with without_time_limit(), with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        acts = after_django("motcua.documents.actions")
        many = sum(1 for _ in acts.seal_open_files(by=SYSTEM, at=datetime.now(UTC)))
        left = after_django("motcua.documents.queries").open_files()
    print(f"Đã mã hóa {many} tệp.")  # noqa: T201
    if left:
        raise CannotStart(
            f"{left} tệp không mã hóa được vì mất hoặc đã bị đổi; xem ./motcua sweep.", 1
        )


def _rewrap(folder: Path) -> int:
    """Go over all tables until nothing is wrapped by an older key; refuse to go on when something
    is wrapped by none that is known."""
    rewrapping: Any = after_django("motcua.people.rewrapping")
    left, done = int(rewrapping.many_keys()), 0

    def told(table: str, many: int) -> None:
        nonlocal left
        left = max(1, left - many)
        keys.note_left(folder, left)

    while True:
        found = rewrapping.rewrap(told)
        if found.lost:
            table, row = found.lost[0]
            raise CannotStart(
                f"{len(found.lost)} khóa dữ liệu không khóa chủ nào mở được, ví dụ {table} {row};"
                " khóa cũ được giữ lại.",
                1,
            )
        done += int(found.anew)
        if not found.anew:
            keys.note_left(folder, 0)
            return done


def _wait(folder: Path, grace: int) -> None:
    """Wait until what was sealed before the new key stood there has long been committed."""
    begun = (folder / keys.MASTER).stat().st_mtime
    time.sleep(max(0.0, begun + grace - time.time()))
