"""What the law asks of an agency whose limit runs out: the apology, and notes of what came due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from motcua.deadlines.permissions import require_keeper
from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import Stage
from motcua.dossiers import clock
from motcua.dossiers.apology_rules import (
    AlreadyApologised,
    ApologyChanged,
    ApologyNotWritten,
    CauseUnknown,
    NothingToApologise,
    check_cause,
    check_new_day,
)
from motcua.dossiers.holding import held
from motcua.dossiers.models import Apology, Dossier, DueNotice, LateCause
from motcua.dossiers.permissions import require_apology_signer, require_apology_writer
from motcua.dossiers.rules import OPEN, ReasonMissing, Status
from motcua.events.actions import record
from motcua.events.rows import update
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import DossierId
from motcua.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class ApologyText:
    """What the writer of an apology says."""

    cause: str
    new_due_at: datetime
    responsible: UUID
    explanation: str = ""


@transaction.atomic
def write_apology(dossier_id: DossierId, text: ApologyText, *, by: Actor, at: datetime) -> Apology:
    """Write the apology of a dossier that is late or will be (Mẫu 04), for the signature.

    Until it is signed it may be written anew. The limit itself stays where the law puts it: the
    new day is a promise, and one dossier has one.
    """
    dossier = held(by, dossier_id)
    require_apology_writer(by, dossier)
    if Status(dossier.status) not in OPEN or dossier.due_at is None:
        raise NothingToApologise
    known = Apology.objects.filter(dossier=dossier).first()
    if known is not None and known.signed_at is not None:
        raise AlreadyApologised
    causes = LateCause.objects.filter(code=text.cause, valid_from__lte=localdate(at))
    if not causes.exclude(valid_to__lt=localdate(at)).exists():
        raise CauseUnknown
    check_cause(text.cause, text.explanation)
    if not Agency.objects.filter(pk=text.responsible).exists():
        raise NotFound
    calendar = working_calendar(dossier.settling_agency_id)
    check_new_day(dossier.due_at, text.new_due_at, at, calendar)
    written, _ = Apology.objects.update_or_create(
        dossier=dossier,
        defaults={
            "cause_id": text.cause,
            "explanation": text.explanation.strip()[:1000],
            "responsible_id": text.responsible,
            "old_due_at": dossier.due_at,
            "new_due_at": text.new_due_at,
            "written_by": by.who,
            "written_at": at,
        },
    )
    record("apology.written", dossier.id, by=by, at=at, cause=text.cause, new=text.new_due_at)
    return written


@transaction.atomic
def sign_apology(
    dossier_id: DossierId, *, written_at: datetime, by: Actor, at: datetime
) -> Apology:
    """Sign the apology; with this it goes to the applicant and to the desk that received.

    `written_at` is the writing that the signatory has read: a later one is refused.
    """
    dossier = held(by, dossier_id)
    require_apology_signer(by, dossier)
    apology = Apology.objects.filter(dossier=dossier).first()
    if apology is None:
        raise ApologyNotWritten
    if apology.signed_at is not None:
        raise AlreadyApologised
    if apology.written_at != written_at:
        raise ApologyChanged
    if Status(dossier.status) not in OPEN:
        raise NothingToApologise
    check_new_day(
        apology.old_due_at, apology.new_due_at, at, working_calendar(dossier.settling_agency_id)
    )
    apology.signed_by, apology.signed_at = by.who, at
    apology.save(update_fields=["signed_by", "signed_at"])
    in_time = at <= apology.old_due_at
    record("dossier.apologised", dossier.id, by=by, at=at, new=apology.new_due_at, in_time=in_time)
    return apology


@transaction.atomic
def note_stage(
    dossier_id: DossierId,
    stage: Stage,
    *,
    due_at: datetime,
    told: Sequence[UUID],
    by: Actor,
    at: datetime,
) -> bool:
    """Note that a stage of a limit running out was reached; say whether it is new and still true.

    Only the system does so. A stage is noted once for a due moment; one whose due moment has
    moved meanwhile, or whose dossier has gone on or ended, is not noted.
    """
    if by != SYSTEM:
        raise NotPermitted
    dossier = held(by, dossier_id)
    if due_at != _running_due(dossier, stage):
        return False
    _, is_new = DueNotice.objects.get_or_create(
        dossier=dossier,
        due_at=due_at,
        stage=stage.value,
        defaults={"told": told[0] if told else None, "at": at},
    )
    if is_new:
        people = [str(person) for person in told]
        record(f"due.{stage.value}", dossier.id, by=by, at=at, to=people, due_at=due_at)
    return is_new


def _running_due(dossier: Dossier, stage: Stage) -> datetime | None:
    """Return the due moment that a stage is about, None when nothing runs any more."""
    status = Status(dossier.status)
    if stage is Stage.ANSWER_OVERDUE:
        return dossier.answer_due_at if status is Status.SUBMITTED else None
    return dossier.due_at if status in OPEN else None


@transaction.atomic
def recount_answer(dossier_id: DossierId, *, by: Actor, at: datetime) -> bool:
    """Count anew when a filing counts as received and must be answered; say whether it moved."""
    if by != SYSTEM:
        raise NotPermitted
    dossier = held(by, dossier_id)
    if dossier.status != Status.SUBMITTED or dossier.submitted_at is None:
        return False
    before = dossier.answer_due_at
    clock.receive(dossier, dossier.submitted_at)
    update(dossier, "officially_received_at", "answer_due_at")
    if dossier.answer_due_at != before:
        facts = {"old": before, "new": dossier.answer_due_at}
        record("answer_due.moved", dossier.id, by=by, at=at, **facts)
    return dossier.answer_due_at != before


@transaction.atomic
def send_digest(
    officer: UUID, *, near: int, overdue: int, whole_unit: bool, by: Actor, at: datetime
) -> None:
    """Note that an officer is told this morning what is near its due moment and what is late.

    Only the system does so; `whole_unit` says that the figures are those of the whole agency.
    """
    if by != SYSTEM:
        raise NotPermitted
    record("digest.sent", officer, by=by, at=at, near=near, overdue=overdue, unit=whole_unit)


@transaction.atomic
def add_late_cause(name: str, *, by: Actor, at: datetime) -> LateCause:
    """Add a cause that apologies may name from today on."""
    require_keeper(by)
    if not name.strip():
        raise ReasonMissing
    cause = LateCause.objects.create(
        code=uuid4().hex[:12], name=name.strip()[:200], valid_from=localdate(at)
    )
    record("late_cause.added", by.who, by=by, at=at, code=cause.code)
    return cause


@transaction.atomic
def retire_late_cause(code: str, *, by: Actor, at: datetime) -> LateCause:
    """Take a cause off the list after today; apologies that named it keep it."""
    require_keeper(by)
    cause = LateCause.objects.select_for_update().filter(code=code, valid_to=None).first()
    if cause is None:
        raise NotFound
    cause.valid_to = max(localdate(at), cause.valid_from)
    cause.save(update_fields=["valid_to"])
    record("late_cause.retired", by.who, by=by, at=at, code=code)
    return cause
