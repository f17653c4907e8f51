"""One's dossiers: the list, one dossier with its timeline, and the messages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.dossiers import actions
from motcua.dossiers.apologies import promised
from motcua.dossiers.corrections import corrections_of
from motcua.dossiers.helping import helper_of
from motcua.dossiers.lists import asking_of_mine, helped_drafts, page_of_mine
from motcua.dossiers.models import Dossier, Refusal, Result, Slip, SupplementRequest
from motcua.dossiers.obligations import open_obligation
from motcua.dossiers.paper_forms import FOR_APPLICANTS, NAMES
from motcua.dossiers.progress import passed
from motcua.dossiers.queries import dossier_for, in_another_name, stop_of
from motcua.dossiers.rules import TRANSITIONS, Status
from motcua.dossiers.timeline import moments
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId
from motcua.notifications.actions import mark_read
from motcua.notifications.queries import messages_of
from motcua.people.queries import name_of
from motcua.procedures.queries import terms
from motcua.web.citizen.views.attachments import papers_by_component
from motcua.web.citizen.views.representing import other_name
from motcua.web.clock import clock_of
from motcua.web.identity import actor_of, for_citizens, whose
from motcua.web.paging import after_from, after_text
from motcua.web.process_picture import ShownProcess
from motcua.web.process_picture import for_citizens as picture_of


@for_citizens
def mine(request: HttpRequest) -> HttpResponse:
    """List one's dossiers as cards, those that ask something of one first, then the newest."""
    reader, at = actor_of(request), now()
    after = after_from(request.GET.get("sau", ""))
    found, following = page_of_mine(reader, after)
    asking = asking_of_mine(reader) if after is None else []
    first = {dossier.id for dossier in asking}
    found = [*asking, *(one for one in found if one.id not in first)]
    page = {
        "rows": [(dossier, clock_of(dossier, at)) for dossier in found],
        "helped": helped_drafts(reader) if after is None else [],
        "following": after_text(following),
        "whose": whose(request),
    }
    return render(request, "citizen/mine.html", page)


@for_citizens
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show one dossier: what is asked of one, where it stands, papers, story.

    One that is in another name of the reader's says so, because messages lead here.
    """
    reader = actor_of(request)
    try:
        found = dossier_for(reader, dossier_id)
    except NotFound:
        other = in_another_name(reader, dossier_id, localdate(now()))
        if other is None:
            raise
        return render(request, "citizen/other_name.html", {"other": other_name(other)})
    return render(request, "citizen/dossier.html", _shown(found))


def _shown(found: Dossier) -> dict[str, object]:
    language = get_language() or "vi"
    kept = terms(found.procedure_id)
    status = Status(found.status)
    slips = Slip.objects.filter(dossier=found, form__in=FOR_APPLICANTS).order_by("issued_at")
    return {
        "dossier": found,
        "kept": kept,
        "status": status,
        "Status": Status,
        "clock": clock_of(found, now()),
        "helper": helper_of(found),
        "filer": name_of(found.applicant_id) if found.organisation_id else "",
        "process": _process(found, language),
        "moments": moments(found, for_officers=False, language=language),
        "papers": papers_by_component(found),
        "components": kept.components,
        "asked": SupplementRequest.objects.filter(dossier=found, answered_at=None).first()
        if status is Status.SUPPLEMENTING
        else None,
        "obligation": open_obligation(found),
        "apology": promised(found.id) if found.accepted_at else None,
        "refusal": Refusal.objects.filter(dossier=found).first()
        if status is Status.DECLINED
        else None,
        "stop": stop_of(found),
        "result": Result.objects.filter(dossier=found, issued_at__isnull=False).first(),
        "corrections": corrections_of(found) if found.decided_at else [],
        "slips": [(slip, NAMES[slip.form]) for slip in slips],
        "may_withdraw": Status.WITHDRAWN in TRANSITIONS[status],
    }


def _process(found: Dossier, language: str) -> ShownProcess | None:
    course = passed(found, language) if found.accepted_at else None
    return picture_of(course) if course else None


@for_citizens
def withdraw(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask whether the application is really to be taken back, then do it."""
    found = dossier_for(actor_of(request), dossier_id)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        actions.withdraw(DossierId(found.id), reason=reason, by=actor_of(request), at=now())
        return redirect("citizen:dossier", found.id)
    return render(request, "citizen/withdraw.html", {"dossier": found})


@for_citizens
def messages(request: HttpRequest) -> HttpResponse:
    """Show one's messages; opening the page marks them as read."""
    by = actor_of(request)
    found = messages_of(by.who)
    if any(message.read_at is None for message in found):
        mark_read(by.who, by=by, at=now())
    return render(request, "citizen/messages.html", {"found": found, "title": _("Tin nhắn")})
