"""Papers of a dossier as staff fetch them; the caller has checked that the reader may."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from motcua.documents.reading_rules import LEAST_REASON, LONGEST_REASON, ReasonNeeded, Why
from motcua.dossiers import actions
from motcua.dossiers.desk import issued_slip, slip_of
from motcua.dossiers.looking import ground_for_paper
from motcua.dossiers.models import Attachment, Dossier, Result
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId
from motcua.web.files import hand_out, pdf_or_picture
from motcua.web.identity import actor_of

PDF = "application/pdf"
UNPROCESSABLE = 422


def paper(request: HttpRequest, dossier: Dossier, attachment: UUID) -> HttpResponse:
    """Send to a paper that was handed in; for a picture of an identity card, ask what for."""
    kept = Attachment.objects.filter(dossier=dossier, pk=attachment, document__isnull=False).first()
    if kept is None or kept.document is None:
        raise NotFound
    return given(request, dossier, kept.document, kept.name)


def answer_file(request: HttpRequest, dossier: Dossier, document: UUID) -> HttpResponse:
    """Send to a file that was given as an answer of the form."""
    by = actor_of(request)
    found = actions.look_at(DossierId(dossier.id), document=document, by=by, at=now())
    return hand_out(request, found)


def given(request: HttpRequest, dossier: Dossier, document: UUID, name: str) -> HttpResponse:
    """Send to a paper of a dossier, once it is known why it is asked for."""
    by, reason = actor_of(request), request.POST.get("reason", "")
    asks = ground_for_paper(dossier, document, by) is Why.IDENTITY
    if asks and request.method != "POST":
        return _asking(request, dossier, name, "")
    try:
        found = actions.look_at(
            DossierId(dossier.id), document=document, reason=reason, by=by, at=now()
        )
    except ReasonNeeded as refusal:
        return _asking(request, dossier, name, reason, str(refusal))
    return hand_out(request, found)


def _asking(
    request: HttpRequest, dossier: Dossier, name: str, reason: str, error: str = ""
) -> HttpResponse:
    page = {
        "dossier": dossier,
        "name": name,
        "reason": reason,
        "errors": {"reason": error} if error else {},
        "least": LEAST_REASON,
        "longest": LONGEST_REASON,
    }
    return render(request, "identity_picture.html", page, status=UNPROCESSABLE if error else 200)


def slip(dossier: Dossier, form: str) -> HttpResponse:
    """Answer with a statutory slip, shown in the browser so that it can be printed at once."""
    name = f"{form}-{dossier}.pdf"
    return pdf_or_picture(slip_of(dossier, form, now()), PDF, name, inline=True)


def issued(dossier: Dossier, slip: UUID) -> HttpResponse:
    """Answer with one slip as it was issued, shown in the browser."""
    return pdf_or_picture(issued_slip(dossier, slip), PDF, f"phieu-{dossier}.pdf", inline=True)


def result(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Send to the result as it stands: issued, or signed and waiting for its number."""
    found = Result.objects.filter(dossier=dossier).first()
    document = (found.document or found.signed_document) if found else None
    by = actor_of(request)
    return hand_out(request, actions.look_at_result(dossier, document=document, by=by, at=now()))
