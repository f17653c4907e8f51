"""Incidents of network security and breaches of personal data, from the first note to the end."""

import csv
from io import StringIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.alarms.queries import alarm_of, in_words
from motcua.alarms.thresholds import measures
from motcua.incidents import actions
from motcua.incidents.models import Incident
from motcua.incidents.papers import draw_paper, layout_of, paper_as_word
from motcua.incidents.permissions import READING, require_runner
from motcua.incidents.queries import asked_of, incidents_page
from motcua.incidents.reading import duty_of, extent_of, incident_of
from motcua.incidents.rules import FlowMissing, FoundLater, Gravity, TooLong, WordsMissing
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.organisations.queries import agency_name_by_code
from motcua.people.queries import names_of
from motcua.privacy.reading_log import HEADER, cells_of, readers_of
from motcua.web.addresses import address
from motcua.web.identity import actor_of, for_roles
from motcua.web.incident_input import DONE, MOMENT, act_in, told_in
from motcua.web.incident_page import page_of, rows_of
from motcua.web.paging import after_from, after_text

UNPROCESSABLE = 422
ABOUT = {WordsMissing: "title", FlowMissing: "is_network", FoundLater: "found_at"}
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@for_roles(*READING)
def incidents(request: HttpRequest) -> HttpResponse:
    """List incidents, the newest first."""
    found, following = incidents_page(actor_of(request), after_from(request.GET.get("sau", "")))
    here = address("incidents")
    page = {
        "rows": rows_of(found, now()),
        "next_url": f"{here}?sau={after_text(following)}" if following else None,
    }
    return render(request, "incidents/incidents.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READING)
def new_incident(request: HttpRequest) -> HttpResponse:
    """Take what is known of an incident and start its clocks."""
    errors = dict[str, str]()
    if request.method == "POST":
        try:
            made = actions.open_incident(told_in(request.POST), by=actor_of(request), at=now())
        except InvalidInput as refusal:
            errors = refusal.errors
        except tuple(ABOUT) as refusal:
            errors = {ABOUT[type(refusal)]: str(refusal)}
        else:
            messages.success(request, f"Đã mở {made.number}. Các hạn tính từ lúc phát hiện.")
            return redirect("incident", made.id)
    page = {"errors": errors, "typed": request.POST, "moment": f"{localtime(now()):{MOMENT}}"}
    status = UNPROCESSABLE if errors else 200
    return render(request, "incidents/new.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READING)
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show an incident with its clocks, papers and minutes, and take an act on it."""
    by, errors = actor_of(request), dict[str, str]()
    shown = incident_of(incident_id, by)
    if request.method == "POST":
        require_runner(by, shown)
        try:
            act_in(request.POST, incident_id)(by, now())
        except InvalidInput as refusal:
            errors = refusal.errors
        except (WordsMissing, TooLong) as refusal:
            errors = {"": str(refusal)}
        else:
            messages.success(request, DONE[request.POST["act"]])
            return redirect("incident", incident_id)
    page = {**page_of(shown, by, now()), "errors": errors, "typed": request.POST}
    status = UNPROCESSABLE if errors else 200
    return render(request, "incidents/incident.html", page, status=status)


@require_safe
@for_roles(*READING)
def paper(request: HttpRequest, incident_id: UUID, paper: str, form: str) -> HttpResponse:
    """Draw a paper with what is known now, to be read before it goes out."""
    shown = incident_of(incident_id, actor_of(request))
    layout_of(paper)
    if form == "pdf":
        return _file(draw_paper(shown, paper, now()), PDF, f"{shown.number}-{paper}.pdf")
    return _file(paper_as_word(shown, paper, now()), WORD, f"{shown.number}-{paper}.docx")


@require_safe
@for_roles(*READING)
def sent_paper(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Give a paper as it was when it was noted that it went out."""
    duty = duty_of(duty_id, actor_of(request))
    if duty.paper is None:
        raise NotFound
    return _file(bytes(duty.paper), PDF, f"{duty.incident.number}-{duty.code}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READING)
def extent(request: HttpRequest, extent_id: UUID) -> HttpResponse:
    """Show who read most in an extent; give all of it as a file to who answers for the data."""
    by = actor_of(request)
    shown = extent_of(extent_id, by)
    if request.method == "POST":
        out = StringIO()
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(cells_of(row) for row in actions.take_reads(extent_id, by=by, at=now()))
        content = out.getvalue().encode("utf-8-sig")
        return _file(content, "text/csv; charset=utf-8", f"{shown.incident.number}-luot-xem.csv")
    page = {
        **page_of(shown.incident, by, now()),
        "extent": shown,
        "readers": readers_of(asked_of(shown)),
        "login_of": names_of([shown.person]).get(shown.person, "") if shown.person else "",
        "agency": agency_name_by_code(shown.agency) if shown.agency else "",
    }
    return render(request, "incidents/extent.html", page)


@require_POST
@for_roles(*READING)
def from_finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Turn unusual reading into a breach of personal data."""
    made = actions.open_from_finding(finding_id, by=actor_of(request), at=now())
    return _made(request, made)


@require_POST
@for_roles(*READING)
def from_alarm(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """Turn an alarm of the system into an incident of network security."""
    alarm = alarm_of(alarm_id)
    measure = measures()[alarm.measure]
    name = f"{measure.name} ({alarm.subject})" if alarm.subject else measure.name
    told = actions.Told(
        title=f"Cảnh báo: {name}",
        what=f"Hệ thống cảnh báo: {name}, {in_words(measure, alarm.value)}. {alarm.note}".strip(),
        found_at=alarm.began_at,
        found_by="Hệ thống, khi tự đo",
        gravity=Gravity(is_network=True, is_personal=False),
        systems=name,
        cause="alarm",
        cause_id=alarm.id,
    )
    return _made(request, actions.open_incident(told, by=actor_of(request), at=now()))


def _made(request: HttpRequest, made: Incident) -> HttpResponse:
    messages.success(request, f"{made.number}: các hạn tính từ lúc phát hiện.")
    return redirect("incident", made.id)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = (
        f'{"inline" if kind == PDF else "attachment"}; filename="{name}"'
    )
    answer["Cache-Control"] = "no-store"
    return answer
