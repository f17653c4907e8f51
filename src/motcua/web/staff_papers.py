"""Papers of a dossier as staff fetch them; the caller has checked that the reader may."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import now

from motcua.documents.queries import documents_by_id
from motcua.dossiers import actions
from motcua.dossiers.desk import issued_slip, slip_of
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.queries import papers_of
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.web.files import as_download, pdf_or_picture

PDF = "application/pdf"


def paper(dossier: Dossier, attachment: UUID, reader: Actor) -> HttpResponse:
    """Answer with a paper that was handed in, always as a download.

    Who opens a paper of the applicant's store is noted there, with the dossier it was for.
    """
    one = {one.id: one for one in papers_of(dossier)}.get(attachment)
    if one is not None:
        actions.note_opened(dossier, one, by=reader, at=now())
    return _stored(one.document if one else None)


def slip(dossier: Dossier, form: str) -> HttpResponse:
    """Answer with a statutory slip, shown in the browser so that it can be printed at once."""
    name = f"{form}-{dossier}.pdf"
    return pdf_or_picture(slip_of(dossier, form, now()), PDF, name, inline=True)


def issued(dossier: Dossier, slip: UUID) -> HttpResponse:
    """Answer with one slip as it was issued, shown in the browser."""
    return pdf_or_picture(issued_slip(dossier, slip), PDF, f"phieu-{dossier}.pdf", inline=True)


def result(dossier: Dossier) -> HttpResponse:
    """Answer with the result as it stands: issued, or signed and waiting for its number."""
    found = Result.objects.filter(dossier=dossier).first()
    return _stored((found.document or found.signed_document) if found else None)


def _stored(document: UUID | None) -> HttpResponse:
    known = documents_by_id([document]).get(document) if document else None
    if known is None:
        raise NotFound
    return as_download(known)
