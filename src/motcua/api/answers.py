"""Answering: JSON of a described shape, or a file."""

from urllib.parse import quote

from django.http import HttpResponse
from pydantic import BaseModel

from motcua.documents.models import Document
from motcua.documents.queries import content_of

JSON = "application/json"
PDF = "application/pdf"


def answer(shape: BaseModel, status: int = 200, revision: int | None = None) -> HttpResponse:
    """Answer with a shape; a dossier's revision becomes its ETag."""
    response = HttpResponse(shape.model_dump_json(), status=status, content_type=JSON)
    if revision is not None:
        response["ETag"] = f'"{revision}"'
    return response


def nothing() -> HttpResponse:
    """Answer that it is done and there is nothing more to say."""
    return HttpResponse(status=204)


def file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Answer with bytes as a download that no browser runs."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def stored(known: Document) -> HttpResponse:
    """Answer with a kept paper; that the reader may see it was checked and noted."""
    return file(content_of(known), known.file.media_type, known.name)
