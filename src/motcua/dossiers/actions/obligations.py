"""The financial obligation of an applicant: demanded, and met (national states 6 and back to 4)."""

from datetime import datetime

from django.db import transaction

from motcua.deadlines.rules import Policy
from motcua.dossiers.clock_stops import start_clock, stop_clock
from motcua.dossiers.holding import held
from motcua.dossiers.models import Obligation
from motcua.dossiers.models.lateness import Cause
from motcua.dossiers.permissions import require_concerned, require_responsible
from motcua.dossiers.rules import (
    LABELS,
    IllegalTransition,
    NoticeMissing,
    ObligationNotForeseen,
    ProofMissing,
    Status,
    check_revision,
    check_transition,
)
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import DossierId
from motcua.procedures.queries import terms


@transaction.atomic
def demand_payment(
    dossier_id: DossierId,
    *,
    notice: str,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Obligation:
    """Have the applicant meet a financial obligation, as land tax, by the notice that names it.

    Only where the procedure foresees one, with its legal basis; its policy says what the clock
    does meanwhile (regulations §7 D-10).
    """
    dossier = held(by, dossier_id)
    require_responsible(by, dossier)
    check_revision(dossier.revision, revision)
    check_transition(Status(dossier.status), Status.AWAITING_PAYMENT)
    kept = terms(dossier.procedure_id).version
    if not kept.obligation_basis:
        raise ObligationNotForeseen
    if not notice.strip():
        raise NoticeMissing
    demanded = Obligation.objects.create(
        dossier=dossier, notice=notice.strip()[:200], demanded_by=by.who, demanded_at=at
    )
    policy = Policy(kept.pause_for_obligation)
    stop_clock(dossier, Cause.OBLIGATION, policy, kept.obligation_basis, by=by, at=at)
    dossier.status = Status.AWAITING_PAYMENT.value
    dossier.revision += 1
    dossier.save()
    facts = {"obligation": demanded.id, "policy": policy.value}
    record("dossier.payment_demanded", dossier.id, by=by, at=at, **facts)
    return demanded


@transaction.atomic
def confirm_obligation(dossier_id: DossierId, *, proof: str, by: Actor, at: datetime) -> Obligation:
    """Note that the obligation was met, by which voucher; the clock runs again.

    The desk may, or the agency that settles: wherever the applicant brings the voucher.
    """
    dossier = held(by, dossier_id)
    if by.person is None:
        raise NotPermitted
    require_concerned(by, dossier)
    met = Obligation.objects.filter(dossier=dossier, met_at=None).first()
    if dossier.status != Status.AWAITING_PAYMENT or met is None:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="đã thực hiện nghĩa vụ")
    if not proof.strip():
        raise ProofMissing
    met.proof, met.met_by, met.met_at = proof.strip()[:200], by.who, at
    met.save(update_fields=["proof", "met_by", "met_at"])
    start_clock(dossier, by=by, at=at)
    dossier.status = Status.IN_PROGRESS.value
    dossier.revision += 1
    dossier.save()
    record(
        "dossier.payment_met", dossier.id, by=by, at=at, obligation=met.id, due_at=dossier.due_at
    )
    return met
