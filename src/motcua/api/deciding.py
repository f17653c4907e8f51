"""The end of a dossier: sign, issue, deliver."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from motcua.api.answers import PDF, answer, file
from motcua.api.identity import actor_of
from motcua.api.parameters import IfMatch, revision_in
from motcua.api.routing import router
from motcua.api.shapes.acts import DeliveryAsked
from motcua.api.shapes.dossiers import DossierShown
from motcua.api.showing import shown
from motcua.dossiers import actions
from motcua.dossiers.actions.deciding import HandedTo
from motcua.dossiers.shown_drafts import bytes_of
from motcua.kernel.ids import DossierId, TaskId

TAGS = ["result"]
DRAFT: dict[str, object] = {
    "responses": {
        200: {
            "description": "The very file that will be signed, without its signature.",
            "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
STEP = "/dossiers/{uuid:dossier_id}/tasks/{uuid:task_id}"


@router.get(
    f"{STEP}/draft",
    operation_id="readDraft",
    tags=TAGS,
    summary="Open the result that is to be signed",
    openapi_extra=DRAFT,
)
def read_draft(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """The signer opens the draft, which is noted; signing signs these bytes, if unchanged."""
    draft = actions.show_draft(
        DossierId(dossier_id), TaskId(task_id), by=actor_of(request), at=now()
    )
    return file(bytes_of(draft), PDF, "du-thao.pdf")


@router.post(
    f"{STEP}/sign",
    response=DossierShown,
    operation_id="signResult",
    tags=TAGS,
    summary="Sign the result",
)
def sign_result(
    request: HttpRequest, dossier_id: UUID, task_id: UUID, if_match: IfMatch
) -> HttpResponse:
    """The competent person signs the draft they have opened with readDraft (PAdES).

    Where their key is kept elsewhere the step stays open until the signature is back. Who confirms
    signatures with a one-time code signs on the page.
    """
    by = actor_of(request)
    dossier = actions.sign_result(
        DossierId(dossier_id), TaskId(task_id), revision=revision_in(if_match), by=by, at=now()
    )
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    f"{STEP}/issue",
    response=DossierShown,
    operation_id="issueResult",
    tags=TAGS,
    summary="Number and seal the result",
)
def issue_result(
    request: HttpRequest, dossier_id: UUID, task_id: UUID, if_match: IfMatch
) -> HttpResponse:
    """The records clerk gives the number and the seal; the dossier is decided."""
    by = actor_of(request)
    dossier = actions.issue_result(
        DossierId(dossier_id), TaskId(task_id), revision=revision_in(if_match), by=by, at=now()
    )
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    f"{STEP}/deliver",
    response=DossierShown,
    operation_id="deliverResult",
    tags=TAGS,
    summary="Hand the result over",
)
def deliver_result(
    request: HttpRequest,
    dossier_id: UUID,
    task_id: UUID,
    handed: DeliveryAsked,
    if_match: IfMatch,
) -> HttpResponse:
    """Note who took the result, at the desk or by post; applicants use fetchResult instead."""
    by = actor_of(request)
    dossier = actions.deliver(
        DossierId(dossier_id),
        TaskId(task_id),
        handed_to=HandedTo(handed.channel, handed.name, handed.number, handed.postal_code),
        revision=revision_in(if_match),
        by=by,
        at=now(),
    )
    return answer(shown(dossier, by), revision=dossier.revision)
