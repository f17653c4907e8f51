"""What finishing a step leads to, said before it is finished; and the dossiers beside one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.dossiers.models import Dossier
from motcua.dossiers.placement import values_of
from motcua.dossiers.queries import waiting_tasks
from motcua.kernel.actors import Actor
from motcua.workflow import rules
from motcua.workflow.models import Task
from motcua.workflow.queries import Standing, published
from motcua.workflow.rules import Node


def outcomes_of(task: Task) -> dict[str, str]:
    """Return how a step may end, with the words of each outcome."""
    return dict(published(task.instance.process_id).nodes[task.node].outcomes)


def steps_after(dossier: Dossier, standing: Standing, task: Task, outcome: str) -> list[Node]:
    """Return the steps that this outcome would open now; none while parallel steps still wait."""
    process = standing.process
    known = {**standing.data, **values_of(dossier, standing.instance.process_id)}
    values = rules.readable(process.properties, {**known, "outcome": outcome})
    before = {token.number for token in standing.marking}
    after = rules.complete(process, standing.marking, task.number, values).marking
    fresh = [one for one in rules.waits_for_people(process, after) if one.number not in before]
    return [process.nodes[name] for name in dict.fromkeys(one.node for one in fresh)]


@dataclass(frozen=True, slots=True)
class Beside:
    """The dossiers before and after one in an inbox view."""

    before: UUID | None
    after: UUID | None


def beside(reader: Actor, view: str, now: datetime, task: Task | None) -> Beside:
    """Return the neighbours of a step in the due order of a view, at most two index look-ups.

    Without a step the next one is the first of the view.
    """
    waiting = waiting_tasks(reader, view, now)
    if task is None:
        return Beside(None, _first(waiting.order_by("subject_due_at", "id")))
    waiting = waiting.exclude(subject=task.subject)
    if task.subject_due_at is None:
        later = waiting.filter(subject_due_at=None, id__gt=task.id)
        earlier = waiting.filter(
            Q(subject_due_at__isnull=False) | Q(subject_due_at=None, id__lt=task.id)
        )
    else:
        due = task.subject_due_at
        later = waiting.filter(
            Q(subject_due_at__gt=due)
            | Q(subject_due_at=due, id__gt=task.id)
            | Q(subject_due_at=None)
        )
        earlier = waiting.filter(Q(subject_due_at__lt=due) | Q(subject_due_at=due, id__lt=task.id))
    return Beside(
        before=_first(earlier.order_by("-subject_due_at", "-id")),
        after=_first(later.order_by("subject_due_at", "id")),
    )


def _first(tasks: QuerySet[Task]) -> UUID | None:
    return tasks.values_list("subject", flat=True).first()
