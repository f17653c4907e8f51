"""Reading processes, where their runs stand, and the steps that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from motcua.events.rows import columns, made, width
from motcua.workflow.bpmn.reading import read_with
from motcua.workflow.models import Awaited, CalledPart, ProcessInstance, ProcessVersion, Task
from motcua.workflow.rules import Marking, Node, Process, Token

_OPEN = """
SELECT {instance}, {task} FROM workflow_processinstance
LEFT JOIN workflow_task ON workflow_task.instance_id = workflow_processinstance.id
AND workflow_task.completed_at IS NULL
WHERE workflow_processinstance.subject = %s
ORDER BY workflow_task.number
"""
_STEPS = """
SELECT {instance}, {task} FROM workflow_task
JOIN workflow_processinstance ON workflow_processinstance.id = workflow_task.instance_id
WHERE workflow_task.subject = %s ORDER BY workflow_task.opened_at, workflow_task.id
"""
_REST = """
SELECT number, node, scope, flow, size, NULL::text, NULL::jsonb FROM workflow_token
WHERE instance_id = %s
UNION ALL
SELECT 0, '', 0, '', 0, name, value FROM workflow_value WHERE instance_id = %s
"""


@dataclass(slots=True)
class Standing:
    """Where a run stands: its open steps by the numbers of their tokens, all of its tokens, and
    the data that its steps have set."""

    instance: ProcessInstance
    process: Process
    tasks: dict[int, Task]
    marking: Marking
    data: dict[str, object]

    def task(self, task_id: UUID) -> Task | None:
        """Return an open step by its id."""
        return next((task for task in self.tasks.values() if task.id == task_id), None)

    def node_of(self, task: Task) -> Node:
        """Return what the process says about a step."""
        return self.process.nodes[task.node]


@lru_cache(maxsize=2000)
def published(version: UUID) -> Process:
    """Return a published process, compiled; it is frozen, so memory may keep it.

    A process that it calls is taken as it was in force when this one was published.
    """
    row = ProcessVersion.objects.get(pk=version)

    def library(code: str) -> str | None:
        return text_in_force(code, row.published_at)

    return read_with(row.bpmn, library)


def text_in_force(code: str, at: datetime | None) -> str | None:
    """Return the file of the process that was in force under a code at a moment, None if none."""
    found = ProcessVersion.objects.filter(code=code, published_at__isnull=False)
    if at is not None:
        found = found.filter(published_at__lte=at)
    return found.order_by("-published_at", "-version").values_list("bpmn", flat=True).first()


def standing_of(subject: UUID) -> Standing | None:
    """Return where the run of a subject stands, None when it has none; two statements at most."""
    statement = _OPEN.format(instance=columns(ProcessInstance), task=columns(Task))
    with connection.cursor() as cursor:
        cursor.execute(statement, [subject])
        found = cursor.fetchall()
    if not found:
        return None
    wide = width(ProcessInstance)
    instance = made(ProcessInstance, found[0][:wide])
    tasks = {}
    for row in found:
        if row[wide] is not None:
            task = made(Task, row[wide:])
            task.instance = instance
            tasks[task.number] = task
    process = published(instance.process_id)
    tokens = [Token(one.number, one.node, one.scope, "", one.loop) for one in tasks.values()]
    if process.only_people_wait and not process.properties:
        return Standing(instance, process, tasks, tuple(tokens), {})
    others, data = _rest(instance)
    return Standing(instance, process, tasks, tuple(sorted([*tokens, *others])), data)


def _rest(instance: ProcessInstance) -> tuple[list[Token], dict[str, object]]:
    tokens: list[Token] = []
    data: dict[str, object] = {}
    with connection.cursor() as cursor:
        cursor.execute(_REST, [instance.id, instance.id])
        for number, node, scope, flow, size, name, value in cursor.fetchall():
            if name is None:
                tokens.append(Token(number, node, scope, flow, -1, size))
            else:
                data[name] = value
    return tokens, data


def tasks_of(subject: UUID) -> QuerySet[Task]:
    """Return the steps of a subject in the order they were opened."""
    return Task.objects.filter(subject=subject).order_by("opened_at", "id")


def steps_with_runs(subject: UUID) -> list[Task]:
    """Return the steps of a subject in the order they were opened, each with its run."""
    statement = _STEPS.format(instance=columns(ProcessInstance), task=columns(Task))
    with connection.cursor() as cursor:
        cursor.execute(statement, [subject])
        rows = cursor.fetchall()
    wide, steps = width(ProcessInstance), []
    for row in rows:
        task = made(Task, row[wide:])
        task.instance = made(ProcessInstance, row[:wide])
        steps.append(task)
    return steps


def open_tasks(subject: UUID) -> QuerySet[Task]:
    """Return the steps of a subject that wait."""
    return tasks_of(subject).filter(completed_at=None)


def open_by_officer(officers: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many open steps lie with each of these officers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT assignee, count(*) FROM workflow_task "
            "WHERE completed_at IS NULL AND assignee = ANY(%s) GROUP BY assignee",
            [list(officers)],
        )
        return dict(cursor.fetchall())


def called_parts_of(subject: UUID) -> QuerySet[CalledPart]:
    """Return what other agencies do for a subject, in the order it was opened."""
    return CalledPart.objects.filter(subject=subject).order_by("opened_at", "id")


def awaited_by(subject: UUID) -> list[Awaited]:
    """Return what a subject's run waits for besides people, timers in the order they are due."""
    return list(Awaited.objects.filter(subject=subject).order_by("due_at", "name", "id"))


def waiting_for_signal(name: str) -> list[UUID]:
    """Return the subjects whose runs wait for a signal."""
    waiting = Awaited.objects.filter(kind="signal", name=name).order_by("subject")
    return list(waiting.values_list("subject", flat=True).distinct())


def timers_due(at: datetime, most: int) -> QuerySet[Awaited]:
    """Return the timers that are due and not held, the longest due first."""
    waiting = Awaited.objects.filter(kind="timer", held_at=None, due_at__lte=at)
    return waiting.order_by("due_at")[:most]
