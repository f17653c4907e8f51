"""The index of several provinces, for the terminal and for other programs."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from motcua.cli.surroundings import lazily

if TYPE_CHECKING:
    from motcua.indicators.rules import RuleSet


def is_one(folder: Path) -> bool:
    """Say whether exports of provinces lie side by side in a folder."""
    return bool(lazily("motcua.indicators.country").provinces_in(folder))


def tell(
    folder: Path, days: tuple[date, date], rules: "RuleSet", engine: str, *, as_json: bool
) -> None:
    """Count every province and say how each stands, and the whole."""
    counting = lazily("motcua.indicators.country")
    found = counting.index_of_country(folder, days, rules, with_spark=engine == "spark")
    if as_json:
        telling = lazily("motcua.indicators.telling").as_json
        each = [
            {"province": one.name, "cut_off": one.cut_off.isoformat(), "place": one.place}
            | telling(one.index)
            for one in found.provinces
        ]
        told = {"country": telling(found.whole), "provinces": each}
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201
        return
    table = Table("Thứ", "Tỉnh", "Điểm", "Xếp loại", "Tính đến")
    for one in found.provinces:
        points = f"{one.index.total}".replace(".", ",")
        until = f"{one.cut_off:%d/%m/%Y}"
        table.add_row(f"{one.place}", one.name, points, one.index.rank, until)
    console = Console(highlight=False)
    console.print(table)
    console.print(
        f"Cả nước: {found.whole.total} điểm, xếp loại {found.whole.rank}; hồ sơ tiếp nhận từ"
        f" {days[0]:%d/%m/%Y} đến {days[1]:%d/%m/%Y}, quy tắc {rules.id}.",
        soft_wrap=True,
    )
