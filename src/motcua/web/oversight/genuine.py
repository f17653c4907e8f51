"""Genuine online filing: three rates beside the official one, why, and the dossiers behind them."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.genuine import filed, genuine, kinds_by, many_filed
from motcua.indicators.genuine_rules import (
    KIND_WORDS,
    Genuine,
    GenuineRules,
    Kind,
    Sign,
    genuine_rules,
    shares_of,
)
from motcua.indicators.listing import PAGE
from motcua.indicators.queries import AGENCY, named_dossiers
from motcua.indicators.rule_sets import in_force
from motcua.indicators.trends import REALLY
from motcua.kernel.errors import NotFound
from motcua.kernel.numbers import number
from motcua.organisations.queries import agency_names_by_code
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import Asked, asked_from
from motcua.web.paging import key_from

DRAWN = 12
KIND, SIGN, REAL = "loai", "dau-hieu", "thuc-chat"
# The kinds that a list can hold, by their word in its address.
KINDS = {**{kind.value: (kind,) for kind in Kind}, REAL: REALLY}
# From what the applicant did alone to what others did; how each piece of a bar is filled.
FILLS = {
    Kind.SELF: "working",
    Kind.ASSISTED: "waiting",
    Kind.PROXY: "late",
    Kind.UNKNOWN: "paused",
}
EXPLAINED = {
    Kind.SELF: "Người nộp là chủ hồ sơ, không có dấu hiệu nào đủ điểm.",
    Kind.ASSISTED: "Có ghi người khai hộ và chủ hồ sơ đã xác nhận.",
    Kind.PROXY: "Các dấu hiệu cho thấy người khác nộp thay.",
    Kind.UNKNOWN: "Hệ thống cũ không ghi ai nộp, và không có dấu hiệu nào đủ điểm.",
}


@require_safe
@for_roles(*OVERSEEING)
def genuine_filing(request: HttpRequest) -> HttpResponse:
    """Show how the dossiers of a period and an agency were filed."""
    rules, today = genuine_rules(), localdate(now())
    asked = asked_from(request.GET, today)
    engine, moment = asked.counting(now())
    whole, index = asked.whole(moment), in_force(asked.last)
    found = genuine(whole, rules, index, engine)
    agencies = kinds_by(AGENCY, whole, rules, engine)
    names = agency_names_by_code(agencies)
    shown = [code for code, kinds in agencies.items() if kinds[Kind.PROXY]]
    page = {
        **asked.said(moment),
        "periods": asked.periods("genuine", today),
        "rules": rules,
        "index": index,
        "official": _percent(found.official),
        "online_rate": _percent(found.online_rate),
        "found": found,
        "kinds": _kinds(found, asked),
        "signs": [_sign(one, found, asked) for one in rules.signs],
        "by_agency": [_agency(code, names, agencies[code], asked) for code in shown],
        "without": [
            _agency(code, names, agencies[code], asked) for code in agencies if code not in shown
        ],
        "bars": bars([_amount(code, names, agencies[code]) for code in shown[:DRAWN]]),
    }
    return render(request, "oversight/genuine.html", page)


def _kinds(found: Genuine, asked: Asked) -> list[dict[str, str]]:
    shares = shares_of(found.kinds)
    return [
        {
            "name": KIND_WORDS[kind].capitalize(),
            "explains": EXPLAINED[kind],
            "many": number(many),
            "href": asked.to("genuine_list", **{KIND: kind.value}),
            "share": _percent(shares.get(kind)),
            "rate": _percent(found.rate(kind)),
        }
        for kind, many in found.kinds.items()
    ]


def _sign(one: Sign, found: Genuine, asked: Asked) -> dict[str, str]:
    return {
        "name": one.name,
        "points": f"{one.points}",
        "threshold": _threshold(one),
        "many": "" if one.missing else number(found.reasons[one.id]),
        "href": "" if one.missing else asked.to("genuine_list", **{SIGN: one.id}),
        "source": one.source or f"Chưa biết: {one.missing[0].lower()}{one.missing[1:]}",
    }


def _threshold(one: Sign) -> str:
    if one.least:
        return f"từ {one.least} trở lên"
    return f"đến {one.most} giây" if one.most else "–"


def _agency(
    code: str, names: Mapping[str, str], kinds: Mapping[Kind, int], asked: Asked
) -> dict[str, str]:
    here = asked.of(agency=code)
    return {
        "name": names.get(code, code),
        "href": here.to("genuine"),
        "share": _percent(shares_of(kinds).get(Kind.PROXY)),
        **{kind.value: number(many) for kind, many in kinds.items()},
        **{
            f"{kind.value}_href": here.to("genuine_list", **{KIND: kind.value}) if many else ""
            for kind, many in kinds.items()
        },
    }


def _amount(code: str, names: Mapping[str, str], kinds: Mapping[Kind, int]) -> Amount:
    words = ", ".join(f"{number(many)} {KIND_WORDS[kind]}" for kind, many in kinds.items() if many)
    return Amount(names.get(code, code), [(FILLS[k], many) for k, many in kinds.items()], words)


def _percent(share: Fraction | Decimal | None) -> str:
    return "–" if share is None else f"{float(100 * share):.2f}%".replace(".", ",")


@require_safe
@for_roles(*OVERSEEING)
def genuine_list(request: HttpRequest) -> HttpResponse:
    """Show the online dossiers of a kind or with a sign, each with its points and reasons."""
    rules = genuine_rules()
    asked = asked_from(request.GET, localdate(now()))
    engine, moment = asked.counting(now())
    kind, sign = request.GET.get(KIND, ""), request.GET.get(SIGN, "")
    said = _said(kind, sign, rules)
    whole, kinds, month = asked.whole(moment), KINDS.get(kind, ()), asked.month
    after = key_from(request.GET.get("sau", ""))
    rows = filed(rules, whole, engine, kinds=kinds, sign=sign, month=month, after=after)
    shown = {row["number"]: row for row in rows[:PAGE]}
    chosen = {KIND: kind, SIGN: sign, "thang": month}
    later = {**chosen, "sau": rows[PAGE - 1]["number"]} if rows[PAGE:] else None
    many = many_filed(rules, whole, engine, kinds=kinds, sign=sign, month=month)
    page = {
        "many": number(many),
        "said": said,
        "asked": asked,
        "where": asked.about(),
        "counted_at": moment,
        "rules": rules,
        "rows": [
            {"dossier": one, **_judged(shown[one.number], rules)}
            for one in named_dossiers(rows[:PAGE])
        ],
        "next_url": asked.to("genuine_list", **later) if later else None,
        "back": asked.to("genuine"),
    }
    return render(request, "oversight/genuine_list.html", page)


def _said(kind: str, sign: str, rules: GenuineRules) -> str:
    """Say which dossiers a list holds; refuse what is no list."""
    known = {one.id: one for one in rules.readable}
    if kind in KINDS and not sign:
        return f"trực tuyến {KIND_WORDS[Kind(kind)] if kind != REAL else 'thực chất'}"
    if sign in known and not kind:
        name = known[sign].name
        return f"có dấu hiệu: {name[0].lower()}{name[1:]}"
    raise NotFound


def _judged(row: Mapping[str, object], rules: GenuineRules) -> dict[str, str]:
    return {
        "kind": KIND_WORDS[Kind(str(row["kind"]))],
        "score": f"{row['score']}",
        "reasons": "; ".join(f"{s.name} ({s.points})" for s in rules.readable if row[s.id]) or "–",
    }
