"""The working calendar: its days and hours, proposing a change of them, and the recount."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.configuration import actions
from motcua.configuration.kinds import calendars
from motcua.configuration.queries import open_proposal
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
from motcua.dossiers.recounts import changes_of, recent_recounts, recount_by_id
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.organisations.models import Agency
from motcua.organisations.queries import officer_names
from motcua.web.catalogue.calendar_input import agency_of, proposal_from
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import key_from

SHOWN = (DayWrong, HoursWrong, InvalidInput, NothingProposed, SourceMissing)
ABOUT = {DayWrong: "day.day", HoursWrong: "week.0", SourceMissing: "source"}
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


@require_safe
@for_roles(*KEEPERS)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the days and hours of a year, the ways to change them, and the last recounts."""
    return _page(request)


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    today = localdate(now())
    year = given.get("year", "")
    agency = agency_of(given)
    shown = calendar_shown(agency, int(year) if year.isdecimal() else today.year)
    recounts = recent_recounts()
    page = {
        "shown": shown,
        "proposal": open_proposal(calendars.code_of(agency)),
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
def propose(request: HttpRequest) -> HttpResponse:
    """Draft a change; its page shows what it would move, and two persons put it in force there."""
    source = request.POST.get("source", "")
    try:
        change = proposal_from(request.POST, request.FILES)
        check_proposal(change, source, localdate(now()))
        code, typed = calendars.code_of(change.agency), calendars.written(change, source)
        drafted = actions.draft(code, typed, by=actor_of(request), at=now())
    except SHOWN as refusal:
        return _page(request, refusal)
    return redirect("catalogue:setting_version", drafted.id)


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
