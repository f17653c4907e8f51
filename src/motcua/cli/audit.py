"""`./motcua audit …`: anchoring the event log, and whether it is still what was written."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from motcua.cli.surroundings import after_django, equip, lazily, libpq, with_database
from motcua.runtime.refusals import CannotStart

app = typer.Typer(
    help="Nhật ký xử lý: neo ra ngoài cơ sở dữ liệu, kiểm tra.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
VERIFIER = "motcua.runtime.audit_verify"
DATABASE = "motcua"


@app.callback()
def audit() -> None:
    """Neo và kiểm tra nhật ký xử lý."""


@app.command()
def anchor() -> None:
    """Neo nhật ký ngay: băm, ký và ghi ra ngoài cơ sở dữ liệu."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        done = after_django("motcua.signing.anchoring").anchor(datetime.now(UTC))
    print(f"Đã neo {done} sự kiện.")  # noqa: T201


@app.command()
def retire(
    year: Annotated[int, typer.Argument(help="Năm lập của hồ sơ, theo mã định danh.")],
    keep_months: Annotated[
        int | None, typer.Option(help="Số tháng phải giữ của tỉnh; không ngắn hơn luật.")
    ] = None,
    confirm: Annotated[int | None, typer.Option(help="Nêu lại năm để bỏ thật.")] = None,
) -> None:
    """Bỏ nhật ký của một năm đã hết hạn giữ; không nêu --confirm thì chỉ cho biết."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.retiring").run(year, keep_months, really=confirm == year)


@app.command()
def verify(
    anchors: Annotated[
        Path | None, typer.Option(help="Thư mục neo; không nêu thì trong dữ liệu.")
    ] = None,
    public: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Khóa công khai cất nơi khác.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Tìm sự kiện bị sửa, xóa, chèn, đổi chỗ hay cắt bớt; không dùng phần nào của ứng dụng."""
    state = equip()
    place = anchors or Path(os.environ.get("MOTCUA_ANCHORS") or state.root / "anchors")
    if not place.is_dir():
        raise CannotStart(f"Không có thư mục neo {place}; hãy nêu --anchors.", 2)
    command = [sys.executable, "-P", "-m", VERIFIER, str(place)]
    command += ["--public", str(public)] if public else []
    command += ["--json"] if as_json else []
    with _as_owner() as surroundings:
        raise typer.Exit(subprocess.run(command, env=surroundings, check=False).returncode)


@contextmanager
def _as_owner() -> Iterator[dict[str, str]]:
    """Give the environment that signs in to the database: as its superuser where it is embedded."""
    if os.environ.get("MOTCUA_DATABASE_URL"):
        yield libpq()
        return
    postgres, backups = lazily("motcua.runtime.postgres"), lazily("motcua.runtime.backups.server")
    state = equip()
    with postgres.embedded(state):
        server = backups.Server(postgres.Cluster(state))
        yield {**server.surroundings(), "PGDATABASE": DATABASE}
