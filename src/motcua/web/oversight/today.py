"""Today: what needs the word of those who lead, each number with the list behind it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from motcua.briefings.gathering import SHARES, Fallen, Today, today_at
from motcua.dossiers.lateness import MOST, late_by_agency
from motcua.dossiers.periods import Period
from motcua.forecasts.queries import most_likely_late
from motcua.indicators.measures import attention, measure, measures
from motcua.indicators.trends import Parts
from motcua.kernel.numbers import number, share_words
from motcua.web.clock import clock_of
from motcua.web.context import OVERSEEING
from motcua.web.foretelling import percent
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import ABOVE, BELOW, Asked, asked_of_days
from motcua.web.paging import counted

SHOWN = 5
WAITING = {
    "silent": "quá hạn mà chưa xin lỗi",
    "broken": "quá cả ngày đã hẹn lại",
    "overdue": "đang quá hạn, tất cả",
    "near": "đến hạn trong 24 giờ",
}
Line = dict[str, object]


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
        "shares": [_share(seen.shares, name, _asked(seen.month)) for name in SHARES if seen.shares],
        "fallen": [_fell(one, seen) for one in seen.fallen[:SHOWN]],
        "fell": len(seen.fallen),
        "findings": [
            {"name": one.name, "many": number(one.many),
             "href": _asked(seen.findings_in).to("ledger_list", **{"dau-hieu": one.id})}
            for one in seen.findings
        ],
        **_on_paper(seen),
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


def _asked(period: Period) -> Asked:
    return asked_of_days(period.first, period.last)


def _fell(one: Fallen, seen: Today) -> Line:
    shown = _share(one.now, "in_time", _asked(seen.recent).of(agency=one.code))
    before = share_words(one.before["in_time"].ratio)
    return {**shown, "name": one.name, "before": before}


def _on_paper(seen: Today) -> Line:
    many = sum(one.many for one in seen.on_paper)
    digitised = sum(one.digitised for one in seen.on_paper)
    register = f"{reverse('officer:results')}?trang-thai=in_force&ban=chua"
    return {
        "on_paper": {"many": number(many - digitised), "of": number(many), "href": register},
        "on_paper_by": [
            {
                "name": seen.keepers.get(one.key, "") if isinstance(one.key, UUID) else "",
                "many": number(one.many - one.digitised),
                "href": f"{register}&co-quan={one.key}",
            }
            for one in seen.on_paper[:SHOWN]
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
