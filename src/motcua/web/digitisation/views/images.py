"""Pictures and files of a paper that is being digitised, to those who may see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from motcua.digitisation.permissions import SCANNING
from motcua.digitisation.pictures import smaller
from motcua.digitisation.queries import copy_for, page_of
from motcua.documents.actions import note_reading
from motcua.documents.queries import content_of, documents_by_id
from motcua.documents.reading_rules import Why
from motcua.kernel.errors import NotFound
from motcua.web.files import hand_out, pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.looks import also_shows

JPEG = "image/jpeg"
SMALL = 480


@require_safe
@for_roles(*SCANNING)
def page(request: HttpRequest, copy_id: UUID, page_id: UUID) -> HttpResponse:
    """Answer with the picture of a page, small with `nho=1`. We made it: it may stand in a page."""
    copy = copy_for(actor_of(request), copy_id)
    shown = page_of(copy, page_id)
    also_shows(request, copy.dossier)
    content = content_of(documents_by_id([shown.document])[shown.document])
    if "nho" in request.GET:
        content = smaller(content, SMALL)
    return pdf_or_picture(content, JPEG, "trang.jpg", inline=True)


@require_safe
@for_roles(*SCANNING)
def scan(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Send to the signed scan; that it was looked at is noted."""
    return _given(request, copy_for(actor_of(request), copy_id).document)


@require_safe
@for_roles(*SCANNING)
def searchable(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Send to the copy whose words can be found; that it was looked at is noted."""
    return _given(request, copy_for(actor_of(request), copy_id).searchable)


def _given(request: HttpRequest, document: UUID | None) -> HttpResponse:
    if document is None:
        raise NotFound
    found = documents_by_id([document])[document]
    note_reading(found, why=Why.DUTY, by=actor_of(request), at=now())
    return hand_out(request, found)
