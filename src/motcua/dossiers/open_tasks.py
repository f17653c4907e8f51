"""The open steps of a dossier, as the acts on them find them."""

from collections.abc import Sequence
from uuid import UUID

from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import BEING_SETTLED, LABELS, IllegalTransition, Status
from motcua.events.actions import Fact
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import TaskId
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskNotOpen


def task_of(dossier: Dossier, task_id: TaskId | UUID) -> Task:
    """Return an open step of a dossier with its run, or say that it is no longer open."""
    task = Task.objects.select_related("instance").filter(pk=task_id, subject=dossier.id).first()
    if task is None:
        raise NotFound
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
