"""The league table: agencies by index 766 or a measure, against the period before."""

from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.calendar_periods import period_before
from motcua.indicators.measures import RECEIVED, attention, measure
from motcua.kernel.numbers import NOTHING, decimal, number
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import BELOW, Asked, asked_from
from motcua.web.oversight.ranked import (
    GROUPS,
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

DRAWN = 12
EXACT = 10_000  # values are drawn as whole numbers
Cell = dict[str, object]


@require_safe
@for_roles(*OVERSEEING)
def league(request: HttpRequest) -> HttpResponse:
    """Show agencies by their place."""
    today = localdate(now())
    asked = asked_from(request.GET, today).of(agency="")
    engine, moment = asked.counting(now())
    by, group = chosen(request.GET.get("chi-so", "")), request.GET.get("nhom", "")
    group = group if group in dict(GROUPS) else ""
    least = attention().least_dossiers
    found = standings(by, group, asked, moment, engine, least)
    ranked = [one for one in found if one.place is not None]
    before = period_before(asked.whole(moment).period)
    page = {
        **asked.said(moment),
        "periods": asked.periods("league", today, chi_so=by, nhom=group),
        "choices": choices(),
        "groups": GROUPS,
        "by": by,
        "group": group,
        "what": words_of(by),
        "least": least,
        "before": before,
        "columns": _columns(by),
        "rows": [_row(one, by, asked) for one in ranked],
        "unranked": [_row(one, by, asked) for one in found if one.place is None],
        "bars": bars([_amount(one, by) for one in ranked[:DRAWN]]),
    }
    return render(request, "oversight/league.html", page)


def _columns(by: str) -> list[Cell]:
    counted = [] if by == INDEX else [{"key": "cell", "label": "Hồ sơ đạt", "numeric": True}]
    return [
        {"key": "place", "label": "Hạng", "numeric": True},
        {"key": "name", "label": "Cơ quan", "header": True},
        {"key": "value", "label": "Điểm" if by == INDEX else "Đạt", "numeric": True},
        {"key": "change", "label": "So với kỳ trước", "numeric": True},
        {"key": "moved", "label": "Đổi hạng", "numeric": True},
        *(counted if by != HOURS else []),
        {"key": RECEIVED, "label": "Tiếp nhận", "numeric": True},
    ]


def _row(one: Standing, by: str, asked: Asked) -> Cell:
    here = measured_asked(asked.of(agency=one.code))
    what = measure(RECEIVED)
    assert what is not None
    cell: Cell = {}
    if one.part is not None and by != HOURS:
        cell = {**cell_of(by, one.part, here), "share": ""}
    return {
        "place": "" if one.place is None else str(one.place),
        "name": {
            "text": one.name,
            "href": asked.of(agency=one.code).to("index_766" if by == INDEX else "trends"),
        },
        "value": value_words(by, one.value),
        "change": _change(by, one),
        "moved": _moved(one),
        "cell": cell,
        RECEIVED: {"many": number(one.received), "href": here.list_of(what, BELOW)},
    }


def _change(by: str, one: Standing) -> str:
    """Say how a value changed: points, points of a percent, or days."""
    if one.value is None or one.before is None:
        return NOTHING
    change = one.value - one.before
    if by == INDEX:
        return _signed(change, 2)
    return (
        f"{_signed(change / 24, 1)} ngày" if by == HOURS else f"{_signed(100 * change, 1)} điểm %"
    )


def _signed(change: Fraction, places: int) -> str:
    written = decimal(abs(change), places)
    if not written.strip("0,"):
        return "0"
    return f"{'+' if change > 0 else '−'}{written}"


def _moved(one: Standing) -> str:
    if one.place is None or one.place_before is None:
        return NOTHING
    moved = one.place_before - one.place
    if not moved:
        return "giữ nguyên"
    return f"lên {moved}" if moved > 0 else f"xuống {-moved}"


def _amount(one: Standing, by: str) -> Amount:
    value = one.value or Fraction(0)
    return Amount(one.name, [("working", int(value * EXACT))], value_words(by, one.value))
