"""The working calendar: its days and hours, what a change would move, and the recount."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.deadlines.announced import calendar_shown, owners_of_calendars
from motcua.deadlines.permissions import KEEPERS
from motcua.deadlines.proposals import (
    DayWrong,
    HoursWrong,
    NothingProposed,
    SourceMissing,
    check_proposal,
)
from motcua.deadlines.published import KINDS
from motcua.dossiers import actions
from motcua.dossiers.recounts import changes_of, preview, recent_recounts, recount_by_id
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.organisations.models import Agency
from motcua.organisations.queries import officer_names
from motcua.web.catalogue.calendar_input import agency_of, proposal_from
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import key_from

SHOWN = (DayWrong, HoursWrong, InvalidInput, NothingProposed, SourceMissing)
ABOUT = {DayWrong: "day.day", HoursWrong: "week.0", SourceMissing: "source"}
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
# What one page of the form hands on to the next, beside the file's lines.
PARTS = ("day", "month", "year")
DATES = tuple(f"{name}.{part}" for name in ("day", "until", "starts") for part in PARTS)
CARRIED = ("agency", "what", "day", "kind", "name", "source", "provisional", "cut_off", *DATES)
WEEK = tuple(f"week.{weekday}" for weekday in range(7))


@require_safe
@for_roles(*KEEPERS)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the days and hours of a year, the ways to change them, and the last recounts."""
    return _page(request)


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    today = localdate(now())
    year = given.get("year", "")
    shown = calendar_shown(agency_of(given), int(year) if year.isdecimal() else today.year)
    recounts = recent_recounts()
    page = {
        "shown": shown,
        "weekdays": WEEKDAYS,
        "kinds": KINDS,
        "owners": owners_of_calendars(),
        "agencies": Agency.objects.in_force(today).order_by("name", "code"),
        "recounts": recounts,
        "names": officer_names(one.by for one in recounts),
        "errors": _errors(refusal, given.get("what", "")),
        "typed": given if refusal else QueryDict(),
    }
    return render(request, "catalogue/calendar.html", page, status=422 if refusal else 200)


def _errors(refusal: DomainError | None, what: str) -> dict[str, str]:
    """Return a refusal by the inputs of the form that was sent: each has ids of its own."""
    if refusal is None:
        return {}
    found = (
        refusal.errors
        if isinstance(refusal, InvalidInput)
        else {ABOUT.get(type(refusal), "day.day"): str(refusal)}
    )
    return {f"{what}.{name}" if name == "source" else name: words for name, words in found.items()}


@require_POST
@for_roles(*KEEPERS)
def try_change(request: HttpRequest) -> HttpResponse:
    """Show what a change would move before it is announced."""
    try:
        proposal, lines = proposal_from(request.POST, request.FILES)
        check_proposal(proposal, request.POST.get("source", ""), localdate(now()))
    except SHOWN as refusal:
        return _page(request, refusal)
    carried = [(name, request.POST[name]) for name in (*CARRIED, *WEEK) if name in request.POST]
    page = {
        "proposal": proposal,
        "kinds": KINDS,
        "weekdays": WEEKDAYS,
        "source": request.POST.get("source", ""),
        "seen": preview(proposal),
        "carried": [*carried, ("lines", lines)],
        "agency": Agency.objects.filter(pk=proposal.agency).first() if proposal.agency else None,
    }
    return render(request, "catalogue/calendar_preview.html", page)


@require_POST
@for_roles(*KEEPERS)
def announce(request: HttpRequest) -> HttpResponse:
    """Announce a change; all open dossiers are then counted anew."""
    expected = request.POST.get("expected", "")
    try:
        proposal, _ = proposal_from(request.POST, request.FILES)
        recount = actions.change_calendar(
            proposal,
            source=request.POST.get("source", ""),
            expected=int(expected) if expected.isdecimal() else 0,
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return _page(request, refusal)
    messages.success(request, "Đã công bố. Ngày hẹn của các hồ sơ đang giải quyết được tính lại.")
    return redirect("catalogue:recount", recount.id)


@require_safe
@for_roles(*KEEPERS)
def recount(request: HttpRequest, recount_id: UUID) -> HttpResponse:
    """Show how far a recount is, and every due moment that it moved."""
    shown = recount_by_id(recount_id)
    after = key_from(request.GET.get("sau", ""))
    try:
        moved, following = changes_of(shown, UUID(after) if after else None)
    except ValueError:
        moved, following = changes_of(shown)
    page = {
        "recount": shown,
        "moved": moved,
        "following": following,
        "who": officer_names([shown.by]).get(shown.by, "") if shown.by else "",
    }
    return render(request, "catalogue/recount.html", page)
