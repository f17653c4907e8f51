"""Erasing a dossier that nothing keeps, by destroying its keys and all that was made from it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.documents.actions import forget_all_of
from motcua.dossiers.erasure_rules import KeptByLaw, may_be_erased
from motcua.dossiers.models import (
    Answers,
    AnswersVersion,
    Assistance,
    Attachment,
    Dossier,
    Filling,
    Refusal,
    SignedForm,
    Slip,
    SupplementRequest,
)
from motcua.dossiers.permissions import require_eraser
from motcua.dossiers.rules import Status
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.people.rules import ERASED

PARTS = (AnswersVersion, SignedForm, Slip, Attachment, Filling, Assistance)


@transaction.atomic
def erase(dossier_id: UUID, *, by: Actor, at: datetime) -> None:
    """Erase what a dossier says of people: the keys of its answers and papers, its papers and
    slips, names and reasons (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, art. 14).

    Of a draft nothing stays. Of another stays that it was there and how it ended, for the log
    and the figures. What was accepted or is under way is refused: the law keeps it. That its time
    is over, or that its applicant asked for it, is what the caller has checked.
    """
    require_eraser(by)
    dossier = Dossier.objects.locked(dossier_id)
    if not may_be_erased(dossier.status, dossier.accepted_at):
        raise KeptByLaw
    papers = destroy(dossier, by=by, at=at)
    record("dossier.erased", dossier_id, by=by, at=at, papers=papers)


@transaction.atomic(savepoint=False)
def destroy(dossier: Dossier, *, by: Actor, at: datetime) -> int:
    """Destroy the keys, papers and words of a dossier; return how many papers there were. The
    caller has checked the right and the state, and records it."""
    papers = forget_all_of(dossier.id, by=by, at=at)
    if dossier.status == Status.DRAFT:
        dossier.delete()
    else:
        _empty(dossier)
    return papers


def _empty(dossier: Dossier) -> None:
    for part in PARTS:
        part.objects.filter(dossier=dossier).delete()
    Answers.objects.filter(dossier=dossier).update(wrapped_key=b"", sealed=b"")
    SupplementRequest.objects.filter(dossier=dossier).update(items=[])
    Refusal.objects.filter(dossier=dossier).update(reason=ERASED)
    dossier.applicant_name = ERASED
    dossier.result_address = ""
    dossier.body_digest = dossier.submission_key = None
    dossier.revision += 1
    dossier.save()
