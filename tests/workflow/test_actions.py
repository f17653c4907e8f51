"""Runs of a process in the database."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.kernel.actors import Actor
from motcua.kernel.ids import TaskId
from motcua.kernel.limits import Limit
from motcua.workflow import actions
from motcua.workflow.actions import Moved
from motcua.workflow.models import ProcessInstance, ProcessVersion, Task
from motcua.workflow.placing import Placed, Placing
from motcua.workflow.queries import open_tasks, standing_of, tasks_of
from motcua.workflow.rules import Node, TaskNotOpen
from tests.calendars import A_DAY, AN_HOUR, MONDAY_MORNING
from tests.processes import END, START, bpmn, in_a_row, node, task

pytestmark = pytest.mark.django_db
AGENCY, SOMEBODY = uuid4(), Actor(uuid4())
FORK = bpmn(
    [
        START,
        END,
        node("parallelGateway", "fork"),
        task("a", hours=2),
        task("b"),
        node("parallelGateway", "join"),
        task("c"),
    ],
    [
        *in_a_row("begin", "fork", "a", "join", "c", "finish"),
        *in_a_row("fork", "b", "join"),
    ],
    {("case_officer", "settling"): ["a", "b", "c"]},
)


def placing(due: datetime | None = None) -> Placing:
    def count(moment: datetime, limit: Limit) -> datetime:
        return moment + limit.value * AN_HOUR

    def place(step: Node, item: str) -> Placed:
        return Placed(AGENCY, count(MONDAY_MORNING, step.limit) if step.limit else None)

    return Placing(place, count, {}, due)


def start(subject: UUID, drawn: str = FORK) -> Moved:
    process = ProcessVersion.objects.get_or_create(
        code=str(hash(drawn)), defaults={"bpmn": drawn, "published_at": MONDAY_MORNING}
    )[0]
    due = MONDAY_MORNING + A_DAY
    return actions.start(process, subject, placing=placing(due), by=SOMEBODY, at=MONDAY_MORNING)


def finish(subject: UUID, name: str) -> Moved:
    standing = standing_of(subject)
    step = Task.objects.filter(subject=subject, node=name).latest("opened_at", "number")
    assert standing is not None
    return actions.complete(
        standing,
        step,
        outcome="done",
        note="",
        data={},
        placing=placing(),
        by=SOMEBODY,
        at=MONDAY_MORNING,
    )


def test_a_run_opens_its_first_steps_with_place_and_time() -> None:
    subject = uuid4()

    moved = start(subject)

    assert [step.node for step in moved.opened] == ["a", "b"]
    steps = {step.node: step for step in open_tasks(subject)}
    assert steps["a"].agency == AGENCY
    assert (steps["a"].due_at, steps["b"].due_at) == (MONDAY_MORNING + 2 * AN_HOUR, None)
    assert steps["a"].subject_due_at == MONDAY_MORNING + A_DAY


def test_a_subject_has_one_run() -> None:
    subject = uuid4()
    start(subject)

    with pytest.raises(IntegrityError), transaction.atomic():
        start(subject)


def test_the_step_after_a_join_opens_when_all_are_done() -> None:
    subject = uuid4()
    start(subject)

    waiting, joined, ended = (finish(subject, name) for name in ("a", "b", "c"))

    assert [step.node for step in waiting.opened] == []
    assert [step.node for step in joined.opened] == ["c"]
    assert (waiting.finished, ended.finished) == (False, True)
    assert ProcessInstance.objects.get(subject=subject).finished_at == MONDAY_MORNING
    assert {step.completed_by for step in tasks_of(subject)} == {SOMEBODY.person}


def test_a_step_ends_once() -> None:
    subject = uuid4()
    start(subject)
    finish(subject, "a")

    with pytest.raises(TaskNotOpen):
        finish(subject, "a")


def test_a_cancelled_run_leaves_no_step_open() -> None:
    subject = uuid4()
    start(subject)

    actions.cancel(subject, by=SOMEBODY, at=MONDAY_MORNING)

    assert not open_tasks(subject).exists()
    assert ProcessInstance.objects.get(subject=subject).finished_at == MONDAY_MORNING


def test_a_step_is_given_and_its_subject_s_due_moment_changes() -> None:
    subject = uuid4()
    step = start(subject).opened[0]
    officer = uuid4()

    actions.assign(TaskId(step.id), to=officer, acknowledged=False, by=SOMEBODY, at=MONDAY_MORNING)
    actions.set_open_dues({step.id: None}, whole=None, by=SOMEBODY, at=MONDAY_MORNING)

    step.refresh_from_db()
    assert (step.assignee, step.acknowledged_at, step.subject_due_at) == (officer, None, None)
