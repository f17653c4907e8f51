"""`./motcua privacy …`: who has read what of people, and what of it is unusual."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import typer

from motcua.cli.surroundings import after_django, equip, with_database, without_time_limit
from motcua.kernel.actors import SYSTEM

app = typer.Typer(
    help="Dữ liệu cá nhân: ai đã xem gì, dấu hiệu bất thường.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = typer.Option(formats=["%Y-%m-%d"], help="Ngày cần tìm; mặc định là hôm nay.")
SINCE = typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"], help="Từ lúc, giờ Việt Nam.")
UNTIL = typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"], help="Đến trước lúc, giờ Việt Nam.")


@app.callback()
def privacy() -> None:
    """Dữ liệu cá nhân: ai đã xem gì, dấu hiệu bất thường."""


@app.command()
def unusual(day: Annotated[datetime | None, DAY] = None) -> None:
    """Tìm ngay dấu hiệu xem hồ sơ bất thường của một ngày."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        chosen = day.date() if day else after_django("django.utils.timezone").localdate()
        acts = after_django("motcua.privacy.actions")
        found = acts.find_unusual(chosen, by=SYSTEM, at=datetime.now(UTC))
    print(f"{chosen:%d/%m/%Y}: {found} dấu hiệu mới; xem ở trang “Xem hồ sơ bất thường”.")  # noqa: T201


@app.command()
def reads(
    since: Annotated[datetime, SINCE],
    until: Annotated[datetime, UNTIL],
    file: Annotated[Path, typer.Option(help="Tệp CSV sẽ ghi; chỉ chủ tệp đọc được.")],
    person: Annotated[UUID | None, typer.Option(help="Chỉ của một người xem.")] = None,
    dossier: Annotated[UUID | None, typer.Option(help="Chỉ của một hồ sơ.")] = None,
    agency: Annotated[str, typer.Option(help="Chỉ của một cơ quan, theo mã.")] = "",
) -> None:
    """Ai đã xem gì, được đưa giấy tờ nào, tra cứu gì giữa hai thời điểm."""
    with without_time_limit(), with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        log, acts = (after_django(f"motcua.privacy.{name}") for name in ("reading_log", "actions"))
        asked = log.Asked(
            since.replace(tzinfo=ZONE), until.replace(tzinfo=ZONE), person, dossier, agency
        )
        rows, people, dossiers = 0, set(), set()
        with file.open("x", encoding="utf-8-sig", newline="") as out:  # made for its owner alone
            writer = csv.writer(out)
            writer.writerow(log.HEADER)
            for row in log.reads_between(asked):
                writer.writerow(log.cells_of(row))
                rows += 1
                people.add(row[2])
                dossiers.add(row[5])
        acts.note_reads_taken(
            since=asked.since, until=asked.until, many=rows, by=SYSTEM, at=datetime.now(UTC)
        )
    print(  # noqa: T201
        f"{rows} dòng: {len(people - {None})} người xem, {len(dossiers - {None})} hồ sơ."
        f" Đã ghi {file}."
    )
