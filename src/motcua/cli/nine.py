"""`./motcua index nine …`: the nine indexes of agencies, for the terminal and for programs."""

import json
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from motcua.cli.live_facts import live
from motcua.cli.surroundings import after_django, lazily

if TYPE_CHECKING:
    from motcua.indicators.nine_rules import NineRules, Standing

PLACES = 4


def tell(days: tuple[date, date], agency: str, *, as_json: bool) -> None:
    """Evaluate every agency in a period, and print them or one of them."""
    rules = lazily("motcua.indicators.nine_rules").nine_rules()
    found = [one for one in _evaluated(days, rules) if agency in ("", one.who)]
    if as_json:
        told = {"rules": rules.id, "agencies": [_told(one) for one in found]}
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201
    else:
        _show(found, rules)


def _evaluated(days: tuple[date, date], rules: "NineRules") -> list["Standing"]:
    with live(None) as (engine, moment):
        asked = after_django("motcua.indicators.queries").asked_of(*days, None, moment)
        nine = after_django("motcua.indicators.nine")
        whose = after_django("motcua.indicators.nine_cells").Whose
        return nine.evaluated(asked, whose.AGENCY, rules, engine)  # type: ignore[no-any-return]


def _told(one: "Standing") -> dict[str, object]:
    return {
        "agency": one.who,
        "dossiers": one.dossiers,
        "points": _number(one.points),
        "compared": _number(one.compared),
        "class": one.class_name,
        "rank": one.rank,
        "indexes": {str(index): _number(mean) for index, mean in sorted(one.means.items())},
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), PLACES)


def _written(value: Fraction | None) -> str:
    return "–" if value is None else f"{float(value):.2f}".replace(".", ",")


def _show(found: list["Standing"], rules: "NineRules") -> None:
    table = Table("Hạng", "Cơ quan", "Hồ sơ", "Điểm xếp hạng", "Xếp loại", "Điểm trên 18")
    for one in found:
        rank = "–" if one.rank is None else str(one.rank)
        compared, points = _written(one.compared), _written(one.points)
        table.add_row(rank, one.who, str(one.dossiers), compared, one.class_name, points)
    console = Console(highlight=False)
    console.print(table)
    console.print(f"{rules.name} ({rules.id}): {rules.basis}.", soft_wrap=True)
