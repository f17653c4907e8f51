"""Pictures and files of a paper that is being digitised, to those who may see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.digitisation.permissions import SCANNING
from motcua.digitisation.pictures import smaller
from motcua.digitisation.queries import copy_for, page_of
from motcua.documents.queries import content_of, documents_by_id
from motcua.kernel.errors import NotFound
from motcua.web.files import as_download, pdf_or_picture
from motcua.web.identity import actor_of, for_roles

JPEG = "image/jpeg"
SMALL = 480


@require_safe
@for_roles(*SCANNING)
def page(request: HttpRequest, copy_id: UUID, page_id: UUID) -> HttpResponse:
    """Answer with the picture of a page, small with `nho=1`. We made it: it may stand in a page."""
    shown = page_of(copy_for(actor_of(request), copy_id), page_id)
    content = content_of(documents_by_id([shown.document])[shown.document])
    if "nho" in request.GET:
        content = smaller(content, SMALL)
    return pdf_or_picture(content, JPEG, "trang.jpg", inline=True)


@require_safe
@for_roles(*SCANNING)
def scan(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Answer with the signed scan."""
    return _stored(copy_for(actor_of(request), copy_id).document)


@require_safe
@for_roles(*SCANNING)
def searchable(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Answer with the copy whose words can be found."""
    return _stored(copy_for(actor_of(request), copy_id).searchable)


def _stored(document: UUID | None) -> HttpResponse:
    if document is None:
        raise NotFound
    return as_download(documents_by_id([document])[document])
