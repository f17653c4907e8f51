"""`./motcua privacy …`: who has read what of people, and what of it is unusual."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from motcua.cli.surroundings import after_django, equip, with_database
from motcua.kernel.actors import SYSTEM

app = typer.Typer(
    help="Dữ liệu cá nhân: ai đã xem gì, dấu hiệu bất thường.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
DAY = typer.Option(formats=["%Y-%m-%d"], help="Ngày cần tìm; mặc định là hôm nay.")


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
