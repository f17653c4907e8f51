"""Ending a dossier without a result: the settlement is stopped."""

from datetime import datetime

from django.db import transaction

from motcua.deadlines.actions import resume
from motcua.dossiers.holding import held
from motcua.dossiers.models import Dossier, HandOver, Stop, SupplementRequest
from motcua.dossiers.permissions import require_course_keeper
from motcua.dossiers.rules import (
    LABELS,
    IllegalTransition,
    ReasonMissing,
    Status,
    StopBasisMissing,
    check_revision,
    may_be_stopped,
)
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from motcua.workflow import actions as workflow


@transaction.atomic
def stop(
    dossier_id: DossierId,
    *,
    reason: str,
    basis: str,
    fees: str = "",
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Stop settling a dossier (dừng giải quyết; TT 03/2025/TT-VPCP, Mẫu 05), with reason and
    basis; `fees` says what becomes of what was paid.

    The run of its process ends, its clock stands no longer, and nothing of it waits any more.
    """
    dossier = held(by, dossier_id)
    require_course_keeper(by, dossier)
    check_revision(dossier.revision, revision)
    if not may_be_stopped(dossier.status, dossier.accepted_at):
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new=LABELS[Status.STOPPED])
    if not reason.strip():
        raise ReasonMissing
    if not basis.strip():
        raise StopBasisMissing
    Stop.objects.create(
        dossier=dossier,
        reason=reason.strip(),
        basis=basis.strip()[:300],
        fees=fees.strip()[:300],
        step=dossier.step,
        by=by.who,
        at=at,
    )
    _end(dossier, by, at)
    record("dossier.stopped", dossier.id, by=by, at=at)
    return dossier


def _end(dossier: Dossier, by: Actor, at: datetime) -> None:
    """Leave nothing waiting: no step, no timer, no pause, no hand-over, no request."""
    workflow.cancel(dossier.id, by=by, at=at)
    resume(dossier.id, by=by, at=at)
    HandOver.objects.filter(dossier=dossier, acknowledged_at=None).delete()
    SupplementRequest.objects.filter(dossier=dossier, answered_at=None).update(answered_at=at)
    dossier.status = Status.STOPPED.value
    dossier.step = ""
    dossier.responsible = None
    dossier.revision += 1
    dossier.save()
