"""Index 766: groups, indicators and points, with the list behind each number."""

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.counting import Engine, count_part
from motcua.indicators.listing import PAGE, listed
from motcua.indicators.measures import measures
from motcua.indicators.queries import (
    MONTH,
    ListedDossier,
    ListedProcedure,
    counts_by,
    index_of,
    named_dossiers,
    named_procedures,
)
from motcua.indicators.rule_sets import rule_sets
from motcua.indicators.rules import Asked as Whole
from motcua.indicators.rules import Counted, Index, Of, Scored, missing_for
from motcua.kernel.errors import NotFound
from motcua.kernel.numbers import number
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import ABOVE, BELOW, LESS, Asked, asked_from, part_from, parts_of
from motcua.web.paging import key_from

ONE_POINT = Fraction(1)
SAID = {
    ABOVE: "được tính ở tử số",
    BELOW: "được tính ở mẫu số",
    f"{LESS}-late": "quá hạn",
    f"{LESS}-disliked": "bị đánh giá không hài lòng",
}
TAKEN_OFF = {"late": "quá hạn", "disliked": "không hài lòng"}
THINGS = {Of.DOSSIERS: "hồ sơ", Of.PROCEDURES: "thủ tục"}


@dataclass(frozen=True, slots=True)
class Linked:
    """A number, and the address of the list behind it where there is one."""

    text: str
    href: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as the page shows it."""

    id: str
    name: str
    basis: str
    above: Linked
    taken_off: tuple[Linked, ...]
    below: Linked
    ratio: str
    points: str
    most: str
    remark: str


@require_safe
@for_roles(*OVERSEEING)
def index_766(request: HttpRequest) -> HttpResponse:
    """Show the index of a period and an agency."""
    today = localdate(now())
    asked = asked_from(request.GET, today)
    engine, moment = asked.counting(now())
    if asked.rules == measures():
        raise NotFound  # they give no points
    found = index_of(asked.rules, asked.whole(moment), engine)
    page = {
        **asked.said(moment),
        "periods": asked.periods("index_766", today),
        "rule_sets": [(rules.id, rules.name) for rules in rule_sets()],
        "total": _decimal(found.total),
        "rank": found.rank,
        "groups": _groups(found, asked),
        "totals": [
            {"name": g.name, "points": _decimal(found.groups[g.code]), "most": _plain(g.most)}
            for g in asked.rules.groups
        ],
    }
    return render(request, "oversight/index_766.html", page)


def _groups(found: Index, asked: Asked) -> list[tuple[str, str, str, list[IndicatorRow]]]:
    return [
        (
            group.name,
            _decimal(found.groups[group.code]),
            _plain(group.most),
            [_row(one, asked) for one in found.scored if one.indicator.group == group.code],
        )
        for group in found.rules.groups
    ]


def _row(one: Scored, asked: Asked) -> IndicatorRow:
    indicator = one.indicator
    lists = {part: asked.list_of(indicator, part) for part in parts_of(indicator)}
    nothing = indicator.of is Of.NOTHING
    return IndicatorRow(
        id=indicator.id,
        name=indicator.name,
        basis=indicator.basis,
        above=Linked("–" if nothing else number(one.numerator), lists.get(ABOVE, "")),
        taken_off=tuple(
            Linked(number(many), lists[f"{LESS}-{name}"], TAKEN_OFF[name])
            for name, many in zip(indicator.less, one.taken_off, strict=True)
        ),
        below=Linked("–" if nothing else number(one.denominator), lists.get(BELOW, "")),
        ratio=_ratio(one),
        points=_decimal(one.points),
        most=_plain(indicator.most),
        remark=_remark(one),
    )


def _ratio(one: Scored) -> str:
    if one.ratio is None:
        return "–"
    if one.indicator.hours:
        return f"{one.ratio:.1f} giờ".replace(".", ",")
    return f"{100 * one.ratio:.2f}%".replace(".", ",")


def _remark(one: Scored) -> str:
    """Say why points are as they are, or what is needed to gain the next one."""
    if not one.applies:
        return "Không áp dụng cho cấp xã: được điểm tối đa."
    if one.indicator.missing:
        return one.indicator.missing
    more = missing_for(ONE_POINT, one.indicator, one.numerator, one.denominator)
    if more is None:
        return ""
    gained = min(ONE_POINT, one.indicator.most - Fraction(one.points))
    return f"Thêm {number(more)} {THINGS[one.indicator.of]} thì được thêm {_plain(gained)} điểm."


def _decimal(value: object) -> str:
    return f"{value:.2f}".replace(".", ",")


def _plain(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")


@require_safe
@for_roles(*OVERSEEING)
def index_list(request: HttpRequest) -> HttpResponse:
    """Show what a number of the index counts, as it is counted at this moment."""
    asked = asked_from(request.GET, localdate(now()))
    engine, moment = asked.counting(now())
    indicator, part = part_from(request.GET, asked)
    whole = asked.whole(moment)
    found = listed(
        part, whole, engine, month=asked.month, after=key_from(request.GET.get("sau", ""))
    )
    rows: list[ListedDossier] | list[ListedProcedure]
    of_procedures = part[0] is Of.PROCEDURES
    rows = named_procedures(found[:PAGE]) if of_procedures else named_dossiers(found[:PAGE])
    word, measured = request.GET.get("phan", ""), asked.rules == measures()
    later = found[PAGE - 1]["code" if of_procedures else "number"] if found[PAGE:] else ""
    page = {
        "indicator": indicator,
        "indicator_words": indicator.name if measured else f"{indicator.id} {indicator.name}",
        "many": number(_many(part, asked.month, whole, engine)),
        "things": THINGS[part[0]],
        "said": SAID[word],
        "of_procedures": of_procedures,
        "where": asked.about(),
        "asked": asked,
        "counted_at": moment,
        "rows": rows,
        "next_url": asked.list_of(indicator, word, thang=asked.month, sau=later) if later else None,
        "back": asked.to("trends" if measured else "index_766"),
        "back_words": "Xu hướng" if measured else "Chỉ số 766",
    }
    return render(request, "oversight/index_list.html", page)


def _many(part: Counted, month: str, whole: Whole, engine: Engine) -> int:
    """Count what a list holds; one statement."""
    if not month:
        return count_part(part, whole, engine)
    return counts_by(MONTH, [part], whole, engine).get(month, {}).get(part, 0)
