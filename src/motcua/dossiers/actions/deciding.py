"""The end of a dossier: the signed result is numbered, sealed and handed over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, localtime

from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers import results
from motcua.dossiers.advancing import Finished, advance
from motcua.dossiers.holding import held, result_of
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.numbering import next_result_number
from motcua.dossiers.open_tasks import standing_with
from motcua.dossiers.permissions import require_applicant, require_performer, require_return_desk
from motcua.dossiers.registering import line_of
from motcua.dossiers.rules import (
    Act,
    ResultChannel,
    ResultNotReady,
    Status,
    check_evidence,
    check_revision,
    check_transition,
)
from motcua.dossiers.storing import put_result
from motcua.dossiers.uncollected import BETWEEN, REMINDED, RemindedLately, reminders
from motcua.events.actions import Fact, record, record_all
from motcua.events.rows import read, update
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId, TaskId
from motcua.organisations.models import Agency
from motcua.people.rules import masked_number
from motcua.results.actions import register
from motcua.signing.actions import Paper, Signing, sign
from motcua.workflow.models import Task
from motcua.workflow.queries import Standing, standing_of


@dataclass(frozen=True, slots=True)
class HandedTo:
    """Who took a result, and how it reached them."""

    channel: ResultChannel
    name: str
    number: str = ""
    postal_code: str = ""


def _step(
    dossier: Dossier, task_id: TaskId, act: Act, by: Actor, at: datetime
) -> tuple[Standing, Task, Result]:
    standing, task = standing_with(dossier, task_id)
    require_performer(by, task, at)
    result = result_of(dossier)
    if task.act != act or result is None:
        raise ResultNotReady
    return standing, task, result


@transaction.atomic
def issue_result(
    dossier_id: DossierId,
    task_id: TaskId,
    *,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Number and seal a signed result (văn thư vào số, ký số của cơ quan; NĐ 30/2020/NĐ-CP).

    With this the dossier is decided, its clock ends, and the register of results has its line.
    When the seal is kept elsewhere, that is once the signature is back; the number is taken now
    and stays.
    """
    dossier = held(by, dossier_id)
    standing, task, result = _step(dossier, task_id, Act.ISSUE, by, at)
    check_revision(dossier.revision, revision)
    check_transition(Status(dossier.status), Status.DECIDED)
    if result.signed_document is None:
        raise ResultNotReady
    (agency,) = read(Agency, "WHERE id = %s", [by.office])
    if result.number is None:
        result.number = next_result_number(agency.id, localdate(at))
    document = _sealed(dossier, result, task, agency, by, at)
    if document is None:
        update(result, "number")
        return dossier
    _issued(dossier, standing, task, result, document, by, at)
    return dossier


def _issued(
    dossier: Dossier,
    standing: Standing,
    task: Task,
    result: Result,
    document: UUID,
    by: Actor,
    at: datetime,
) -> None:
    result.document, result.issued_by, result.issued_at = document, by.person, at
    update(result)
    facts = _done(dossier, standing, task, by, at)
    dossier.status, dossier.decided_at = Status.DECIDED.value, at
    update(dossier)
    _registered(dossier, result, by, at)
    decided = Fact(
        "dossier.decided",
        dossier.id,
        {"granted": result.granted, "number": result.number, "due_at": dossier.due_at},
    )
    record_all([*facts, decided], by=by, at=at)


def _registered(dossier: Dossier, result: Result, by: Actor, at: datetime) -> None:
    """Enter what was granted in the register; a refusal gives nobody anything to be in force."""
    if result.granted:
        line = line_of(dossier, result, by.office, at)
        register(line, dossier=dossier.id, document=result.document, by=by, at=at)


def _sealed(
    dossier: Dossier, result: Result, task: Task, agency: Agency, by: Actor, at: datetime
) -> UUID | None:
    """Put the agency's seal and the number on the signed paper; None while the seal is awaited."""
    assert result.signed_document is not None
    assert result.number is not None
    signed = documents_by_id([result.signed_document])[result.signed_document]
    content = content_of(signed)
    how = Signing(
        owner=agency.id,
        kind="seal",
        who=agency.name,
        reason="Đóng dấu, cấp số văn bản",
        stamp=results.seal_stamp(content, result.number, at),
        act="seal",
        key=task.id,
    )
    paper = Paper(content, results.file_name(dossier), "result", dossier.id)
    document = sign(paper, how, by=by, at=at)
    return document.id if document is not None else None


@transaction.atomic
def take_sealed_result(
    dossier_id: DossierId, task: UUID, document: UUID, *, by: Actor, at: datetime
) -> bool:
    """Decide a dossier whose seal came from outside; say whether it is of use.

    `by` is the records clerk. When the step has ended meanwhile, the signature is set aside.
    """
    dossier = Dossier.objects.locked(dossier_id)  # the news came from outside, not from a reader
    standing = standing_of(dossier.id)
    open_task = standing.task(task) if standing is not None else None
    result = Result.objects.filter(dossier=dossier, number__isnull=False).first()
    if standing is None or open_task is None or result is None:
        record("signature.set_aside", dossier.id, by=by, at=at, document=document)
        return False
    check_transition(Status(dossier.status), Status.DECIDED)
    _issued(dossier, standing, open_task, result, document, by, at)
    return True


@transaction.atomic
def deliver(
    dossier_id: DossierId,
    task_id: TaskId,
    *,
    handed_to: HandedTo,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Hand the result over at the desk or send it by post (trả kết quả), with who took it."""
    dossier = held(by, dossier_id)
    require_return_desk(by, dossier)
    check_revision(dossier.revision, revision)
    standing, task = standing_with(dossier, task_id)
    if task.act != Act.DELIVER:
        raise ResultNotReady
    check_evidence(handed_to.channel, handed_to.name, handed_to.number, handed_to.postal_code)
    return _delivered(dossier, standing, task, handed_to, by, at)


@transaction.atomic
def fetch_result(dossier_id: DossierId, *, by: Actor, at: datetime) -> Result:
    """Take one's result online; the first time, this is its delivery."""
    dossier = held(by, dossier_id)
    require_applicant(by, dossier)
    result = Result.objects.filter(dossier=dossier, document__isnull=False).first()
    if result is None:
        raise ResultNotReady
    if dossier.status == Status.DECIDED and dossier.result_channel == ResultChannel.ONLINE:
        standing, task = _waiting_for(dossier, Act.DELIVER)
        handed = HandedTo(ResultChannel.ONLINE, dossier.applicant_name)
        _delivered(dossier, standing, task, handed, by, at)
        result.refresh_from_db()
    return result


@transaction.atomic
def remind_collection(dossier_id: DossierId, *, by: Actor, at: datetime) -> None:
    """Remind the applicant of a result that waits at the desk; not again for some days."""
    dossier = held(by, dossier_id)
    require_return_desk(by, dossier)
    if dossier.status != Status.DECIDED:
        raise ResultNotReady
    last = reminders([dossier.id]).get(dossier.id)
    if last is not None and at - last < BETWEEN:
        raise RemindedLately(at=f"{localtime(last):%H:%M %d/%m/%Y}", days=BETWEEN.days)
    record_all([Fact(REMINDED, dossier.id)], by=by, at=at)


def _waiting_for(dossier: Dossier, act: Act) -> tuple[Standing, Task]:
    standing = standing_of(dossier.id)
    if standing is not None:
        for task in standing.tasks.values():
            if task.act == act:
                return standing, task
    raise ResultNotReady


def _done(dossier: Dossier, standing: Standing, task: Task, by: Actor, at: datetime) -> list[Fact]:
    """Finish a step that has an act of its own, by its first outcome."""
    step = Finished(results.main_outcome(task))
    return advance(dossier, standing, task, step, by=by, at=at)


def _delivered(
    dossier: Dossier,
    standing: Standing,
    task: Task,
    handed_to: HandedTo,
    by: Actor,
    at: datetime,
) -> Dossier:
    check_transition(Status(dossier.status), Status.DELIVERED)
    result = result_of(dossier)
    assert result is not None
    result.delivered_by = by.person
    result.delivery_channel = handed_to.channel.value
    result.taken_by = handed_to.name.strip()
    result.taken_by_number = masked_number(handed_to.number)[-20:]
    result.postal_code = handed_to.postal_code.strip()
    update(result)
    put_result(dossier, by=by, at=at)
    facts = _done(dossier, standing, task, by, at)
    dossier.status, dossier.delivered_at = Status.DELIVERED.value, at
    dossier.responsible = None
    dossier.step = ""
    update(dossier)
    proof: dict[str, object] = {"channel": handed_to.channel.value}
    proof["sha256"] = _digest_of(result.document)
    delivered = Fact("dossier.delivered", dossier.id, proof)
    record_all([*facts, delivered], by=by, at=at)
    return dossier


def _digest_of(given: UUID | None) -> str | None:
    """Return the SHA-256 of the paper that was handed over; none for a paper original."""
    return documents_by_id([given])[given].file_id if given else None
