"""`./motcua import …`: what other systems and the Government have published, brought in."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from motcua.cli.surroundings import after_django, equip, with_database, without_time_limit
from motcua.runtime.state import only_one


class Keeper(StrEnum):
    """Who keeps the key of a certificate, as it is said on the command line."""

    FILE = "file"
    TOKEN = "token"  # noqa: S105 -- a device, not a password
    REMOTE = "remote"


app = typer.Typer(
    help=(
        "Nhập dữ liệu: lịch làm việc, sổ kết quả, giấy tờ dùng lại được, thời hạn bảo quản, "
        "chứng thư chữ ký số, hồ sơ của hệ thống khác, cơ quan, cán bộ."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def importing() -> None:
    """Nhập dữ liệu từ tệp."""


@app.command()
def calendar(
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV (date,kind); không nêu thì nhập lịch cả nước."
        ),
    ] = None,
    source: Annotated[str, typer.Option(help="Căn cứ: số và ngày của văn bản.")] = "",
    agency: Annotated[str, typer.Option(help="Mã cơ quan, khi là lịch riêng.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ cho biết bao nhiêu hồ sơ đổi ngày hẹn.")
    ] = False,
) -> None:
    """Nhập ngày nghỉ, ngày làm bù, rồi tính lại ngày hẹn của các hồ sơ đang giải quyết."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.calendars").run(file, source, agency, dry_run=dry_run)


@app.command()
def certificate(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Chứng thư PEM, DER.")],
    keeper: Annotated[Keeper, typer.Option(help="Nơi giữ khóa: tệp, thiết bị, dịch vụ từ xa.")],
    key: Annotated[
        str, typer.Option(help="Tên khóa: tệp trong thư mục keys, token:nhãn, hoặc mã ở dịch vụ.")
    ],
    officer: Annotated[str, typer.Option(help="Tên đăng nhập của người ký.")] = "",
    agency: Annotated[str, typer.Option(help="Mã cơ quan, khi là con dấu.")] = "",
) -> None:
    """Đưa vào dùng chứng thư của một cán bộ hoặc của cơ quan; khóa bí mật không nhập vào."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        run = after_django("motcua.cli.certificates").run
        run(file, keeper=keeper.value, key=key, officer=officer, agency=agency)


@app.command()
def dossiers(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="Bảng hồ sơ: CSV, csv.gz hoặc Parquet."),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ kiểm tra và cho biết sẽ có gì thay đổi.")
    ] = False,
) -> None:
    """Nhập hồ sơ của hệ thống khác để tính các chỉ số; nhập lại cùng tệp thì không đổi gì."""
    state = equip()
    alone = only_one(state, "import", "Một lệnh nhập hồ sơ khác đang chạy trên dữ liệu này.")
    with alone, without_time_limit(), with_database(state):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.dossier_facts").run(file, dry_run=dry_run)


@app.command()
def results(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV, các cột xem tài liệu.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ kiểm tra và đếm, chưa ghi gì.")
    ] = False,
) -> None:
    """Nhập kết quả đã cấp trước đây vào sổ kết quả; nhập lại không làm đổi gì."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.results").run(file, dry_run=dry_run)


Table = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="CSV, các cột xem tài liệu.")
]
Trial = Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra và đếm, chưa ghi gì.")]


def _records(kind: str, file: Path, *, dry_run: bool) -> None:
    with without_time_limit(), with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.reform_records").run(kind, file, dry_run=dry_run)


@app.command()
def procedures(file: Table, dry_run: Trial = False) -> None:
    """Nhập danh mục dịch vụ công của các năm: mức độ, ngày công bố, ngày tích hợp."""
    _records("procedures", file, dry_run=dry_run)


@app.command()
def register(file: Table, dry_run: Trial = False) -> None:
    """Nhập sổ kết quả của hệ thống khác (không nêu người được cấp) để tính tỷ lệ số hóa."""
    _records("register", file, dry_run=dry_run)


@app.command()
def organisations(file: Table, dry_run: Trial = False) -> None:
    """Nhập các tổ chức đã cắt giảm: loại, trực thuộc, ngày, quyết định."""
    _records("organisations", file, dry_run=dry_run)


@app.command()
def indices(file: Table, dry_run: Trial = False) -> None:
    """Nhập giá trị và thứ hạng các chỉ số hằng năm: PAR, SIPAS, PCI, DTI, PAPI."""
    _records("indices", file, dry_run=dry_run)


@app.command()
def agencies(file: Table, dry_run: Trial = False) -> None:
    """Nhập cơ quan: mã, tên, loại, cấp, cơ quan cấp trên, ngày đầu, ngày cuối."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.officers").enter_agencies(file, dry_run=dry_run)


@app.command()
def officers(
    file: Table,
    passwords: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Tệp mới để ghi mật khẩu ban đầu, chỉ mình chủ đọc."),
    ] = None,
    dry_run: Trial = False,
) -> None:
    """Mở tài khoản và giao vị trí cho cán bộ theo danh sách; nhập lại không làm đổi gì."""
    with without_time_limit(), with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.officers").run(file, passwords, dry_run=dry_run)


@app.command()
def retention(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV: what,kind,keep_months,valid_from,basis."
        ),
    ],
) -> None:
    """Đặt thời hạn bảo quản của giấy tờ trong kho, theo loại giấy tờ và ngày áp dụng."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.packages").set_retention(file)


@app.command()
def kinds(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="CSV: procedure,component,kind,name."),
    ],
) -> None:
    """Ghi loại giấy tờ nào đáp ứng thành phần hồ sơ nào, để kho mời dùng lại khi nộp."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        after_django("motcua.cli.paper_kinds").run(file)
