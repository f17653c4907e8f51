"""Giving out stored files: as attachments, from an address that lasts minutes and is one reader's.

Whoever may have a file is sent to such an address after it was noted that they looked; the address
is worth nothing to others, later, or in another session.
"""

from urllib.parse import quote
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_safe

from motcua.documents.models import Document
from motcua.documents.queries import content_of, documents_by_id
from motcua.documents.reading_rules import LASTS_SECONDS
from motcua.kernel.errors import DomainError, NotFound
from motcua.web.identity import actor_of, for_citizens

SALT = "motcua.files"
READER_LETTERS = 32


class AddressOver(DomainError):
    """The address of a file was used too late."""

    message = "Đường dẫn tải tệp đã hết hạn. Xin mở lại tệp từ trang hồ sơ."


def hand_out(request: HttpRequest, document: Document) -> HttpResponse:
    """Send a reader to the address of a file; that they may have it was checked and noted."""
    return redirect("file", signing.dumps([document.id.hex, _reader(request)], salt=SALT))


@require_safe
@for_citizens
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the file of an address, to the reader and in the session it was made for."""
    try:
        document_id, reader = signing.loads(token, salt=SALT, max_age=LASTS_SECONDS)
    except signing.SignatureExpired as error:
        raise AddressOver from error
    except signing.BadSignature as error:
        raise NotFound from error
    document = documents_by_id([UUID(document_id)]).get(UUID(document_id))
    if document is None or not constant_time_compare(reader, _reader(request)):
        raise NotFound
    return as_download(document)


def _reader(request: HttpRequest) -> str:
    by = actor_of(request)
    who = f"{by.person}|{by.organisation or ''}|{request.session.session_key}"
    return salted_hmac(SALT, who, algorithm="sha256").hexdigest()[:READER_LETTERS]


def as_download(document: Document, *, inline: bool = False) -> HttpResponse:
    """Answer with a paper's bytes. The caller has checked that the reader may see it."""
    return pdf_or_picture(
        content_of(document), document.file.media_type, document.name, inline=inline
    )


def pdf_or_picture(
    content: bytes, media_type: str, name: str, *, inline: bool = False
) -> HttpResponse:
    """Answer with bytes under a name; `inline` only for papers the system itself has drawn."""
    response = HttpResponse(content, content_type=media_type)
    how = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
