"""How the system is doing: a few plain sentences for everybody, the numbers for those who keep it.

That the page is there says that the web server and the database answer. The public page says no
number that helps an attacker.
"""

import hmac
from time import time
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.alarms.actions import take_note
from motcua.alarms.measuring import judged, look
from motcua.alarms.models import Alarm
from motcua.alarms.queries import ended_alarms, in_words, open_alarms
from motcua.alarms.rules import LEVEL_NAMES, Level, Measure, Reading
from motcua.alarms.thresholds import measures
from motcua.kernel.actors import Role
from motcua.kernel.errors import NotFound
from motcua.people.queries import names_of
from motcua.runtime.metrics import Gauges, exposition
from motcua.web.identity import actor_of, for_roles

TONES = {Level.WELL: "in_time", Level.WARNING: "near", Level.ALARM: "overdue"}
MEASURED = [
    {"key": "name", "label": "Số đo", "header": True},
    {"key": "value", "label": "Lúc này", "numeric": True},
    {"key": "warning", "label": "Cần xem từ", "numeric": True},
    {"key": "alarm", "label": "Phải xử lý từ", "numeric": True},
    {"key": "state", "label": "Tình trạng"},
]
ENDED = [
    {"key": "name", "label": "Cảnh báo", "header": True},
    {"key": "began_at", "label": "Bắt đầu"},
    {"key": "ended_at", "label": "Kết thúc"},
    {"key": "note", "label": "Ghi chú"},
]


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Say how each part is doing."""
    moment = now()
    worst: dict[str, tuple[Reading, Level]] = {}
    for reading, level in judged(look(moment, time)).values():
        known = worst.get(reading.measure)
        if known is None or list(Level).index(level) > list(Level).index(known[1]):
            worst[reading.measure] = (reading, level)
    shown = {key: one for key, one in measures().items() if key in worst and not one.is_inner}
    rows = [_said(measure, *worst[key]) for key, measure in shown.items()]
    well = all(worst[key][1] is Level.WELL for key in shown)
    return render(request, "status.html", {"rows": rows, "is_well": well, "asked_at": moment})


def _said(measure: Measure, reading: Reading, level: Level) -> dict[str, object]:
    words = measure.well if level is Level.WELL else measure.late
    if reading.value is None:
        words = measure.never or measure.well
    said = words.format(value=in_words(measure, reading.value), detail=reading.detail)
    is_well = level is Level.WELL
    tag = {"words": "Tốt" if is_well else "Cần xem", "tone": "in_time" if is_well else "overdue"}
    return {"name": measure.name, "state": tag, "words": said}


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give what was counted, and every measure, to Prometheus, which knows the token."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = settings.METRICS_TOKEN
    if not known or not hmac.compare_digest(token.encode(), known.encode()):
        raise Http404
    values: dict[str, tuple[str, dict[str, float]]] = {}
    levels: dict[str, float] = {}
    for (name, subject), (reading, level) in judged(look(now(), time)).items():
        words = measures()[name].why
        if reading.value is not None:
            values.setdefault(f"measure_{name}", (words, {}))[1][subject] = reading.value
        levels[name] = max(levels.get(name, 0), float(list(Level).index(level)))
    told = {"alarm_level": ("0 well, 1 to be looked at, 2 to be mended", levels)}
    text = exposition(Gauges("subject", values), Gauges("measure", told))
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TECHNICAL_ADMIN)
def alarms(request: HttpRequest) -> HttpResponse:
    """Show what needs somebody, every measure with its thresholds, and what is over."""
    if request.method == "POST":
        alarm = take_note(
            _identity(request.POST.get("alarm")) or UUID(int=0),
            request.POST.get("note", ""),
            by=actor_of(request),
            at=now(),
        )
        messages.success(request, f"Đã ghi cách xử lý: {measures()[alarm.measure].name}.")
        return redirect("alarms")
    ended, following = ended_alarms(_identity(request.GET.get("sau")))
    ringing = open_alarms()
    names = names_of(one.noted_by for one in [*ringing, *ended])
    page = {
        "ringing": [_shown(one, names) for one in ringing],
        "measured": [_measured(*one) for one in judged(look(now(), time)).values()],
        "columns": MEASURED,
        "ended": [_shown(one, names) for one in ended],
        "ended_columns": ENDED,
        "next": f"?sau={following}" if following else None,
        "mails": settings.ALARM_MAIL,
    }
    return render(request, "alarms.html", page)


def _identity(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def _called(measure: Measure, subject: str) -> str:
    return f"{measure.name} ({subject})" if subject else measure.name


def _tag(level: Level) -> dict[str, str]:
    return {"words": LEVEL_NAMES[level], "tone": TONES[level]}


def _measured(reading: Reading, level: Level) -> dict[str, object]:
    measure = measures()[reading.measure]
    return {
        "name": _called(measure, reading.subject),
        "value": in_words(measure, reading.value),
        "warning": in_words(measure, measure.warning),
        "alarm": in_words(measure, measure.alarm),
        "state": _tag(level),
    }


def _shown(alarm: Alarm, names: dict[UUID, str]) -> dict[str, object]:
    measure = measures()[alarm.measure]
    return {
        "id": alarm.id,
        "is_inner": measure.is_inner,
        "name": _called(measure, alarm.subject),
        "value": measure.never if alarm.value is None else in_words(measure, alarm.value),
        "state": _tag(Level(alarm.level)),
        "began_at": alarm.began_at,
        "ended_at": alarm.ended_at,
        "note": alarm.note,
        "noted_by": names.get(alarm.noted_by, "") if alarm.noted_by else "",
        "noted_at": alarm.noted_at,
    }
