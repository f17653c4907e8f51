"""Running a process: starting it, ending a step, handing a step to somebody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.events.rows import at_once, insert, update, write
from motcua.kernel.actors import Actor
from motcua.kernel.ids import TaskId, new_id
from motcua.workflow import rules
from motcua.workflow.models import ProcessInstance, ProcessVersion, Task
from motcua.workflow.queries import published

# Tells which agency performs a node, and when its own time is up.
Placement = Callable[[rules.Node], tuple[UUID, datetime | None]]


_ASSIGN = """
UPDATE workflow_task SET assignee = %s, acknowledged_at = %s
WHERE id = %s AND completed_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move of the process changed."""

    opened: Sequence[Task]
    finished: bool


@transaction.atomic(savepoint=False)
def start(
    process: ProcessVersion,
    subject: UUID,
    *,
    values: Mapping[str, object],
    place: Placement,
    subject_due_at: datetime | None,
    by: Actor,
    at: datetime,
) -> Moved:
    """Start a run of a process for a subject; a subject has one run."""
    running = published(process.id)
    marking = rules.begin(running, values)
    instance = ProcessInstance(
        process=process, subject=subject, marking=list(marking), started_at=at
    )
    fresh = rules.opened(running, (), marking)
    with at_once():
        insert(instance)
        tasks = _open(instance, fresh, place, subject_due_at, at)
    return Moved(tasks, rules.is_finished(running, marking))


@transaction.atomic(savepoint=False)
def complete(
    task: Task,
    process: rules.Process,
    *,
    outcome: str,
    note: str,
    values: Mapping[str, object],
    place: Placement,
    subject_due_at: datetime | None,
    by: Actor,
    at: datetime,
) -> Moved:
    """End a step and open the next. The caller holds the subject's lock and the task's instance."""
    if task.completed_at is not None:
        raise rules.TaskNotOpen(task=task.name)
    instance = task.instance
    before = tuple(instance.marking)
    after = rules.complete(process, before, task.node, {**values, "outcome": outcome})
    rest = list(before)
    rest.remove(task.node)
    finished = rules.is_finished(process, after)
    instance.marking = list(after)
    instance.finished_at = at if finished else None
    task.completed_at, task.completed_by = at, by.person
    task.outcome, task.note = outcome, note
    task.assignee = task.assignee or by.person
    fresh = rules.opened(process, tuple(rest), after)
    with at_once():
        update(instance, "marking", "finished_at")
        update(task, "completed_at", "completed_by", "outcome", "note", "assignee")
        tasks = _open(instance, fresh, place, subject_due_at, at)
    return Moved(tasks, finished)


def _open(
    instance: ProcessInstance,
    nodes: Sequence[rules.Node],
    place: Placement,
    subject_due_at: datetime | None,
    at: datetime,
) -> Sequence[Task]:
    tasks = []
    for node in nodes:
        agency, due = place(node)
        tasks.append(
            Task(
                id=new_id(),
                instance=instance,
                subject=instance.subject,
                node=node.id,
                name=node.name,
                act=node.act,
                role=node.role,
                agency=agency,
                opened_at=at,
                due_at=due,
                subject_due_at=subject_due_at,
            )
        )
    insert(*tasks)
    return tasks


@transaction.atomic(savepoint=False)
def assign(task_id: TaskId, *, to: UUID, acknowledged: bool, by: Actor, at: datetime) -> None:
    """Make one person responsible for an open step."""
    given = [to, at if acknowledged else None, task_id]
    write((_ASSIGN, given), of=[(Task._meta.db_table, task_id)])


@transaction.atomic(savepoint=False)
def set_subject_due(subject: UUID, *, due: datetime | None, by: Actor, at: datetime) -> None:
    """Tell the open steps of a subject when the whole is due now."""
    Task.objects.filter(subject=subject, completed_at=None).update(subject_due_at=due)


@transaction.atomic(savepoint=False)
def cancel(subject: UUID, *, by: Actor, at: datetime) -> None:
    """End the run of a subject that is withdrawn or stopped: no step stays open."""
    Task.objects.filter(subject=subject, completed_at=None).update(
        completed_at=at, completed_by=by.person, outcome="cancelled"
    )
    ProcessInstance.objects.filter(subject=subject).update(marking=[], finished_at=at)
