"""The open steps of a dossier, as the acts on them find them."""

from collections.abc import Sequence
from typing import NoReturn
from uuid import UUID

from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import BEING_SETTLED, LABELS, IllegalTransition, Status
from motcua.events.actions import Fact
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import TaskId
from motcua.workflow.models import Task
from motcua.workflow.queries import Standing, standing_of
from motcua.workflow.rules import TaskNotOpen


def standing_with(dossier: Dossier, task_id: TaskId | UUID) -> tuple[Standing, Task]:
    """Return where a dossier's process stands and one of its open steps, or say that the step is
    no longer open."""
    standing = standing_of(dossier.id)
    task = standing.task(task_id) if standing is not None else None
    if standing is None or task is None:
        _refuse(dossier, task_id)
    return standing, task


def _refuse(dossier: Dossier, task_id: TaskId | UUID) -> NoReturn:
    ended = Task.objects.filter(pk=task_id, subject=dossier.id).first()
    if ended is None:
        raise NotFound
    raise TaskNotOpen(task=ended.name)


def task_of(dossier: Dossier, task_id: TaskId | UUID) -> Task:
    """Return an open step of a dossier with its run, or say that it is no longer open."""
    return standing_with(dossier, task_id)[1]


def require_being_settled(dossier: Dossier) -> None:
    """Refuse an officer's act on a dossier that waits for its applicant or has ended."""
    if Status(dossier.status) not in BEING_SETTLED:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="đang xử lý")


def opened_facts(dossier: Dossier, opened: Sequence[Task]) -> list[Fact]:
    """Return what is recorded of steps that were opened."""
    return [Fact("task.opened", dossier.id, {"task": t.id, "node": t.node}) for t in opened]
