"""Running a process: starting it, ending a step, letting an event happen, handing a step on.

The caller holds the lock of the subject, and says where steps are placed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from motcua.events.rows import at_once, insert, update, write
from motcua.kernel.actors import Actor
from motcua.kernel.ids import TaskId, new_id
from motcua.workflow import rules
from motcua.workflow.actions.tokens import Change, apply
from motcua.workflow.models import Awaited, ProcessInstance, ProcessVersion, Task
from motcua.workflow.placing import Placing
from motcua.workflow.queries import Standing, published
from motcua.workflow.rules import Node, Trigger

_ASSIGN = """
UPDATE workflow_task SET assignee = %s, acknowledged_at = %s
WHERE id = %s AND completed_at IS NULL
"""
# Of two who act at the same moment, the one who read the clock first may be the later one to act.
_CANCEL = """
UPDATE workflow_task SET completed_at = greatest(%s, opened_at), completed_by = %s, outcome = %s
WHERE subject = %s AND completed_at IS NULL
"""
_SET_DUES = """
UPDATE workflow_task AS task SET due_at = told.due_at, subject_due_at = %s
FROM unnest(%s::uuid[], %s::timestamptz[]) AS told(id, due_at)
WHERE task.id = told.id AND task.completed_at IS NULL
"""
_MOVE_WHOLE = """
UPDATE workflow_task AS task SET subject_due_at = moved.new_due_at FROM {} AS moved
WHERE task.subject = moved.id AND task.subject_due_at = moved.old_due_at
AND task.completed_at IS NULL
"""
_MOVE_OWN = """
UPDATE workflow_task AS task SET due_at = moved.new_due_at FROM {} AS moved
WHERE task.id = moved.id AND task.due_at = moved.old_due_at AND task.completed_at IS NULL
"""
_FORGET = (
    "DELETE FROM workflow_token WHERE instance_id IN "
    "(SELECT id FROM workflow_processinstance WHERE subject = %s)",
    "DELETE FROM workflow_awaited WHERE instance_id IN "
    "(SELECT id FROM workflow_processinstance WHERE subject = %s)",
)
CANCELLED = "cancelled"
TIMED_OUT = "timed_out"  # its time was up and the process went on without it
SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move of the process changed: steps opened, steps it took away, what it gave off."""

    opened: list[Task]
    taken_away: list[Task] = field(default_factory=list)
    thrown: tuple[rules.Thrown, ...] = ()
    services: list[Node] = field(default_factory=list)
    finished: bool = False


@transaction.atomic(savepoint=False)
def start(
    process: ProcessVersion, subject: UUID, *, placing: Placing, by: Actor, at: datetime
) -> Moved:
    """Start a run of a process for a subject; a subject has one run."""
    running = published(process.id)
    instance = ProcessInstance(id=new_id(), process=process, subject=subject, started_at=at)
    standing = Standing(instance, running, {}, (), {})
    move = rules.begin(running, _values(standing, placing, {}))
    with at_once():
        insert(instance)
        return _apply(standing, move, placing, by, at)


@transaction.atomic(savepoint=False)
def complete(
    standing: Standing,
    task: Task,
    *,
    outcome: str,
    note: str,
    data: Mapping[str, object],
    placing: Placing,
    by: Actor,
    at: datetime,
) -> Moved:
    """End a step with an outcome and the data it sets, and open what follows."""
    if task.number not in standing.tasks:
        raise rules.TaskNotOpen(task=task.name)
    given = {**rules.fitting(standing.process.properties, data), "outcome": outcome}
    values = _values(standing, placing, given)
    move = rules.complete(standing.process, standing.marking, task.number, values)
    task.completed_at, task.completed_by = max(at, task.opened_at), by.person
    task.outcome, task.note = outcome, note
    task.assignee = task.assignee or by.person
    with at_once():
        update(task, "completed_at", "completed_by", "outcome", "note", "assignee")
        del standing.tasks[task.number]
        return _apply(standing, move, placing, by, at, given=given)


@transaction.atomic(savepoint=False)
def occur(
    standing: Standing,
    trigger: Trigger,
    name: str,
    *,
    data: Mapping[str, object],
    placing: Placing,
    by: Actor,
    at: datetime,
) -> Moved:
    """Let a message or a signal reach what waits for it; refused when nothing does."""
    given = rules.fitting(standing.process.properties, data)
    values = _values(standing, placing, given)
    move = rules.occur(standing.process, standing.marking, trigger, name, values)
    return _apply(standing, move, placing, by, at, given=given)


@transaction.atomic(savepoint=False)
def fire(
    standing: Standing, number: int, event: str, *, placing: Placing, by: Actor, at: datetime
) -> Moved:
    """Let a timer fire; what it interrupts is noted as not done in time."""
    values = _values(standing, placing, {})
    move = rules.fire(standing.process, standing.marking, number, event, values)
    with at_once():
        write(
            (
                "DELETE FROM workflow_awaited WHERE instance_id = %s AND number = %s AND node = %s",
                [standing.instance.id, number, event],
            )
        )
        return _apply(standing, move, placing, by, at, ending=TIMED_OUT)


@transaction.atomic(savepoint=False)
def finish_service(
    standing: Standing,
    number: int,
    *,
    data: Mapping[str, object],
    placing: Placing,
    by: Actor,
    at: datetime,
) -> Moved:
    """Go on from a service that has done its work."""
    given = rules.fitting(standing.process.properties, data)
    values = _values(standing, placing, given)
    move = rules.complete(standing.process, standing.marking, number, values)
    return _apply(standing, move, placing, by, at, given=given)


@transaction.atomic(savepoint=False)
def send_back(
    standing: Standing, task: Task, node: str, *, placing: Placing, by: Actor, at: datetime
) -> Moved:
    """Put a run on another of its steps (a correction), if it could stand there by itself.

    Steps side by side stay when the process could have them open beside the new one; otherwise
    they are taken away with the step that is left.
    """
    marking = rules.corrected(standing.process, standing.marking, task.number, node)
    return _apply(standing, rules.Move(marking), placing, by, at, ending=SENT_BACK)


def _values(standing: Standing, placing: Placing, given: Mapping[str, object]) -> dict[str, object]:
    known = {**standing.data, **placing.values, **given}
    return rules.readable(standing.process.properties, known)


def _apply(
    standing: Standing,
    move: rules.Move,
    placing: Placing,
    by: Actor,
    at: datetime,
    *,
    given: Mapping[str, object] | None = None,
    ending: str = CANCELLED,
) -> Moved:
    change = Change(standing, move, given or {}, ending)
    with at_once():
        opened, taken_away, services = apply(change, placing, by=by, at=at)
        if not move.marking:
            standing.instance.finished_at = at
            update(standing.instance, "finished_at")
    return Moved(opened, taken_away, move.thrown, services, not move.marking)


@transaction.atomic(savepoint=False)
def assign(task_id: TaskId, *, to: UUID, acknowledged: bool, by: Actor, at: datetime) -> None:
    """Make one person responsible for an open step."""
    given = [to, at if acknowledged else None, task_id]
    write((_ASSIGN, given), of=[(Task._meta.db_table, task_id)])


@transaction.atomic(savepoint=False)
def release(task_id: TaskId, *, by: Actor, at: datetime) -> None:
    """Leave an open step to whoever of the unit takes it."""
    write((_ASSIGN, [None, None, task_id]), of=[(Task._meta.db_table, task_id)])


@transaction.atomic(savepoint=False)
def set_open_dues(
    dues: Mapping[UUID, datetime | None], *, whole: datetime | None, by: Actor, at: datetime
) -> None:
    """Tell open steps of a subject, by their ids, when each is due now, and when the whole is."""
    if dues:
        write((_SET_DUES, [whole, list(dues), list(dues.values())]))


@transaction.atomic(savepoint=False)
def move_subject_dues(table: str, *, by: Actor, at: datetime) -> None:
    """Tell the open steps of many subjects when the whole is due now.

    `table` is one of this transaction, with `id, old_due_at, new_due_at` of the subjects; steps
    that say something else by now are left alone.
    """
    write((_MOVE_WHOLE.format(table), []))


@transaction.atomic(savepoint=False)
def move_step_dues(table: str, *, by: Actor, at: datetime) -> None:
    """Set the own due moments of many open steps, from such a table with the ids of the steps."""
    write((_MOVE_OWN.format(table), []))


@transaction.atomic(savepoint=False)
def hold_timers(subject: UUID, *, by: Actor, at: datetime) -> None:
    """Let the timers of a subject stand still, as its clock does."""
    Awaited.objects.filter(subject=subject, kind="timer", held_at=None).update(held_at=at)


@transaction.atomic(savepoint=False)
def release_timers(subject: UUID, *, by: Actor, at: datetime) -> None:
    """Let held timers run again, later by as long as they stood still."""
    Awaited.objects.filter(subject=subject, kind="timer", held_at__isnull=False).update(
        due_at=F("due_at") + (at - F("held_at")), held_at=None
    )


@transaction.atomic(savepoint=False)
def cancel(subject: UUID, *, by: Actor, at: datetime) -> None:
    """End the run of a subject that is withdrawn or stopped: nothing of it waits any more."""
    with at_once():
        write(
            (_CANCEL, [at, by.person, CANCELLED, subject]),
            *((statement, [subject]) for statement in _FORGET),
        )
    ProcessInstance.objects.filter(subject=subject).update(finished_at=at)
