"""`./motcua process …`: processes as files, checked, tried out and made from tables.

Nothing here needs a database, so other programs may script against it.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from motcua.cli.surroundings import lazily
from motcua.kernel.errors import DomainError
from motcua.kernel.limits import Limit, limit_from

app = typer.Typer(
    help="Quy trình điện tử: kiểm tra, chạy thử, lập từ bảng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
NOT_PUBLISHABLE = 1
IMPOSSIBLE = 2
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp BPMN 2.0.")]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]


def _limit(written: str) -> Limit:
    try:
        return limit_from(written)
    except ValueError as error:
        message = "thời hạn viết như 16h, 10wd, 30d hoặc 2m"
        raise typer.BadParameter(message) from error


@app.command()
def check(
    file: File,
    limit: Annotated[str, typer.Option(help="Thời hạn của thủ tục, ví dụ 10wd.")] = "",
    as_json: AsJson = False,
) -> None:
    """Cho biết một quy trình đã ban hành được chưa; mã thoát 1 khi còn lỗi."""
    findings = _findings(file.read_bytes(), _limit(limit) if limit else None)
    if as_json:
        told = {"publishable": not findings, "findings": [asdict(one) for one in findings]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in findings:
            where = f"dòng {one.line}, " if one.line else ""
            typer.echo(f"{where}{one.element or file.name} [{one.rule}]: {one.message}")
        typer.echo(f"Còn {len(findings)} lỗi." if findings else "Quy trình ban hành được.")
    raise typer.Exit(NOT_PUBLISHABLE if findings else 0)


def _findings(content: bytes, limit: Limit | None) -> list[Any]:
    tree, checking = lazily("motcua.workflow.bpmn.tree"), lazily("motcua.workflow.checking")
    try:
        text = tree.decoded(content)
    except DomainError as refusal:
        return [checking.Finding("", "file", str(refusal))]
    found: list[Any] = checking.check(text, limit=limit)
    return found


@app.command()
def simulate(
    file: File,
    script: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Kịch bản JSON.")],
    data: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Dữ liệu ban đầu, JSON.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Chạy thử một quy trình theo kịch bản; mã thoát 2 khi có mục không thực hiện được."""
    simulation = lazily("motcua.workflow.simulation")
    entries, values = _read(script, list), _read(data, dict) if data is not None else {}
    try:
        text = lazily("motcua.workflow.bpmn.tree").decoded(file.read_bytes())
        done = simulation.simulate(text, entries, values)
    except simulation.ImpossibleStep as refusal:
        _refuse(str(refusal), IMPOSSIBLE, as_json, entry=refusal.facts["number"])
    except DomainError as refusal:
        _refuse(str(refusal), NOT_PUBLISHABLE, as_json)
    else:
        _tell(done, entries, as_json)


def _tell(done: Any, entries: list[Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    for entry, marking in zip(["bắt đầu", *entries], done.markings, strict=True):
        typer.echo(f"{entry}: {', '.join(marking) or '–'}")
    ended = f"Đã kết thúc ở {', '.join(done.ends)}." if done.finished else "Chưa kết thúc."
    typer.echo(ended)


def _refuse(message: str, code: int, as_json: bool, **facts: object) -> None:
    if as_json:
        typer.echo(json.dumps({"error": message, **facts}, ensure_ascii=False))
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _read(file: Path, shape: type) -> Any:
    """Return the content of a JSON file of the expected shape, or end with a clear sentence."""
    try:
        found = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{file.name} không phải JSON hợp lệ") from error
    wanted = "danh sách các mục" if shape is list else "các cặp tên và giá trị"
    items = found if shape is list else [{}]
    if not isinstance(found, shape) or not all(isinstance(one, dict) for one in items):
        raise typer.BadParameter(f"{file.name} phải là {wanted}")
    return found


@app.command("from-table")
def from_table(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp xlsx hoặc csv.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Tệp BPMN sẽ ghi.")],
) -> None:
    """Lập quy trình từ bảng các bước của cơ quan."""
    raise typer.Exit(lazily("motcua.cli.process_table").from_table(file, output))
