"""Papers of a dossier for officers: what was handed in, drafts, slips, the result."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers import actions, previews
from motcua.dossiers.models import Result
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.shown_drafts import bytes_of, step_to_sign
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId, TaskId
from motcua.web import staff_papers
from motcua.web.context import SETTLING
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles

NAME = "du-thao.pdf"


@require_POST
@for_roles(*SETTLING)
def preview(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Show the result as the words on the page would make it; nothing is stored."""
    shown, posted = dossier_for(actor_of(request), dossier_id), request.POST
    drawn = previews.preview(
        shown,
        granted=posted.get("outcome") != "refuse",
        reason=posted.get("reason", ""),
        basis=posted.get("basis", ""),
        content=posted.get("content", ""),
        at=now(),
    )
    return pdf_or_picture(drawn, staff_papers.PDF, NAME, inline=True)


@require_safe
@for_roles(*SETTLING)
def draft(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the proposed result, unsigned, to whoever approves or signs it.

    To who signs it is the very file that will be signed; that they opened it is noted.
    """
    reader, moment = actor_of(request), now()
    shown = dossier_for(reader, dossier_id)
    task = step_to_sign(shown, reader, moment)
    if task is not None:
        read = actions.show_draft(DossierId(shown.id), TaskId(task.id), by=reader, at=moment)
        return pdf_or_picture(bytes_of(read), staff_papers.PDF, NAME, inline=True)
    result = Result.objects.filter(dossier=shown).first()
    if result is None:
        raise NotFound
    drawn = previews.preview_of(shown, result, moment)
    return pdf_or_picture(drawn, staff_papers.PDF, NAME, inline=True)


@require_safe
@for_roles(*SETTLING)
def slip(request: HttpRequest, dossier_id: UUID, form: str) -> HttpResponse:
    """Show a statutory slip for printing."""
    return staff_papers.slip(dossier_for(actor_of(request), dossier_id), form)


@require_safe
@for_roles(*SETTLING)
def issued(request: HttpRequest, dossier_id: UUID, slip_id: UUID) -> HttpResponse:
    """Show one slip as it was issued."""
    return staff_papers.issued(dossier_for(actor_of(request), dossier_id), slip_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SETTLING)
def paper(request: HttpRequest, dossier_id: UUID, attachment: UUID) -> HttpResponse:
    """Fetch a paper that was handed in."""
    dossier = dossier_for(actor_of(request), dossier_id)
    return staff_papers.paper(request, dossier, attachment)


@require_safe
@for_roles(*SETTLING)
def answer_file(request: HttpRequest, dossier_id: UUID, document_id: UUID) -> HttpResponse:
    """Fetch a file that was given as an answer of the form."""
    return staff_papers.answer_file(
        request, dossier_for(actor_of(request), dossier_id), document_id
    )


@require_safe
@for_roles(*SETTLING)
def result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Fetch the result as it stands."""
    return staff_papers.result(request, dossier_for(actor_of(request), dossier_id))
