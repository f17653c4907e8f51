"""Where the time of procedures goes: which have been counted, and one of them step by step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.dossiers.models import StepFigure
from motcua.dossiers.procedure_times import (
    Duration,
    ProcedureListed,
    page_of_procedures,
    where_time_goes,
)
from motcua.dossiers.spans import in_working_time
from motcua.kernel.numbers import number
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.figures import shortened
from motcua.web.paging import key_from


@require_safe
@for_roles(*OVERSEEING)
def procedures(request: HttpRequest) -> HttpResponse:
    """List the procedures of which enough dossiers tell, those with most first."""
    found, following = page_of_procedures(key_from(request.GET.get("sau", "")))
    here = reverse("oversight:times")
    page = {
        "rows": [_listed(one) for one in found],
        "next_url": f"{here}?sau={following}" if following else None,
    }
    return render(request, "oversight/times.html", page)


def _listed(one: ProcedureListed) -> dict[str, object]:
    return {
        "name": {
            "text": shortened(one.name),
            "href": reverse("oversight:time_of", args=[one.code]),
        },
        "code": one.code,
        "dossiers": number(one.dossiers),
        "median": _days(one.duration.median if one.duration else None),
        "ninetieth": _days(one.duration.ninetieth if one.duration else None),
        "waiting": in_working_time(one.waiting),
        "working": in_working_time(one.working),
        "share": f"{one.waiting_share}%",
    }


@require_safe
@for_roles(*OVERSEEING)
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show how long each step of a procedure waits and is worked on."""
    found = where_time_goes(code)
    page = {
        "found": found,
        "usual": _usual(found.duration),
        "waiting": in_working_time(found.waiting),
        "working": in_working_time(found.working),
        "bars": bars([_amount(step) for step in found.steps]),
        "rows": [_row(step) for step in found.steps],
    }
    return render(request, "oversight/time_of.html", page)


def _amount(step: StepFigure) -> Amount:
    waits, works = in_working_time(step.waiting_minutes), in_working_time(step.working_minutes)
    words = [f"chờ {waits}", f"làm {works}"]
    parts = [("waiting", step.waiting_minutes), ("working", step.working_minutes)]
    if step.paused_minutes:
        words.append(f"tạm dừng {in_working_time(step.paused_minutes)}")
        parts.append(("paused", step.paused_minutes))
    return Amount(step.name, parts, ", ".join(words))


def _row(step: StepFigure) -> dict[str, object]:
    return {
        "name": step.name,
        "waiting": in_working_time(step.waiting_minutes),
        "working": in_working_time(step.working_minutes),
        "paused": in_working_time(step.paused_minutes) if step.paused_minutes else "–",
        "ninetieth": in_working_time(step.ninetieth_minutes),
        "dossiers": number(step.dossiers),
    }


def _usual(duration: Duration | None) -> str:
    if duration is None:
        return ""
    return (
        f"Một nửa số hồ sơ có kết quả {_within(duration.median)}, 9 trong 10 hồ sơ"
        f" {_within(duration.ninetieth)} (tính từ {number(duration.dossiers)} hồ sơ không phải"
        " tạm dừng)."
    )


def _within(days: int) -> str:
    return f"trong {days} ngày làm việc" if days else "ngay trong ngày"


def _days(many: int | None) -> str:
    if many is None:
        return "–"
    return f"{many} ngày" if many else "Trong ngày"
