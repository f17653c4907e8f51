"""When the steps of a dossier are due: their own budgets, the slack of those before, the whole."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from motcua.deadlines.queries import pauses_of, working_calendar
from motcua.deadlines.rules import Pause, WorkingCalendar, due_at
from motcua.deadlines.steps import step_due_at
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor
from motcua.kernel.limits import Limit
from motcua.workflow.actions import set_open_dues
from motcua.workflow.budgets import planned_limits
from motcua.workflow.queries import published, standing_of


@lru_cache(maxsize=2000)
def _planned(process: UUID) -> dict[str, Limit]:
    return dict(planned_limits(published(process)))


@dataclass(frozen=True, slots=True)
class StepClock:
    """What the steps of one dossier are counted by."""

    process: UUID
    calendar: WorkingCalendar
    accepted_at: datetime
    whole: datetime | None
    pauses: tuple[Pause, ...] = ()

    def due(self, node: str, limit: Limit | None, opened_at: datetime) -> datetime | None:
        """Return when a step that opened at a moment is due; None without a budget of its own
        and while the clock stands still."""
        if limit is None:
            return None
        place = _planned(self.process).get(node)
        planned = due_at(self.accepted_at, place, self.calendar, self.pauses) if place else None
        return step_due_at(
            opened_at,
            limit,
            self.calendar,
            planned=planned,
            whole=self.whole,
            pauses=self.pauses,
        )


def step_clock(dossier: Dossier, process: UUID, calendar: WorkingCalendar) -> StepClock:
    """Return the clock of a dossier's steps; its pauses are read only when it has had one."""
    assert dossier.accepted_at is not None
    ran_through = dossier.due_at is not None and dossier.due_at == dossier.original_due_at
    pauses = () if ran_through or dossier.limit_value is None else tuple(pauses_of(dossier.id))
    return StepClock(process, calendar, dossier.accepted_at, dossier.due_at, pauses)


def set_dues(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """Tell the open steps of a dossier anew when each and the whole is due; while the clock of
    the dossier stands still, nothing of it is due."""
    standing = standing_of(dossier.id)
    if standing is None:
        return
    clock = step_clock(
        dossier, standing.instance.process_id, working_calendar(dossier.settling_agency_id)
    )
    dues = {
        task.id: clock.due(task.node, standing.node_of(task).limit, task.opened_at)
        for task in standing.tasks.values()
    }
    set_open_dues(dues, whole=dossier.due_at, by=by, at=at)
