"""Today: what needs the word of those who lead, each number with the list behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.dossiers.lateness import MOST, late_by_agency, watched_counts
from motcua.forecasts.queries import many_likely_late, most_likely_late
from motcua.indicators.calendar_periods import period_before
from motcua.indicators.engines import OnPostgres
from motcua.indicators.genuine_rules import genuine_rules
from motcua.indicators.ledger import many_by_pattern
from motcua.indicators.ledger_rules import ledger_rules
from motcua.indicators.measures import attention, measure, measures
from motcua.indicators.queries import AGENCY, MONTH
from motcua.indicators.trends import (
    Parts,
    fallen,
    measured_by,
    together,
)
from motcua.organisations.queries import agency_names, agency_names_by_code
from motcua.results.queries import InForce, in_force_by
from motcua.web.clock import clock_of
from motcua.web.context import OVERSEEING
from motcua.web.foretelling import percent
from motcua.web.identity import for_roles
from motcua.web.numbers import number, share_words
from motcua.web.oversight.asked import ABOVE, BELOW, Asked, asked_of_days
from motcua.web.paging import counted

SHOWN = 5
SHARES = ("in_time", "online", "paid_online")
WAITING = {
    "silent": "quá hạn mà chưa xin lỗi",
    "broken": "quá cả ngày đã hẹn lại",
    "overdue": "đang quá hạn, tất cả",
    "near": "đến hạn trong 24 giờ",
}
Line = dict[str, object]


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that the page tells, as it stood at a moment."""

    waiting: Mapping[str, int]
    endangered: int
    month: Asked
    shares: Parts
    recent: Asked
    fallen: list[tuple[str, Parts, Parts]]
    names: Mapping[str, str]
    findings_in: Asked
    findings: list[tuple[str, str, int]]
    on_paper: list[InForce]


def today_at(moment: datetime) -> Today:
    """Count what needs attention; the same few statements however many dossiers there are."""
    limits, engine, today = attention(), OnPostgres(), localdate(moment)
    month = asked_of_days(today.replace(day=1), today)
    recent = asked_of_days(today - timedelta(days=limits.days - 1), today)
    findings_in = asked_of_days(today - timedelta(days=limits.findings_days - 1), today)
    whole = recent.whole(moment)
    earlier = period_before(whole.period)
    before = asked_of_days(earlier.first, earlier.last)
    fell = fallen(
        measured_by(AGENCY, ("in_time",), whole, engine),
        measured_by(AGENCY, ("in_time",), before.whole(moment), engine),
        limits,
    )
    rules = ledger_rules()
    found = many_by_pattern(findings_in.whole(moment), rules, genuine_rules(), engine)
    return Today(
        waiting=watched_counts(None, moment),
        endangered=many_likely_late(None, moment, float(limits.chance)),
        month=month,
        shares=together(measured_by(MONTH, SHARES, month.whole(moment), engine).values()),
        recent=recent,
        fallen=fell,
        names=agency_names_by_code(code for code, *_ in fell),
        findings_in=findings_in,
        findings=sorted(
            ((one.id, one.name, found[one.id]) for one in rules.readable if found[one.id]),
            key=lambda one: (-one[2], one[0]),
        ),
        on_paper=in_force_by("agency", today),
    )


@require_safe
@for_roles(*OVERSEEING)
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs the word of those who lead today, the worst first."""
    moment = now()
    seen, limits = today_at(moment), attention()
    likely, _ = most_likely_late(None, moment, least=float(limits.chance), most=SHOWN)
    page = {
        "moment": moment,
        "limits": {"days": limits.days, "findings_days": limits.findings_days},
        "waiting": _waiting(seen.waiting),
        "endangered": _endangered(seen.endangered),
        "likely": [
            {"dossier": one.dossier, "chance": percent(one.foreseen.late or 0.0),
             "clock": clock_of(one.dossier, moment)}
            for one in likely
        ],
        "shares": [_share(seen.shares, name, seen.month) for name in SHARES if seen.shares],
        "fallen": [_fell(*one, seen) for one in seen.fallen[:SHOWN]],
        "fell": len(seen.fallen),
        "findings": [
            {"name": name, "many": number(many),
             "href": seen.findings_in.to("ledger_list", **{"dau-hieu": code})}
            for code, name, many in seen.findings
        ],
        **_on_paper(seen.on_paper),
        "rows": _agencies(moment),
    }  # fmt: skip
    return render(request, "oversight/home.html", page)


def _waiting(counts: Mapping[str, int]) -> list[Line]:
    here = reverse("oversight:overdue")
    return [
        {"name": words, "many": number(counts[view]), "href": f"{here}?xem={view}"}
        for view, words in WAITING.items()
    ]


def _endangered(many: int) -> Line:
    chance = int(100 * attention().chance)
    return {
        "name": f"có khả năng trễ từ {chance}% trở lên",
        "many": number(many),
        "href": f"{reverse('oversight:forecasts')}?tu={chance}",
    }


def _share(parts: Parts, name: str, asked: Asked) -> Line:
    """Return a share of this month with the lists of both its numbers."""
    part, what = parts[name], measure(name)
    assert what is not None
    asked = asked.of(rules=measures())
    return {
        "name": what.name,
        "share": share_words(part.ratio),
        "above": number(part.above),
        "above_href": asked.list_of(what, ABOVE) if part.above else "",
        "below": number(part.below),
        "below_href": asked.list_of(what, BELOW) if part.below else "",
    }


def _fell(code: str, now_: Parts, before: Parts, seen: Today) -> Line:
    asked = seen.recent.of(agency=code)
    shown = _share(now_, "in_time", asked)
    return {
        **shown,
        "name": seen.names.get(code, code),
        "before": share_words(before["in_time"].ratio),
    }


def _on_paper(found: list[InForce]) -> Line:
    many, digitised = sum(one.many for one in found), sum(one.digitised for one in found)
    worst = sorted(found, key=lambda one: one.digitised - one.many)[:SHOWN]
    names = agency_names(one.key for one in worst if isinstance(one.key, UUID))
    register = f"{reverse('officer:results')}?trang-thai=in_force&ban=chua"
    return {
        "on_paper": {
            "many": number(many - digitised),
            "of": number(many),
            "href": f"{register}",
        },
        "on_paper_by": [
            {
                "name": names.get(one.key, "") if isinstance(one.key, UUID) else "",
                "many": number(one.many - one.digitised),
                "href": f"{register}&co-quan={one.key}",
            }
            for one in worst
            if one.many > one.digitised
        ],
    }


def _agencies(moment: datetime) -> list[Line]:
    """Return where dossiers are late or about to be, the worst first."""
    rows: list[Line] = []
    for one in late_by_agency(moment):
        here = reverse("oversight:agency", args=[one.agency])
        many = {view: getattr(one, view) for view in ("overdue", "silent", "broken", "near")}
        cells: Line = {
            view: {"text": counted(count, MOST - 1), "href": f"{here}?xem={view}"} if count else "0"
            for view, count in many.items()
        }
        rows.append({"name": {"text": one.name, "href": here}, **cells})
    return rows
