"""What moves a dossier's process without somebody finishing a step: timers, messages, signals,
services; and the corrections of those who answer for its course."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.dossiers.advancing import after_move, placing_for
from motcua.dossiers.holding import held
from motcua.dossiers.models import Dossier, HandOver
from motcua.dossiers.open_tasks import require_being_settled, standing_with, task_of
from motcua.dossiers.permissions import require_concerned, require_course_keeper, require_performer
from motcua.dossiers.rules import BEING_SETTLED, ReasonMissing, Status, check_revision
from motcua.events.actions import Fact, record, record_all
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import DossierId, TaskId
from motcua.workflow import actions as workflow
from motcua.workflow.actions import Moved
from motcua.workflow.models import Awaited, Task
from motcua.workflow.queries import Standing, standing_of
from motcua.workflow.rules import Kind, NotAwaited, Trigger


def _moved(
    dossier: Dossier,
    standing: Standing,
    moved: Moved,
    happened: Fact,
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    facts = after_move(dossier, standing, moved, note, by=by, at=at)
    dossier.save()
    record_all([happened, *facts], by=by, at=at)


@transaction.atomic
def fire_timer(dossier_id: DossierId, timer: UUID, *, by: Actor, at: datetime) -> bool:
    """Let a timer fire that is due; say whether it did.

    However many workers try, it fires once: they wait for the dossier, and find the timer gone.
    """
    dossier = held(by, dossier_id)
    due = Awaited.objects.filter(pk=timer, held_at=None, due_at__lte=at).first()
    standing = standing_of(dossier.id)
    if due is None or standing is None or Status(dossier.status) not in BEING_SETTLED:
        return False
    placing = placing_for(dossier, standing, at)
    moved = workflow.fire(standing, due.number, due.node, placing=placing, by=by, at=at)
    _moved(dossier, standing, moved, Fact("timer.fired", dossier.id, {"node": due.node}), by, at)
    return True


@transaction.atomic
def receive(
    dossier_id: DossierId,
    trigger: Trigger,
    name: str,
    *,
    data: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Let a message or a signal reach the process of a dossier; refused when nothing waits.

    The system may, and officers where the dossier was received or is settled.
    """
    dossier = held(by, dossier_id)
    require_concerned(by, dossier)
    require_being_settled(dossier)
    standing = standing_of(dossier.id)
    if standing is None:
        raise NotAwaited(event=name)
    placing = placing_for(dossier, standing, at)
    moved = workflow.occur(standing, trigger, name, data=data or {}, placing=placing, by=by, at=at)
    _moved(dossier, standing, moved, Fact("event.received", dossier.id, {"name": name}), by, at)
    return dossier


@transaction.atomic
def finish_service(
    dossier_id: DossierId,
    node: str,
    *,
    data: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> bool:
    """Go on from a service that has done its work; say whether the process still waited for it."""
    dossier = held(by, dossier_id)
    standing = standing_of(dossier.id)
    if standing is None or Status(dossier.status) not in BEING_SETTLED:
        return False
    for token in standing.marking:
        if token.node == node and standing.process.nodes[node].kind is Kind.SERVICE_TASK:
            placing = placing_for(dossier, standing, at)
            moved = workflow.finish_service(
                standing, token.number, data=data or {}, placing=placing, by=by, at=at
            )
            _moved(
                dossier, standing, moved, Fact("service.done", dossier.id, {"node": node}), by, at
            )
            return True
    return False


@transaction.atomic
def tell_progress(dossier_id: DossierId, *, by: Actor, at: datetime) -> None:
    """Have the applicant told where their dossier is now; a process asks for it."""
    if by.person is not None:
        raise NotPermitted
    dossier = held(by, dossier_id)
    record("dossier.progressed", dossier.id, by=by, at=at, step=dossier.step)


@transaction.atomic
def send_back(
    dossier_id: DossierId,
    task_id: TaskId,
    node: str,
    *,
    reason: str,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Put a dossier on an earlier step, or on the right one after a wrong turn, with a reason.

    Only who answers for its course may: the head of section or the signatory of the settling
    agency. The due date stays as it was (regulations §8.2).
    """
    dossier = held(by, dossier_id)
    standing, task = standing_with(dossier, task_id)
    require_course_keeper(by, dossier)
    check_revision(dossier.revision, revision)
    require_being_settled(dossier)
    if not reason.strip():
        raise ReasonMissing
    placing = placing_for(dossier, standing, at)
    moved = workflow.send_back(standing, task, node, placing=placing, by=by, at=at)
    said: dict[str, object] = {"task": task.id, "from": task.node, "to": node}
    happened = Fact("dossier.sent_back", dossier.id, {**said, "reason": reason.strip()[:500]})
    _moved(dossier, standing, moved, happened, by, at, reason.strip())
    return dossier


@transaction.atomic
def release(dossier_id: DossierId, task_id: TaskId, *, by: Actor, at: datetime) -> Task:
    """Leave a step one has taken to the others of the unit."""
    dossier = held(by, dossier_id)
    task = task_of(dossier, task_id)
    require_performer(by, task, at)
    if task.assignee is None:
        return task
    workflow.release(TaskId(task.id), by=by, at=at)
    task.assignee = task.acknowledged_at = None
    dossier.revision += 1
    dossier.save(update_fields=["revision"])
    record("task.released", dossier.id, by=by, at=at, task=task.id)
    return task


@transaction.atomic
def give_back(dossier_id: DossierId, task_id: TaskId, *, by: Actor, at: datetime) -> None:
    """Give a step back to its unit because the officer it lies with has left their post.

    Only the system does so, when it hears of the post; doing it twice changes nothing.
    """
    if by.person is not None:
        raise NotPermitted
    dossier = held(by, dossier_id)
    task = Task.objects.filter(pk=task_id, subject=dossier.id, completed_at=None).first()
    if task is None or task.assignee is None:
        return
    workflow.release(TaskId(task.id), by=by, at=at)
    HandOver.objects.filter(task=task.id, acknowledged_at=None).delete()
    changed = {"responsible", "case_officer"} & _held_by(dossier, task.assignee)
    for name in changed:
        setattr(dossier, name, None)
    dossier.revision += 1
    dossier.save(update_fields=[*changed, "revision"])
    record("task.given_back", dossier.id, by=by, at=at, task=task.id, officer=task.assignee)


def _held_by(dossier: Dossier, officer: UUID) -> set[str]:
    held = {"responsible": dossier.responsible, "case_officer": dossier.case_officer}
    return {name for name, person in held.items() if person == officer}
