"""Documents, slips and results as files."""

from typing import Literal
from urllib.parse import unquote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import UploadedFile

from motcua.api import parameters
from motcua.api.answers import PDF, answer, file, stored
from motcua.api.identity import actor_of
from motcua.api.routing import router
from motcua.api.shapes.dossiers import DocumentShown
from motcua.documents.actions import take_in
from motcua.documents.taking_in import require_size
from motcua.dossiers import actions
from motcua.dossiers.desk import slip_of
from motcua.dossiers.models import Result
from motcua.dossiers.paper_forms import FOR_APPLICANTS
from motcua.dossiers.queries import dossier_for, papers_of
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId

TAGS = ["papers"]
SlipForm = Literal["receipt", "supplement", "refusal", "apology", "stop", "control"]


def _file(description: str, media_type: str = PDF) -> dict[str, object]:
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": description, "content": content}}}


@router.post(
    "/documents",
    response={201: DocumentShown},
    operation_id="uploadDocument",
    tags=TAGS,
    summary="Upload a file",
)
def upload_document(
    request: HttpRequest,
    file: UploadedFile,
    commune: parameters.FiledAt,
) -> HttpResponse:
    """Take in a PDF, JPEG or PNG after reading it whole; name its `id` when filing."""
    name = file.name or ""
    require_size(name, file.size or 0)
    kept = take_in(name, file.read(), subject=None, by=actor_of(request), at=now())
    shape = DocumentShown(
        id=kept.id,
        name=kept.name,
        media_type=kept.file.media_type,
        size=kept.file.size,
        sha256=kept.file_id,
    )
    return answer(shape, 201)


@router.get(
    "/dossiers/{uuid:dossier_id}/attachments/{uuid:attachment_id}",
    operation_id="readAttachment",
    tags=TAGS,
    summary="Fetch a paper of a dossier",
    openapi_extra=_file("The file as it was uploaded.", "application/octet-stream"),
)
def read_attachment(
    request: HttpRequest,
    dossier_id: UUID,
    attachment_id: UUID,
    reading_reason: parameters.ReadingReason,
) -> HttpResponse:
    """The bytes of a paper that was handed in as a file. That it was read is noted."""
    by = actor_of(request)
    known = {paper.id: paper.document for paper in papers_of(dossier_for(by, dossier_id))}
    document = known.get(attachment_id)
    if document is None:
        raise NotFound
    found = actions.look_at(
        DossierId(dossier_id),
        document=document,
        reason=unquote(reading_reason or ""),
        by=by,
        at=now(),
    )
    return stored(found)


@router.get(
    "/dossiers/{uuid:dossier_id}/slips/{form}",
    operation_id="readSlip",
    tags=TAGS,
    summary="Fetch a statutory slip",
    openapi_extra=_file("The slip."),
)
def read_slip(request: HttpRequest, dossier_id: UUID, form: SlipForm) -> HttpResponse:
    """A slip once its act was done; the control sheet is for officers, at any time."""
    by = actor_of(request)
    dossier = dossier_for(by, dossier_id)
    if not by.is_officer and form not in FOR_APPLICANTS:
        raise NotFound
    return file(slip_of(dossier, form, now()), PDF, f"{form}-{dossier}.pdf")


@router.post(
    "/dossiers/{uuid:dossier_id}/fetch-result",
    operation_id="fetchResult",
    tags=TAGS,
    summary="Take one's result",
    openapi_extra=_file("The signed result."),
)
def fetch_result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The applicant takes the result online; the first time this is its delivery."""
    by, at = actor_of(request), now()
    found = actions.fetch_result(DossierId(dossier_id), by=by, at=at)
    dossier = dossier_for(by, dossier_id)
    return stored(actions.look_at_result(dossier, document=found.document, by=by, at=at))


@router.get(
    "/dossiers/{uuid:dossier_id}/result",
    operation_id="readResult",
    tags=TAGS,
    summary="Read a result without taking it",
    openapi_extra=_file("The result: issued, or for officers also signed and not yet numbered."),
)
def read_result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The paper as it stands. Applicants read it here after it was delivered."""
    by = actor_of(request)
    dossier = dossier_for(by, dossier_id)
    found = Result.objects.filter(dossier=dossier).first()
    if found is None or not (by.is_officer or dossier.delivered_at):
        raise NotFound
    document = found.document or (found.signed_document if by.is_officer else None)
    return stored(actions.look_at_result(dossier, document=document, by=by, at=now()))
