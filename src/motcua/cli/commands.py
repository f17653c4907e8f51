"""The commands, each a few lines: equip, have a database, call what does the work."""

import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from django.core.management import execute_from_command_line
from rich.console import Console
from rich.markup import escape

from motcua.cli import (
    archive,
    audit,
    deadline,
    exchanging,
    figures,
    importing,
    privacy,
    process,
    reports,
    rotating,
    surroundings,
)
from motcua.cli.surroundings import after_django, equip, with_database
from motcua.people.sign_in_rules import Proof
from motcua.runtime.postgres import binaries
from motcua.runtime.processes import leave
from motcua.runtime.refusals import CannotStart
from motcua.runtime.sharing import join_counting

app = typer.Typer(
    name="motcua",
    help="Hệ thống thông tin giải quyết thủ tục hành chính cấp tỉnh.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(process.app, name="process")
app.add_typer(importing.app, name="import")
app.add_typer(archive.app, name="archive")
app.add_typer(figures.lake_app, name="lake")
app.add_typer(audit.app, name="audit")
app.add_typer(privacy.app, name="privacy")
app.add_typer(rotating.app, name="keys")
app.add_typer(exchanging.app, name="exchange")
app.command()(deadline.deadline)
app.command()(figures.index)
app.command()(reports.report)
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}
console = Console(stderr=True)


def main() -> None:
    """Run a command; end with one clear sentence when it cannot start."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        app(prog_name="./motcua")
    except CannotStart as refusal:
        console.print(f"[red]motcua:[/] {escape(str(refusal))}", highlight=False, soft_wrap=True)
        sys.exit(refusal.exit_code)


@app.command()
def setup() -> None:
    """Chuẩn bị thư mục dữ liệu, khóa, cơ sở dữ liệu, các bảng và tệp tĩnh."""
    state = equip()
    with with_database(state), surroundings.beside_running_desks():
        after_django("motcua.cli.migrating").migrate(["motcua", "migrate", "--verbosity=1"])
        after_django("motcua.cli.static_files").collect(state)
    surroundings.lazily("motcua.cli.secrets").install_hook()
    console.print(f"Đã sẵn sàng. Dữ liệu nằm ở {state.root}.", highlight=False)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Cổng của trang web.")] = 8000,
    dossiers: Annotated[int, typer.Option(min=0, help="Số hồ sơ mẫu.")] = 20_000,
    reset: Annotated[bool, typer.Option("--reset", help="Xóa dữ liệu cũ, làm lại từ đầu.")] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Chỉ chuẩn bị rồi thoát.")] = False,
) -> None:
    """Dựng một tỉnh mẫu đầy đủ để bấm thử."""
    after = surroundings.lazily("motcua.cli.demo")
    after.run(console, port=port, dossiers=dossiers, reset=reset, serve=not no_serve)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Địa chỉ lắng nghe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Cổng lắng nghe.")] = 8000,
) -> None:
    """Chạy máy chủ web."""
    surroundings.lazily("motcua.cli.serve").run(host, port)


@app.command()
def worker() -> None:
    """Chạy tiến trình nền: báo tin, việc chờ và việc định kỳ."""
    state = equip()
    join_counting(state)
    with with_database(state), surroundings.as_server(state):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.worker").run()


@app.command(context_settings=PASS_ON, add_help_option=False)
def test(context: typer.Context) -> None:
    """Chạy mọi bài kiểm thử, hoặc những bài được nêu."""
    raise typer.Exit(surroundings.lazily("motcua.cli.tests").run(context.args, console))


@app.command()
def check() -> None:
    """Kiểm tra định dạng, quy tắc, kiểu, phụ thuộc, migration và cấu trúc."""
    raise typer.Exit(surroundings.lazily("motcua.cli.check").run(console))


@app.command()
def sbom(file: Annotated[Path, typer.Argument(help="Tệp CycloneDX sẽ ghi.")]) -> None:
    """Ghi danh mục thành phần phần mềm của bản phát hành (SBOM)."""
    many = surroundings.lazily("motcua.cli.bill").write(file)
    console.print(f"Đã ghi {many} thành phần vào {file}.", highlight=False)


@app.command(context_settings=PASS_ON, add_help_option=False)
def manage(context: typer.Context) -> None:
    """Chạy một lệnh quản trị của Django, ví dụ: manage migrate."""
    state, is_upgrade = equip(), context.args[:1] == ["migrate"]
    command = ["./motcua manage", *context.args]
    with with_database(state), surroundings.beside_running_desks() if is_upgrade else nullcontext():
        if is_upgrade:
            after_django("motcua.cli.migrating").migrate(command)
        else:
            execute_from_command_line(command)


@app.command(context_settings=PASS_ON, add_help_option=False)
def psql(context: typer.Context) -> None:
    """Mở cơ sở dữ liệu bằng psql."""
    with with_database(equip()):
        command = [str(binaries() / "psql"), *context.args]
        done = subprocess.run(command, env=surroundings.libpq(), check=False)
    raise typer.Exit(done.returncode)


@app.command()
def digitise(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Thư mục bản chụp.")],
    batch: Annotated[str, typer.Option(help="Tên đợt số hóa đang mở.")],
    login: Annotated[
        str | None, typer.Option("--as", help="Tài khoản của người số hóa; không có thì hỏi.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra danh sách.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Số giấy tờ làm cùng lúc.")] = 2,
) -> None:
    """Số hóa một thư mục bản chụp theo manifest.csv; chạy lại thì làm tiếp, không làm trùng."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        done = after_django("motcua.cli.digitise").run(
            folder, batch, login, dry_run=dry_run, workers=workers
        )
    raise typer.Exit(0 if done else 1)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp PDF đã ký.")],
    trust: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="Chứng thư CA tin thêm; lặp lại được."),
    ] = None,
    online: Annotated[
        bool, typer.Option("--online", help="Cho hỏi nơi cấp về việc thu hồi.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In ra dạng JSON.")] = False,
) -> None:
    """Kiểm tra chữ ký của một tệp PDF: ai ký, khi nào, còn nguyên vẹn không, thuộc hồ sơ nào."""
    state = equip()
    known = surroundings.has_database(state)
    with with_database(state) if known else surroundings.without_database():
        run = after_django("motcua.cli.verify").run
        holds = run(file, trusted=trust or (), online=online, as_json=as_json, database=known)
    raise typer.Exit(0 if holds else 1)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="Thư mục chứa bản sao lưu.")],
    key: Annotated[
        Path | None, typer.Option(help="Tệp khóa mới, lần đầu; không nêu thì THƯ_MỤC.key.")
    ] = None,
    keep_days: Annotated[
        int | None,
        typer.Option(min=1, help="Bỏ các bản cũ hơn số ngày này."),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Chuyển nhật ký ghi trước sang, cho đến khi dừng.")
    ] = False,
) -> None:
    """Sao lưu cơ sở dữ liệu, tệp và khóa, đã mã hóa, trong lúc hệ thống vẫn chạy."""
    backups = surroundings.lazily("motcua.cli.backups")
    if follow:
        backups.follow(folder)
    done = backups.back_up(folder, key, console, keep_days=keep_days)
    raise typer.Exit(0 if done else 1)


@app.command()
def restore(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Thư mục chứa bản sao lưu.")
    ],
    key: Annotated[
        Path | None, typer.Option(help="Tệp khóa; không nêu thì MOTCUA_BACKUP_KEY, THƯ_MỤC.key.")
    ] = None,
    until: Annotated[
        str, typer.Option("--to", help="Đến thời điểm này, ví dụ 2026-11-30T01:00:00.")
    ] = "",
    drill: Annotated[
        bool, typer.Option("--drill", help="Khôi phục thử ở bên cạnh rồi xóa đi.")
    ] = False,
) -> None:
    """Khôi phục một bản sao lưu vào thư mục dữ liệu trống."""
    backups = surroundings.lazily("motcua.cli.backups")
    done = backups.restore(folder, key, until, console, drill=drill)
    raise typer.Exit(0 if done else 1)


@app.command()
def sweep(
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Rà soát mọi bảng và tệp: chỗ nào không khớp với nhau."""
    swept = surroundings.lazily("motcua.cli.sweeping").run(console, as_json=as_json)
    raise typer.Exit(0 if swept else 1)


@app.command()
def reset_code(
    login: Annotated[str, typer.Argument(help="Tên đăng nhập của người mất máy.")],
    proof: Annotated[Proof, typer.Option(help="Đã kiểm tra người bằng cách nào.")],
) -> None:
    """Gỡ xác thực hai lớp của người mất điện thoại; họ đăng ký lại trên máy mới."""
    with with_database(equip()):
        after_django("motcua.cli.accounts").reset_code(login, proof)


@app.command()
def first_administrator(
    login: Annotated[str, typer.Argument(help="Tên đăng nhập.")],
    name: Annotated[str, typer.Option(help="Họ tên.")],
    number: Annotated[str, typer.Option(help="Số định danh cá nhân.")],
    agency: Annotated[str, typer.Option(help="Mã cơ quan nơi người này làm việc.")],
    title: Annotated[str, typer.Option(help="Chức danh.")] = "Quản trị kỹ thuật",
    proof: Annotated[Proof, typer.Option(help="Đã kiểm tra người bằng cách nào.")] = (
        Proof.IDENTITY_CARD
    ),
) -> None:
    """Mở tài khoản quản trị kỹ thuật đầu tiên, khi hệ thống chưa có ai."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        run = after_django("motcua.cli.officers").open_first
        run(login, name=name, number=number, agency=agency, title=title, proof=proof)


@app.command()
def identity_provider(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp TOML cấu hình.")],
    off: Annotated[bool, typer.Option("--off", help="Tắt đăng nhập bằng hệ thống này.")] = False,
) -> None:
    """Cấu hình đăng nhập bằng tài khoản định danh (OpenID Connect)."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.providers").configure(file, off=off)


@app.command()
def sign_in_policy(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp TOML.")],
) -> None:
    """Ban hành quy định đăng nhập: xác thực hai lớp, mật khẩu, thời hạn phiên."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.providers").policy(file)


@app.command()
def release_identity(
    login: Annotated[str, typer.Argument(help="Tên đăng nhập của tài khoản.")],
    code: Annotated[str, typer.Argument(help="Mã của hệ thống định danh.")],
) -> None:
    """Gỡ gắn kết của một tài khoản với hệ thống định danh, sau khi đã kiểm tra người."""
    with with_database(equip()):
        after_django("motcua.cli.providers").release(login, code)


@app.command(context_settings=PASS_ON)
def bench(context: typer.Context, name: str) -> None:
    """Đo hiệu năng, ví dụ: bench lifecycle --json."""
    apart = surroundings.lazily("motcua.cli.apart")
    raise typer.Exit(apart.run(apart.BENCH, name, context.args))


@app.command(context_settings=PASS_ON)
def gate(context: typer.Context, name: str) -> None:
    """Tấn công một hệ thống dựng riêng và xem có mất gì không, ví dụ: gate retry --json."""
    apart = surroundings.lazily("motcua.cli.apart")
    raise typer.Exit(apart.run(apart.GATES, name, context.args))
