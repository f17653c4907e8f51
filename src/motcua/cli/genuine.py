"""`./motcua index genuine …`: who really filed online, for the terminal and for other programs."""

import json
from datetime import date, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from motcua.cli.live_facts import live
from motcua.cli.surroundings import after_django, lazily

if TYPE_CHECKING:
    from motcua.indicators.genuine_rules import Genuine, GenuineRules
    from motcua.indicators.rules import Asked, RuleSet

HERE = timezone(timedelta(hours=7))


def tell(
    days: tuple[date, date],
    agency: str,
    index: "RuleSet",
    place: Path | date | None,
    *,
    as_json: bool,
) -> None:
    """Count, live or on exported files, and print."""
    rules = lazily("motcua.indicators.genuine_rules").genuine_rules()
    found, asked = _counted(days, agency, rules, index, place)
    if as_json:
        telling = lazily("motcua.indicators.genuine_telling")
        print(json.dumps(telling.genuine_as_json(found, rules, index.id), ensure_ascii=False))  # noqa: T201
    else:
        _show(found, rules, index, asked, agency)


def _counted(
    days: tuple[date, date],
    agency: str,
    rules: "GenuineRules",
    index: "RuleSet",
    place: Path | date | None,
) -> tuple["Genuine", "Asked"]:
    if isinstance(place, Path):
        return lazily("motcua.indicators.lake_index").genuine_on(place, days, agency, rules, index)  # type: ignore[no-any-return]
    with live(place) as (engine, moment):
        asked = after_django("motcua.indicators.queries").asked_of(*days, agency, moment)
        counting = after_django("motcua.indicators.genuine")
        return counting.genuine(asked, rules, index, engine), asked


def _show(
    found: "Genuine", rules: "GenuineRules", index: "RuleSet", asked: "Asked", agency: str
) -> None:
    console = Console(highlight=False)
    known = lazily("motcua.indicators.genuine_rules")
    shares = known.shares_of(found.kinds)
    table = Table("Cách nộp", "Hồ sơ", "Trong trực tuyến", "Trong tiếp nhận")
    for kind, many in found.kinds.items():
        shown = _percent(shares.get(kind)), _percent(found.rate(kind))
        table.add_row(known.KIND_WORDS[kind], f"{many}", *shown)
    console.print(table)
    reasons = Table("Dấu hiệu", "Điểm", "Hồ sơ")
    for one in rules.signs:
        shows = "chưa biết" if one.missing else f"{found.reasons[one.id]}"
        reasons.add_row(one.name, f"{one.points}", shows)
    console.print(reasons)
    first, last = asked.period.first, asked.period.last
    console.print(
        f"Tỷ lệ chính thức {_percent(found.official)} ({index.id}, chỉ số 3.3); nộp trực tuyến"
        f" {found.online} trên {found.received} hồ sơ ({_percent(found.online_rate)})."
        f" {agency or 'Cả tỉnh'}, hồ sơ tiếp nhận từ {first:%d/%m/%Y} đến {last:%d/%m/%Y},"
        f" dấu hiệu {rules.id}, tính đến {asked.as_of.astimezone(HERE):%H:%M %d/%m/%Y}.",
        soft_wrap=True,
    )


def _percent(share: Fraction | Decimal | None) -> str:
    return "–" if share is None else f"{float(100 * share):.2f}%".replace(".", ",")
