"""Slips to print and papers to fetch at the desk."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers.queries import dossier_for
from motcua.web import staff_papers
from motcua.web.context import AT_THE_DESK
from motcua.web.identity import actor_of, for_roles


@require_safe
@for_roles(*AT_THE_DESK)
def slip(request: HttpRequest, dossier_id: UUID, form: str) -> HttpResponse:
    """Show a statutory slip for printing."""
    return staff_papers.slip(dossier_for(actor_of(request), dossier_id), form)


@require_safe
@for_roles(*AT_THE_DESK)
def issued(request: HttpRequest, dossier_id: UUID, slip_id: UUID) -> HttpResponse:
    """Show one slip as it was issued."""
    return staff_papers.issued(dossier_for(actor_of(request), dossier_id), slip_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*AT_THE_DESK)
def paper(request: HttpRequest, dossier_id: UUID, attachment: UUID) -> HttpResponse:
    """Fetch a paper that was handed in."""
    dossier = dossier_for(actor_of(request), dossier_id)
    return staff_papers.paper(request, dossier, attachment)


@require_safe
@for_roles(*AT_THE_DESK)
def answer_file(request: HttpRequest, dossier_id: UUID, document_id: UUID) -> HttpResponse:
    """Fetch a file that was given as an answer of the form."""
    return staff_papers.answer_file(
        request, dossier_for(actor_of(request), dossier_id), document_id
    )


@require_safe
@for_roles(*AT_THE_DESK)
def result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Fetch the result, to print it for who came to take it."""
    return staff_papers.result(request, dossier_for(actor_of(request), dossier_id))
