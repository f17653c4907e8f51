"""The open steps of a dossier, as the acts on them find them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import BEING_SETTLED, LABELS, IllegalTransition, Status
from motcua.events.actions import Fact
from motcua.events.rows import columns, made, width
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import TaskId
from motcua.workflow.models import ProcessInstance, Task
from motcua.workflow.rules import TaskNotOpen

_TASK = """
SELECT {task}, {instance} FROM workflow_task
JOIN workflow_processinstance ON workflow_processinstance.id = workflow_task.instance_id
WHERE workflow_task.id = %s AND workflow_task.subject = %s
"""


def task_of(dossier: Dossier, task_id: TaskId | UUID) -> Task:
    """Return an open step of a dossier with its run, or say that it is no longer open."""
    statement = _TASK.format(task=columns(Task), instance=columns(ProcessInstance))
    with connection.cursor() as cursor:
        cursor.execute(statement, [task_id, dossier.id])
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    task = made(Task, found[: width(Task)])
    task.instance = made(ProcessInstance, found[width(Task) :])
    if task.completed_at is not None:
        raise TaskNotOpen(task=task.name)
    return task


def require_being_settled(dossier: Dossier) -> None:
    """Refuse an officer's act on a dossier that waits for its applicant or has ended."""
    if Status(dossier.status) not in BEING_SETTLED:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="đang xử lý")


def opened_facts(dossier: Dossier, opened: Sequence[Task]) -> list[Fact]:
    """Return what is recorded of steps that were opened."""
    return [Fact("task.opened", dossier.id, {"task": t.id, "node": t.node}) for t in opened]
