"""Reading processes and the steps that wait."""

from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from motcua.workflow.bpmn import read
from motcua.workflow.models import ProcessVersion, Task
from motcua.workflow.rules import Process


@lru_cache(maxsize=2000)
def published(version: UUID) -> Process:
    """Return a published process, compiled; it is frozen, so memory may keep it."""
    return read(ProcessVersion.objects.get(pk=version).bpmn)


def tasks_of(subject: UUID) -> QuerySet[Task]:
    """Return the steps of a subject in the order they were opened."""
    return Task.objects.filter(subject=subject).order_by("opened_at", "id")


def open_tasks(subject: UUID) -> QuerySet[Task]:
    """Return the steps of a subject that wait."""
    return tasks_of(subject).filter(completed_at=None)
