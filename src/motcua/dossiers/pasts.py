"""Reading how late dossiers went, many at once, as `lateness_causes` wants to know it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from motcua.deadlines import rules
from motcua.deadlines.models import Pause
from motcua.dossiers.lateness_causes import OpinionAsked, Past, StepTaken
from motcua.dossiers.models import Consultation, HandOver
from motcua.dossiers.spans import Between, Given, Stay, split
from motcua.workflow.models import Task

SUPPLEMENT = "supplement"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A dossier that was decided late, or is overdue at the moment of counting (`ended_at`)."""

    dossier: UUID
    settling: UUID
    accepted_at: datetime
    due_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the tables hold of some dossiers, by dossier."""

    tasks: Mapping[UUID, list[Task]]
    given: Mapping[UUID, list[HandOver]]
    asked: Mapping[UUID, list[Consultation]]
    pauses: Mapping[UUID, list[Pause]]


def pasts_of(dossiers: Sequence[Overdue], between: Between) -> dict[UUID, Past]:
    """Return what was recorded of late dossiers; four statements however many they are."""
    wanted = [one.dossier for one in dossiers]
    kept = _Kept(
        _by(Task.objects.filter(subject__in=wanted).order_by("opened_at", "id"), "subject"),
        _by(HandOver.objects.filter(dossier__in=wanted).order_by("given_at", "id"), "task"),
        _by(Consultation.objects.filter(dossier__in=wanted).order_by("asked_at"), "dossier_id"),
        _by(Pause.objects.filter(subject__in=wanted).order_by("began_at"), "subject"),
    )
    return {one.dossier: _past(one, kept, between) for one in dossiers}


def _by(rows: Iterable[Row], name: str) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _past(late: Overdue, kept: _Kept, between: Between) -> Past:
    pauses = [
        rules.Pause(one.began_at, one.ended_at, rules.Policy(one.policy))
        for one in kept.pauses.get(late.dossier, ())
    ]
    done: set[tuple[str, int, str]] = set()
    steps = []
    for task in kept.tasks.get(late.dossier, ()):
        if task.opened_at >= late.ended_at:
            continue
        place = (task.node, task.loop, task.item)
        given = kept.given.get(task.id, ())
        steps.append(_step(task, given, late.ended_at, pauses, between, place in done))
        done.add(place)
    opinions = [
        OpinionAsked(one.agency_id, _after(one.due_at, one.answered_at, late.ended_at, between))
        for one in kept.asked.get(late.dossier, ())
    ]
    asked = _asked_after_half(late, kept.pauses.get(late.dossier, ()), between)
    return Past(late.settling, steps, opinions, asked)


def _step(
    task: Task,
    given: Sequence[HandOver],
    until: datetime,
    pauses: Sequence[rules.Pause],
    between: Between,
    again: bool,
) -> StepTaken:
    ended = min(task.completed_at or until, until)
    handed = [Given(one.given_at, one.acknowledged_at) for one in given if one.given_at <= ended]
    stay = Stay(task.opened_at, ended, task.acknowledged_at, handed)
    divided = split(stay, pauses, between)
    return StepTaken(
        name=task.name,
        agency=task.agency,
        waited=divided.waiting,
        worked=divided.working,
        over=_over(task, ended, pauses, between),
        hand_overs=len(handed),
        passing=_passing(handed, ended, between),
        again=again,
    )


def _over(
    task: Task, ended: datetime, pauses: Sequence[rules.Pause], between: Between
) -> int | None:
    if task.due_at is None or task.due_at >= ended:
        return None if task.due_at is None else 0
    return split(Stay(max(task.due_at, task.opened_at), ended), pauses, between).total


def _passing(given: Sequence[Given], ended: datetime, between: Between) -> int:
    if not given:
        return 0
    last = given[-1].received_at or ended
    return between(given[0].at, min(last, ended))


def _after(due: datetime, answered: datetime | None, until: datetime, between: Between) -> int:
    answered_at = min(answered or until, until)
    return between(due, answered_at) if answered_at > due else 0


def _asked_after_half(late: Overdue, pauses: Sequence[Pause], between: Between) -> int:
    """Return how long after half of the limit papers were asked for, where the limit went on."""
    asked = [
        one.began_at
        for one in pauses
        if one.reason == SUPPLEMENT and one.policy != rules.Policy.RESTART
    ]
    if not asked:
        return 0
    half = between(late.accepted_at, late.due_at) // 2
    return max(0, between(late.accepted_at, max(asked)) - half)
