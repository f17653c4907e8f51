"""Yearly indices over the years, what moved, and a peer province beside."""

from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.organisations.queries import province_code
from motcua.reform.rules import INDICES, PCI
from motcua.reform.yearly import History, history, latest, peers, province_name
from motcua.reform.yearly_rules import PartRow, Told, YearRow, moved
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles

NOTHING = "–"
PARTS_OF_ONE = 10_000  # a bar is drawn from whole numbers; values have four decimal places


@require_safe
@for_roles(*OVERSEEING)
def yearly(request: HttpRequest) -> HttpResponse:
    """Show one index over the years, beside another province when one is chosen."""
    index = request.GET.get("chi-so", PCI)
    own, newest = history(index, province_code()), latest()
    known = peers(index)
    chosen = request.GET.get("tinh", "")
    peer = history(index, chosen) if chosen in dict(known) else None
    up, down = moved(own.parts)
    page = {
        "index": index,
        "name": dict(INDICES)[index],
        "overview": [_overview(code, name, newest.get(code)) for code, name in INDICES],
        "peers": known,
        "chosen": chosen if peer else "",
        "peer_name": province_name(chosen) if peer else "",
        "drawn": bars(_drawn(own, peer)),
        "rows": _rows(own, peer),
        "years": sorted({year for part in own.parts for year in part.values}),
        "parts": [_part(part) for part in own.parts],
        "up": [(one.name, signed(one.change)) for one in up],
        "down": [(one.name, signed(one.change)) for one in down],
        "own_name": province_name(province_code()),
    }
    return render(request, "reform/yearly.html", page)


def _overview(code: str, name: str, told: Told | None) -> dict[str, object]:
    words = "chưa có số liệu"
    if told is not None:
        words = f"năm {told.year}: {_placed(told)}"
    return {
        "name": {"text": name, "href": f"{reverse('reform:yearly')}?{urlencode({'chi-so': code})}"},
        "latest": words,
    }


def _placed(told: Told) -> str:
    points = f"{written(told.value)} điểm" if told.value is not None else ""
    place = f"hạng {told.rank}" if told.rank else ""
    among = f" trên {told.among}" if told.rank and told.among else ""
    return ", ".join(part for part in (points, f"{place}{among}") if part)


def _drawn(own: History, peer: History | None) -> list[Amount]:
    """Draw each year's value, the other province's hatched below it."""
    beside = {row.told.year: row.told for row in peer.years} if peer else {}
    amounts = []
    for row in own.years:
        amounts += _amount(str(row.told.year), "working", row.told)
        if row.told.year in beside and peer is not None:
            label = f"{row.told.year}, {province_name(peer.province)}"
            amounts += _amount(label, "waiting", beside[row.told.year])
    return amounts


def _amount(label: str, kind: str, told: Told) -> list[Amount]:
    if told.value is None:
        return []
    return [Amount(label, ((kind, int(told.value * PARTS_OF_ONE)),), _placed(told))]


def _rows(own: History, peer: History | None) -> list[dict[str, object]]:
    beside = {row.told.year: row.told for row in peer.years} if peer else {}
    return [_row(row, beside.get(row.told.year)) for row in reversed(own.years)]


def _row(row: YearRow, beside: Told | None) -> dict[str, object]:
    told = row.told
    place = NOTHING if told.rank is None else str(told.rank)
    among = f" trên {told.among}" if told.rank and told.among else ""
    return {
        "year": str(told.year),
        "value": written(told.value),
        "change": signed(row.value_change),
        "rank": f"{place}{among}",
        "gained": _gained(row.places_gained),
        "peer": _placed(beside) if beside else NOTHING,
        "source": told.source,
    }


def _gained(places: int | None) -> str:
    if places is None:
        return NOTHING
    if not places:
        return "giữ hạng"
    return f"{'lên' if places > 0 else 'xuống'} {abs(places)} bậc"


def _part(part: PartRow) -> dict[str, object]:
    years = {f"y{year}": written(value) for year, value in part.values.items()}
    return {"name": part.name, "change": signed(part.change), **years}


def written(value: Decimal | None) -> str:
    """Write a value as people read it, with the places in which it was published."""
    if value is None:
        return NOTHING
    text = f"{value:.4f}".rstrip("0")
    whole, _, places = text.partition(".")
    return f"{whole},{places:0<2}"


def signed(change: Decimal | None) -> str:
    """Write a change with its sign."""
    if change is None:
        return NOTHING
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{written(abs(change))}"
