"""Trends by month: what was received, and the shares of it, each number with its list."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.measures import GENUINE, RECEIVED, measure, measures
from motcua.indicators.queries import MONTH
from motcua.indicators.rules import Indicator
from motcua.indicators.trends import Part, Parts, measured_by, months_of, together
from motcua.kernel.numbers import days_words, number, share_words
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import ABOVE, BELOW, Asked, asked_from, usual_periods
from motcua.web.plots import Plot, Value, columns, line, word_of

SHOWN = ("in_time", "online", GENUINE, "digitised", "electronic", "paid_online")
HOURS = "hours"
Cell = dict[str, object]


@require_safe
@for_roles(*OVERSEEING)
def trends(request: HttpRequest) -> HttpResponse:
    """Show the measures of every month of a period."""
    today = localdate(now())
    asked = asked_from(request.GET, today)
    if "tu" not in request.GET:
        first, last = usual_periods(today)["12 tháng qua"]
        asked = asked.of(first=first, last=last)
    engine, moment = asked.counting(now())
    whole = asked.whole(moment)
    found = measured_by(MONTH, (*SHOWN, HOURS), whole, engine)
    months = months_of(whole.period)
    page = {
        **asked.said(moment),
        "periods": asked.periods("trends", today),
        "rules": measures(),
        "plots": plots_of(months, found),
        "columns": _columns(),
        "rows": [
            _row(f"{month[5:]}/{month[:4]}", found[month], asked, month)
            for month in reversed(months)
            if month in found
        ],
        "sum": _row("Cả kỳ", together(found.values()), asked, "") if found else None,
    }
    return render(request, "oversight/trends.html", page)


def plots_of(months: Sequence[str], found: Mapping[str, Parts]) -> list[Plot]:
    """Return the charts of what was received and of every share, month by month."""
    received = [_count(month, found.get(month)) for month in months]
    drawn = [columns("Hồ sơ tiếp nhận", received)]
    for name in SHOWN:
        values = [_value(month, found.get(month), name) for month in months]
        drawn.append(line(_named(name).name, values))
    return drawn


def _count(month: str, parts: Parts | None) -> Value:
    many = parts[RECEIVED].below if parts else 0
    return Value(word_of(month), Fraction(many), number(many))


def _value(month: str, parts: Parts | None, name: str) -> Value:
    ratio = parts[name].ratio if parts else None
    return Value(word_of(month), ratio, share_words(ratio, 0).rstrip("%"))


def _named(name: str) -> Indicator:
    found = measure(name)
    assert found is not None
    return found


def _columns() -> list[Cell]:
    shares = [{"key": name, "label": _named(name).name, "numeric": True} for name in SHOWN]
    return [
        {"key": "name", "label": "Tháng", "header": True},
        {"key": RECEIVED, "label": "Tiếp nhận", "numeric": True},
        *shares,
        {"key": HOURS, "label": "Trung bình", "numeric": True},
    ]


def _row(words: str, parts: Parts, asked: Asked, month: str) -> Cell:
    asked = asked.of(rules=measures())
    row: Cell = {"name": words, HOURS: {"share": days_words(parts[HOURS].ratio)}}
    row[RECEIVED] = {
        "many": number(parts[RECEIVED].below),
        "href": asked.list_of(_named(RECEIVED), BELOW, thang=month),
    }
    for name in SHOWN:
        row[name] = cell_of(name, parts[name], asked, month)
    return row


def cell_of(name: str, part: Part, asked: Asked, month: str = "") -> Cell:
    """Return a share with its count and the list behind that; `asked` is by measures.

    Where the share is not of everything received, the number below the line is there as well.
    """
    if name == GENUINE:
        href = asked.to("genuine_list", loai="thuc-chat", thang=month)
    else:
        href = asked.list_of(_named(name), ABOVE, thang=month)
    cell: Cell = {"many": number(part.above), "href": href, "share": share_words(part.ratio)}
    if _named(name).denominator:
        cell["of"] = number(part.below)
        cell["of_href"] = asked.list_of(_named(name), BELOW, thang=month)
    return cell
