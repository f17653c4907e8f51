"""What a move of the process changes in the dossier, and what is recorded of it.

Every act that moves the process comes through here: finishing a step, a timer, a message, a
service, a correction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.dossiers.models import Dossier, HandOver
from motcua.dossiers.open_tasks import opened_facts
from motcua.dossiers.placement import placing_of
from motcua.dossiers.rules import Act, Status, step_text
from motcua.events.actions import Fact
from motcua.kernel.actors import Actor
from motcua.kernel.ids import TaskId
from motcua.workflow import actions as workflow
from motcua.workflow.actions import Moved
from motcua.workflow.models import Task
from motcua.workflow.placing import Placing
from motcua.workflow.queries import Standing
from motcua.workflow.rules import Trigger

SENT = {Trigger.MESSAGE: "process.message_sent", Trigger.SIGNAL: "process.signal_sent"}


@dataclass(frozen=True, slots=True)
class Finished:
    """How a step ended: its outcome, a note, and what its form asked."""

    outcome: str
    note: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


def placing_for(dossier: Dossier, standing: Standing, at: datetime) -> Placing:
    """Return what places the steps of a dossier whose run stands there."""
    return placing_of(dossier, standing.instance.process_id, at)


def advance(
    dossier: Dossier, standing: Standing, task: Task, step: Finished, *, by: Actor, at: datetime
) -> list[Fact]:
    """Move the process on from a step; return what happened. The caller saves and records.

    An examination that is opened, or opened again, goes to the officer who was named or who made
    it before.
    """
    received(task, at)
    note = step.note.strip()
    moved = workflow.complete(
        standing,
        task,
        outcome=step.outcome,
        note=note,
        data=step.data,
        placing=placing_for(dossier, standing, at),
        by=by,
        at=at,
    )
    if dossier.status == Status.ACCEPTED:
        dossier.status = Status.IN_PROGRESS.value
    if task.act != Act.OPINION:
        dossier.responsible = by.person
    if task.act == Act.APPRAISE:
        dossier.case_officer = by.person
    done: dict[str, object] = {"task": task.id, "node": task.node, "outcome": step.outcome}
    completed = Fact("task.completed", dossier.id, done)
    return [completed, *after_move(dossier, standing, moved, note, by=by, at=at)]


def received(task: Task, at: datetime) -> None:
    """Note that what was handed over has arrived; whoever acts on a step has received it."""
    if task.assignee is not None and task.acknowledged_at is None:
        HandOver.objects.filter(task=task.id, acknowledged_at=None).update(acknowledged_at=at)


def after_move(
    dossier: Dossier, standing: Standing, moved: Moved, note: str, *, by: Actor, at: datetime
) -> list[Fact]:
    """Bring a dossier up to where its process stands now; return what is to be recorded."""
    dossier.step = step_text(dict.fromkeys(task.name for task in standing.tasks.values()))
    dossier.revision += 1
    return [
        *_taken_away(dossier, moved.taken_away),
        *opened_facts(dossier, moved.opened),
        *given_off(dossier, moved),
        *_given_to_case_officer(dossier, moved.opened, note, by, at),
    ]


def _taken_away(dossier: Dossier, tasks: Sequence[Task]) -> list[Fact]:
    """Name the steps that ended undone, and at which agency: one that was not done in time is no
    consent, and its agency is named (NĐ 118/2025/NĐ-CP art. 20)."""
    return [
        Fact("task.taken_away", dossier.id, {"task": t.id, "node": t.node, "agency": t.agency})
        for t in tasks
    ]


def given_off(dossier: Dossier, moved: Moved) -> list[Fact]:
    """Return what is recorded of messages, signals and services that a move called for."""
    thrown = [Fact(SENT[one.trigger], dossier.id, {"name": one.name}) for one in moved.thrown]
    asked = [
        Fact("service.requested", dossier.id, {"service": node.service, "node": node.id})
        for node in moved.services
    ]
    return [*thrown, *asked]


def _given_to_case_officer(
    dossier: Dossier, opened: Sequence[Task], note: str, by: Actor, at: datetime
) -> list[Fact]:
    facts = []
    for task in opened:
        to = dossier.case_officer
        if task.act != Act.APPRAISE or to is None or task.agency != dossier.settling_agency_id:
            continue
        workflow.assign(TaskId(task.id), to=to, acknowledged=False, by=by, at=at)
        HandOver.objects.create(
            dossier=dossier,
            task=task.id,
            from_person=by.person,
            to_person=to,
            reason=(note or "Phân công thụ lý")[:500],
            given_at=at,
        )
        facts.append(Fact("task.handed_over", dossier.id, {"task": task.id, "to": to}))
    return facts
