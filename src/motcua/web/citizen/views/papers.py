"""Papers to take away: slips, one's own files, and the result."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from motcua.documents.models import Document
from motcua.documents.queries import documents_by_id
from motcua.dossiers import actions
from motcua.dossiers.models import Result, Slip
from motcua.dossiers.paper_forms import FOR_APPLICANTS
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.slips import newest
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId
from motcua.web.citizen.readings import readings_shown
from motcua.web.files import as_download, hand_out
from motcua.web.identity import actor_of, for_citizens


def _document(document_id: UUID | None) -> Document:
    document = documents_by_id([document_id]).get(document_id) if document_id else None
    if document is None:
        raise NotFound
    return document


@for_citizens
def slip(request: HttpRequest, dossier_id: UUID, form: str) -> HttpResponse:
    """Show the newest slip of a form as it was issued."""
    dossier = dossier_for(actor_of(request), dossier_id)
    found = newest(dossier, form) if form in FOR_APPLICANTS else None
    return _shown(found)


@for_citizens
def issued(request: HttpRequest, dossier_id: UUID, slip_id: UUID) -> HttpResponse:
    """Show one of the slips of one's dossier as it was issued."""
    dossier = dossier_for(actor_of(request), dossier_id)
    own = Slip.objects.filter(dossier=dossier, form__in=FOR_APPLICANTS)
    return _shown(own.filter(pk=slip_id).first())


def _shown(slip: Slip | None) -> HttpResponse:
    if slip is None:
        raise NotFound
    return as_download(_document(slip.document), inline=True)


@for_citizens
def document(request: HttpRequest, dossier_id: UUID, document_id: UUID) -> HttpResponse:
    """Give back a file that belongs to one's dossier, or to one filled in for another."""
    by = actor_of(request)
    found = actions.look_at(DossierId(dossier_id), document=document_id, by=by, at=now())
    return hand_out(request, found)


@for_citizens
def readings(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show who was given the papers of one's dossier, when and why."""
    dossier = dossier_for(actor_of(request), dossier_id)
    page = {"dossier": dossier, "readings": readings_shown(dossier)}
    return render(request, "citizen/readings.html", page)


@for_citizens
@require_POST
def fetch_result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take one's result; the first time this is its delivery."""
    actions.fetch_result(DossierId(dossier_id), by=actor_of(request), at=now())
    return redirect("citizen:result", dossier_id)


@for_citizens
def result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Give the signed result of a dossier that was delivered."""
    dossier = dossier_for(actor_of(request), dossier_id)
    found = Result.objects.filter(dossier=dossier).first()
    if found is None or dossier.delivered_at is None:
        raise NotFound
    by = actor_of(request)
    return hand_out(
        request, actions.look_at_result(dossier, document=found.document, by=by, at=now())
    )
