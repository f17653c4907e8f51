"""What the one-stop shop does with a filing: accept, ask for more, decline."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.deadlines.actions import resume
from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import Policy
from motcua.dossiers import clock
from motcua.dossiers.advancing import given_off
from motcua.dossiers.clock_stops import start_clock, stop_clock
from motcua.dossiers.content import opened, row_of, store
from motcua.dossiers.file_answers import with_own_files
from motcua.dossiers.holding import held
from motcua.dossiers.models import Dossier, HandOver, Refusal, SupplementRequest
from motcua.dossiers.models.lateness import Cause
from motcua.dossiers.numbering import next_number
from motcua.dossiers.open_tasks import opened_facts
from motcua.dossiers.permissions import (
    require_applicant,
    require_filer,
    require_receptionist,
    require_responsible,
)
from motcua.dossiers.placement import placing_of
from motcua.dossiers.requirements import checked_answers, papers_present, require_papers
from motcua.dossiers.rules import (
    BEING_SETTLED,
    LABELS,
    BasisMissing,
    IllegalTransition,
    ReasonMissing,
    ResultNotReady,
    Status,
    SupplementAskedOften,
    SupplementItem,
    check_items,
    check_revision,
    check_transition,
    step_text,
)
from motcua.dossiers.signed_forms import require_form_signed
from motcua.dossiers.supplementing import keep_before, request_of
from motcua.events.actions import Fact, record, record_all
from motcua.events.queries import history
from motcua.events.rows import at_once, read, update
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from motcua.organisations.models import Agency
from motcua.procedures.queries import terms
from motcua.workflow import actions as workflow


@transaction.atomic
def accept(
    dossier_id: DossierId, *, revision: int | None = None, by: Actor, at: datetime
) -> Dossier:
    """Accept a submitted dossier (tiếp nhận hồ sơ).

    The dossier gets its number and its due date; both appear on the receipt slip, and the first
    steps are opened. Accepting twice is refused, so a double click cannot issue two numbers.
    """
    dossier = held(by, dossier_id)
    require_receptionist(by, dossier)
    check_revision(dossier.revision, revision)
    check_transition(Status(dossier.status), Status.ACCEPTED)
    kept = terms(dossier.procedure_id)
    process = kept.version.process
    if process is None:
        raise ResultNotReady
    calendar = working_calendar(dossier.settling_agency_id, held=True)
    limit = kept.limit(dossier.case)
    [desk] = read(Agency, "WHERE id = %s", [by.office])

    dossier.status = Status.ACCEPTED.value
    dossier.number = next_number(desk.id, desk.code, localdate(at))
    dossier.accepted_at = at
    if limit is not None:
        dossier.limit_value, dossier.limit_unit = limit.value, limit.unit.value
    dossier.due_at = dossier.original_due_at = clock.due_of(dossier, calendar, [])
    dossier.responsible = by.person
    said: dict[str, object] = {"number": dossier.number, "due_at": dossier.due_at}
    accepted = Fact("dossier.accepted", dossier.id, said)
    with at_once():
        placing = placing_of(dossier, process.id, at)
        moved = workflow.start(process, dossier.id, placing=placing, by=by, at=at)
        dossier.step = step_text(dict.fromkeys(task.name for task in moved.opened))
        dossier.revision += 1
        update(dossier)
        opened = opened_facts(dossier, moved.opened)
        record_all([accepted, *opened, *given_off(dossier, moved)], by=by, at=at)
    return dossier


@transaction.atomic
def request_supplement(
    dossier_id: DossierId,
    *,
    items: Sequence[SupplementItem],
    answer_by: date | None = None,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> SupplementRequest:
    """Ask for what is missing or wrong (Phiếu yêu cầu bổ sung), everything in one go.

    Before acceptance the desk asks; afterwards the officer responsible does, and the slip goes
    out through the desk (NĐ 61/2018/NĐ-CP art. 17, 19). The clock stops by the procedure's
    policy for the stage.
    """
    dossier = held(by, dossier_id)
    before = dossier.accepted_at is None
    if before:
        require_receptionist(by, dossier)
    else:
        require_responsible(by, dossier)
    check_revision(dossier.revision, revision)
    check_transition(Status(dossier.status), Status.SUPPLEMENTING)
    check_items(items)
    kept = terms(dossier.procedure_id)
    policy = Policy(
        kept.version.pause_before_acceptance if before else kept.version.pause_during_settlement
    )
    asked = _ask(dossier, items, answer_by, kept.version.max_supplements, by, at)
    dossier.status = Status.SUPPLEMENTING.value
    dossier.revision += 1
    if not before:
        basis = kept.version.pause_basis
        stop_clock(dossier, Cause.SUPPLEMENT, policy, basis, by=by, at=at)
    dossier.save()
    facts = {"request": asked.id, "stage": asked.stage, "policy": policy.value}
    record("dossier.supplement_requested", dossier.id, by=by, at=at, **facts)
    return asked


def _ask(
    dossier: Dossier,
    items: Sequence[SupplementItem],
    answer_by: date | None,
    most: int,
    by: Actor,
    at: datetime,
) -> SupplementRequest:
    stage = "settlement" if dossier.accepted_at else "before_acceptance"
    if SupplementRequest.objects.filter(dossier=dossier, stage=stage).count() >= most:
        raise SupplementAskedOften(most=most)
    return SupplementRequest.objects.create(
        dossier=dossier,
        stage=stage,
        items=[asdict(item) for item in items],
        requested_by=by.who,
        requested_at=at,
        answer_by=answer_by,
    )


@transaction.atomic
def answer_supplement(
    dossier_id: DossierId, *, key: UUID | None = None, by: Actor, at: datetime
) -> Dossier:
    """Hand in what was asked for; the dossier goes back to where it waited.

    The applicant answers online, or the desk takes the papers in for them. Answers and papers
    are checked whole again. The same key again changes nothing.
    """
    dossier = held(by, dossier_id)
    require_filer(by, dossier)
    if key is not None and _answered_with(dossier, key):
        return dossier
    if dossier.status != Status.SUPPLEMENTING:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="đã bổ sung")
    back = Status.IN_PROGRESS if dossier.accepted_at else Status.SUBMITTED
    _check_again(dossier, at)
    SupplementRequest.objects.filter(dossier=dossier, answered_at=None).update(
        answered_at=at, answered_by=by.person
    )
    dossier.status = back.value
    dossier.revision += 1
    if back is Status.IN_PROGRESS:
        start_clock(dossier, by=by, at=at)
    else:
        dossier.submitted_at = at
        clock.receive(dossier, at)
    dossier.save()
    record("dossier.supplemented", dossier.id, by=by, at=at, due_at=dossier.due_at, key=key)
    return dossier


def _answered_with(dossier: Dossier, key: UUID) -> bool:
    answered = history(dossier.id).filter(verb="dossier.supplemented", facts__key=str(key))
    return answered.exists()


def _check_again(dossier: Dossier, at: datetime) -> None:
    kept = terms(dossier.procedure_id)
    row = row_of(dossier)
    told = opened(row) if row else {}
    answers = checked_answers(kept, told, dossier.case, localdate(at))
    answers = with_own_files(kept, answers, dossier=dossier, uploaded_by=None)
    require_form_signed(dossier)
    require_papers(dossier, kept, answers, papers_present(dossier))
    if answers != told:
        keep_before(dossier, row, request_of(dossier))
        store(dossier, row, answers)


@transaction.atomic
def decline(
    dossier_id: DossierId,
    *,
    reason: str,
    basis: str,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Turn a filing down before acceptance (từ chối tiếp nhận), with reason and legal basis."""
    dossier = held(by, dossier_id)
    require_receptionist(by, dossier)
    check_revision(dossier.revision, revision)
    check_transition(Status(dossier.status), Status.DECLINED)
    if not reason.strip():
        raise ReasonMissing
    if not basis.strip():
        raise BasisMissing
    Refusal.objects.create(
        dossier=dossier, reason=reason.strip(), basis=basis.strip(), by=by.who, at=at
    )
    dossier.status = Status.DECLINED.value
    dossier.revision += 1
    dossier.save(update_fields=["status", "revision"])
    record("dossier.declined", dossier.id, by=by, at=at)
    return dossier


@transaction.atomic
def withdraw(dossier_id: DossierId, *, reason: str, by: Actor, at: datetime) -> Dossier:
    """Take the application back (công dân rút hồ sơ), as long as no result was issued."""
    dossier = held(by, dossier_id)
    require_applicant(by, dossier)
    check_transition(Status(dossier.status), Status.WITHDRAWN)
    if Status(dossier.status) in BEING_SETTLED or dossier.accepted_at is not None:
        workflow.cancel(dossier.id, by=by, at=at)
        resume(dossier.id, by=by, at=at)
        HandOver.objects.filter(dossier=dossier, acknowledged_at=None).delete()
    SupplementRequest.objects.filter(dossier=dossier, answered_at=None).update(answered_at=at)
    dossier.status = Status.WITHDRAWN.value
    dossier.step = ""
    dossier.responsible = None
    dossier.revision += 1
    dossier.save()
    record("dossier.withdrawn", dossier.id, by=by, at=at, has_reason=bool(reason.strip()))
    return dossier
