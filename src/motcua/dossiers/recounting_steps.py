"""Counting anew when the open steps of all dossiers are due, in arrays; nothing is written here.

The same rule as `step_clock`: a step may use its own budget, or the time up to its place in the
plan, and never more than is left of the whole. Dossiers that were paused are left to their acts.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from motcua.deadlines.batch import Numbers
from motcua.dossiers.recounting import (
    NEVER,
    STATUSES,
    UNITS,
    Calendars,
    Moves,
    beginning,
    due_in_arrays,
)
from motcua.events.arrays import Columns, Rows, read_columns
from motcua.kernel.limits import Limit
from motcua.workflow.budgets import planned_limits
from motcua.workflow.models import Task
from motcua.workflow.queries import published

_FACTS: Columns = {
    "id": "uuid",
    "opened_at": "moment",
    "accepted_at": "moment",
    "due_at": "moment",
    "whole": "moment",
    "budget": "number",
    "calendar": "number",
}
_STEPS = """
SELECT task.id, task.opened_at, dossier.accepted_at, task.due_at, dossier.due_at, budget.number,
    coalesce(array_position(%s::uuid[], dossier.settling_agency_id), 0)::int4
FROM workflow_task AS task
JOIN workflow_processinstance AS instance ON instance.id = task.instance_id
JOIN dossiers_dossier AS dossier ON dossier.id = task.subject
JOIN unnest(%s::uuid[], %s::text[], %s::int4[]) AS budget(process, node, number)
    ON budget.process = instance.process_id AND budget.node = task.node
WHERE task.completed_at IS NULL AND task.due_at >= %s AND dossier.status = ANY(%s)
AND dossier.due_at IS NOT NULL
AND NOT EXISTS (SELECT FROM deadlines_pause AS pause WHERE pause.subject = dossier.id)
"""


@dataclass(frozen=True, slots=True)
class Budgets:
    """The budgets of steps: which step of which process has which, and its place in the plan."""

    processes: list[UUID]
    nodes: list[str]
    own: list[Limit]
    planned: list[Limit]


def budgets() -> Budgets:
    """Return the budgets of all steps that are open now."""
    found = Budgets([], [], [], [])
    running = Task.objects.filter(completed_at=None, due_at__isnull=False)
    pairs = running.values_list("instance__process_id", "node").distinct().order_by()
    for process, node in pairs:
        limit = published(process).nodes[node].limit
        if limit is not None:
            found.processes.append(process)
            found.nodes.append(node)
            found.own.append(limit)
            found.planned.append(planned_limits(published(process)).get(node, limit))
    return found


def step_moves(by: Calendars, since: date | None = None) -> Moves:
    """Return which open steps are due at another moment than is stored; one scan."""
    known = budgets()
    numbers = list(range(len(known.own)))
    given = [list(by.agencies), known.processes, known.nodes, numbers, beginning(since), STATUSES]
    rows = read_columns(_STEPS, given, _FACTS)
    places, own, planned = rows["budget"].astype(np.int64), known.own, known.planned
    new = np.maximum(
        _due(rows["opened_at"], own, places, rows["calendar"], by),
        _due(rows["accepted_at"], planned, places, rows["calendar"], by),
    )
    whole, old = rows["whole"].astype(np.int64), rows["due_at"].astype(np.int64)
    new = np.where(new == NEVER, NEVER, np.minimum(new, whole))
    moved = (new != NEVER) & (new != old)
    unknown = int((new == NEVER).sum())
    return Moves(rows["id"][moved], old[moved], new[moved], len(rows), unknown)


def _due(
    received: Rows, limits: list[Limit], places: Numbers, numbers: Rows, by: Calendars
) -> Numbers:
    values = np.array([limit.value for limit in limits] or [0])[places]
    units = np.array([UNITS.index(limit.unit) + 1 for limit in limits] or [0])[places]
    return due_in_arrays(received, values, units, numbers, by)
