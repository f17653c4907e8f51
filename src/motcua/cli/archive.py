"""`./motcua archive …`: closed dossiers as sealed packages for the archive, and checking them."""

import json
from pathlib import Path
from typing import Annotated

import typer

from motcua.cli.surroundings import after_django, equip, with_database, without_database

app = typer.Typer(
    help="Gói lưu trữ của hồ sơ đã kết thúc: lập, kiểm tra.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def archive() -> None:
    """Lập và kiểm tra gói lưu trữ."""


@app.command()
def make(
    number: Annotated[str, typer.Argument(help="Mã hồ sơ, hoặc mã nộp khi chưa có mã hồ sơ.")],
    to: Annotated[
        Path, typer.Option(help="Thư mục ghi gói; chưa có thì được tạo.", file_okay=False)
    ],
) -> None:
    """Lập gói lưu trữ của một hồ sơ đã kết thúc: tệp, thông tin, mã băm, chữ ký, nhật ký."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.packages").make(number, to)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp gói lưu trữ.")],
    trust: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="Chứng thư CA tin thêm; lặp lại được."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Cho biết gói lưu trữ còn nguyên không; nêu tên từng tệp bị thiếu, thêm hoặc sửa."""
    equip()
    with without_database():
        found = after_django("motcua.cli.packages").examined(file, trust or ())
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        after_django("motcua.cli.packages").tell(found)
    raise typer.Exit(0 if found["holds"] else 1)
