"""The map of communes as tiles: coloured by class, the value written in each, a table beside it."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.measures import RECEIVED, measure
from motcua.kernel.numbers import number
from motcua.organisations.models import Agency
from motcua.organisations.queries import communes_in_force
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import BELOW, Asked, asked_from
from motcua.web.oversight.ranked import (
    COMMUNES,
    HOURS,
    INDEX,
    Standing,
    choices,
    chosen,
    measured_asked,
    standings,
    value_words,
    words_of,
)
from motcua.web.oversight.trends import cell_of

FACTS = Path(__file__).parent / "facts" / "tiles.csv"
CLASSES = 5
Cell = dict[str, object]


@dataclass(frozen=True, slots=True)
class Tile:
    """A commune on the map; `shade` is its class from the lowest value, 0 without a value."""

    name: str
    column: int
    row: int
    shade: int
    value: str
    href: str


@lru_cache(maxsize=1)
def places() -> dict[str, tuple[int, int]]:
    """Return the column and the row of each commune, by its code of the statistics office."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["gso_code"]: (int(row["column"]), int(row["row"])) for row in rows}


@require_safe
@for_roles(*OVERSEEING)
def commune_map(request: HttpRequest) -> HttpResponse:
    """Show the communes of the province by one measure."""
    today = localdate(now())
    asked = asked_from(request.GET, today).of(agency="")
    engine, moment = asked.counting(now())
    by = chosen(request.GET.get("chi-so", "in_time"))
    found = standings(by, COMMUNES, asked, moment, engine, least=1)
    known = {one.code: one for one in found}
    limits = limits_of([one.value for one in found if one.value is not None])
    page = {
        **asked.said(moment),
        "periods": asked.periods("map", today, chi_so=by),
        "choices": choices(),
        "by": by,
        "what": words_of(by),
        "tiles": _tiles(communes_in_force(asked.last), known, limits, by, asked),
        "classes": _classes(limits, by),
        "columns": _columns(by),
        "rows": [_row(one, by, asked) for one in found],
    }
    return render(request, "oversight/map.html", page)


def limits_of(values: Sequence[Fraction]) -> list[tuple[Fraction, Fraction]]:
    """Return the lowest and the highest value of each class, the lowest class first.

    Different values are spread evenly, so that many equal ones do not swallow the rest.
    """
    ordered = sorted(set(values))
    parts = [
        ordered[len(ordered) * at // CLASSES : len(ordered) * (at + 1) // CLASSES]
        for at in range(CLASSES)
    ]
    return [(part[0], part[-1]) for part in parts if part]


def _shade(value: Fraction | None, limits: Sequence[tuple[Fraction, Fraction]]) -> int:
    """Return the class of a value, spread over the shades when there are few classes."""
    if value is None:
        return 0
    at = next(at for at, (_, highest) in enumerate(limits) if value <= highest)
    return CLASSES if len(limits) == 1 else 1 + at * (CLASSES - 1) // (len(limits) - 1)


def _tiles(
    communes: Sequence[Agency],
    known: dict[str, Standing],
    limits: Sequence[tuple[Fraction, Fraction]],
    by: str,
    asked: Asked,
) -> list[Tile]:
    """Return every commune in its place; one that has none yet stands in rows below."""
    at, below = places(), max((row for _, row in places().values()), default=0) + 1
    widest = max((column for column, _ in at.values()), default=1)
    tiles, placeless = [], 0
    for one in communes:
        column, row = at.get(one.gso_code, (0, 0))
        if not column:
            column, row = placeless % widest + 1, below + placeless // widest
            placeless += 1
        standing = known.get(one.code)
        value = standing.value if standing else None
        href = asked.of(agency=one.code).to("index_766" if by == INDEX else "trends")
        tiles.append(
            Tile(
                name=one.place.split(" ", 1)[-1],
                column=column,
                row=row,
                shade=_shade(value, limits),
                value=value_words(by, value).removesuffix(" ngày"),
                href=href if standing else "",
            )
        )
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))


def _classes(limits: Sequence[tuple[Fraction, Fraction]], by: str) -> list[Cell]:
    return [
        {
            "shade": _shade(highest, limits),
            "words": value_words(by, lowest)
            if lowest == highest
            else f"{value_words(by, lowest)} – {value_words(by, highest)}",
        }
        for lowest, highest in limits
    ]


def _columns(by: str) -> list[Cell]:
    counted = [{"key": "cell", "label": "Hồ sơ đạt", "numeric": True}]
    return [
        {"key": "name", "label": "Xã, phường", "header": True},
        {"key": "value", "label": "Điểm" if by == INDEX else "Đạt", "numeric": True},
        *([] if by in (INDEX, HOURS) else counted),
        {"key": RECEIVED, "label": "Tiếp nhận", "numeric": True},
    ]


def _row(one: Standing, by: str, asked: Asked) -> Cell:
    here = measured_asked(asked.of(agency=one.code))
    what = measure(RECEIVED)
    assert what is not None
    plain = one.part is None or by == HOURS
    return {
        "name": one.name,
        "value": value_words(by, one.value),
        "cell": {} if plain or one.part is None else {**cell_of(by, one.part, here), "share": ""},
        RECEIVED: {"many": number(one.received), "href": here.list_of(what, BELOW)},
    }
