"""Answering with a stored file: as an attachment, with headers that keep it from running."""

from urllib.parse import quote

from django.http import HttpResponse

from motcua.documents.models import Document
from motcua.documents.queries import content_of


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
    return response
