"""Index 766 in the terminal: alone, and beside the period before and other agencies."""

import json
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from motcua.cli.surroundings import lazily

if TYPE_CHECKING:
    from motcua.indicators.comparing import Compared
    from motcua.indicators.rules import Asked, Index

HERE = timezone(timedelta(hours=7))


def tell(found: "Compared", asked: "Asked", agency: str, *, as_json: bool) -> None:
    """Print an index with the period before, the place, and what the next point takes."""
    if as_json:
        told = lazily("motcua.indicators.telling").compared_as_json(found)
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201
        return
    show(found.index, asked, agency)
    console = Console(highlight=False)
    missing = lazily("motcua.indicators.comparing").needed(found.index)
    table = Table("", "Chỉ số", "Kỳ trước", "Kỳ này", "Cần thêm để có một điểm nữa")
    for now, before in zip(found.index.scored, found.before.scored, strict=True):
        one = now.indicator
        more = missing[one.id]
        points = [f"{points}".replace(".", ",") for points in (before.points, now.points)]
        table.add_row(one.id, one.name, *points, "–" if more is None else f"{more}")
    console.print(table)
    period = found.period_before
    place = "" if found.place is None else f" Thứ {found.place} trên {found.among} cơ quan."
    console.print(
        f"Kỳ trước ({period.first:%d/%m/%Y}–{period.last:%d/%m/%Y}): {found.before.total} điểm,"
        f" thay đổi {found.change:+}.{place}",
        soft_wrap=True,
    )


def show(found: "Index", asked: "Asked", agency: str) -> None:
    console = Console(highlight=False)
    table = Table("", "Chỉ số", "Tử số", "Mẫu số", "Tỷ lệ", "Điểm", "Tối đa")
    for one in found.scored:
        share = "–" if one.ratio is None else f"{one.ratio:.4f}".replace(".", ",")
        points = f"{one.points}".replace(".", ",")
        most = f"{float(one.indicator.most):g}"
        counts = f"{one.numerator}", f"{one.denominator}"
        table.add_row(one.indicator.id, one.indicator.name, *counts, share, points, most)
    console.print(table)
    first, last = asked.period.first, asked.period.last
    console.print(
        f"{found.total} điểm, xếp loại {found.rank}. {agency or 'Cả tỉnh'}, hồ sơ tiếp nhận từ"
        f" {first:%d/%m/%Y} đến {last:%d/%m/%Y}, quy tắc {found.rules.id},"
        f" tính đến {asked.as_of.astimezone(HERE):%H:%M %d/%m/%Y}.",
        soft_wrap=True,
    )
