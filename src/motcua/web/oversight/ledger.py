"""The ledger against gaming: each pattern, its effect on the index, the dossiers behind it."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.engines import OnPostgres
from motcua.indicators.genuine_rules import genuine_rules
from motcua.indicators.ledger import flagged, ledger, many_flagged
from motcua.indicators.ledger_rules import Effect, ledger_rules
from motcua.indicators.listing import PAGE
from motcua.indicators.queries import named_dossiers, officers_behind
from motcua.indicators.rule_sets import in_force
from motcua.kernel.numbers import number
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import Asked, asked_from
from motcua.web.paging import key_from

PATTERN = "dau-hieu"


@require_safe
@for_roles(*OVERSEEING)
def ledger_page(request: HttpRequest) -> HttpResponse:
    """Show every pattern with its dossiers and what it did to the index."""
    moment, rules = now(), ledger_rules()
    today = localdate(moment)
    asked = asked_from(request.GET, today)
    index = in_force(asked.last)
    effects = ledger(asked.whole(moment), rules, index, OnPostgres())
    shown = sorted((one for one in effects if one.dossiers), key=_most_first)
    page = {
        **asked.said(moment),
        "periods": asked.periods("ledger", today),
        "rules": rules,
        "index": index,
        "total": _decimal(effects[0].total),
        "rows": [_row(one, asked) for one in shown],
        "without": [one.pattern for one in effects if not one.dossiers],
        "missing": [one for one in rules.patterns if one.missing],
        "bars": bars([_amount(one) for one in shown]),
    }
    return render(request, "oversight/ledger.html", page)


def _most_first(one: Effect) -> tuple[int, str]:
    return -one.dossiers, one.pattern.id


def _row(one: Effect, asked: Asked) -> dict[str, str]:
    return {
        "name": one.pattern.name,
        "explains": one.pattern.explains,
        "source": one.pattern.source,
        "many": number(one.dossiers),
        "href": asked.to("ledger_list", **{PATTERN: one.pattern.id}),
        "gained": _decimal(one.gained),
        "without": _decimal(one.without),
        "points": "; ".join(
            f"{name}: {_decimal(was)} → {_decimal(now_)}"
            for name, (was, now_) in one.points.items()
        )
        or "không tính điểm",
    }


def _amount(one: Effect) -> Amount:
    gained = f", được thêm {_decimal(one.gained)} điểm" if one.gained else ""
    words = f"{number(one.dossiers)} hồ sơ{gained}"
    return Amount(one.pattern.name, [("late", one.dossiers)], words)


def _decimal(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


@require_safe
@for_roles(*OVERSEEING)
def ledger_list(request: HttpRequest) -> HttpResponse:
    """Show the dossiers that show a pattern, with the officer where it is known."""
    moment, rules, engine = now(), ledger_rules(), OnPostgres()
    asked = asked_from(request.GET, localdate(moment))
    pattern = rules.pattern(request.GET.get(PATTERN, ""))
    whole, name, genuine = asked.whole(moment), pattern.id, genuine_rules()
    after = key_from(request.GET.get("sau", ""))
    rows = flagged(name, whole, rules, genuine, engine, after=after)
    officers = officers_behind(rows[:PAGE])
    later = {PATTERN: name, "sau": rows[PAGE - 1]["number"]} if rows[PAGE:] else None
    page = {
        "many": number(many_flagged(name, whole, rules, engine)),
        "pattern": pattern,
        "asked": asked,
        "where": asked.about(),
        "counted_at": moment,
        "rows": [
            {"dossier": one, "officer": officers.get(one.id, "–")}
            for one in named_dossiers(rows[:PAGE])
        ],
        "next_url": asked.to("ledger_list", **later) if later else None,
        "back": asked.to("ledger"),
    }
    return render(request, "oversight/ledger_list.html", page)
