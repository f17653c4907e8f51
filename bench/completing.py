"""Steps completed a second through PostgreSQL: state read, moved, written, events and outbox.

Every worker process runs whole instances of its own, one transaction a step, as an act does.
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

TARGET = 500  # completed steps a second
WORKERS = 4
DRAWN = Path(__file__).parent / "three_steps.bpmn"


def through_postgresql(seconds: float) -> dict[str, Any]:
    """Measure how many steps a second several workers complete, and the CPU of each step."""
    machine = import_module("bench.machine")
    state_path = import_module("motcua.runtime.state").state_path
    process = _published()
    postmaster = machine.postmaster(state_path())
    context = get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as workers:
        list(workers.map(_complete_for, [process] * WORKERS, [0.3] * WORKERS))
        before, began = machine.spent(postmaster), time.monotonic()
        done = sum(workers.map(_complete_for, [process] * WORKERS, [seconds] * WORKERS))
        took = time.monotonic() - began
        used = machine.spent(postmaster).since(before)
    rate = done / took
    return {
        "name": "through_postgresql",
        "targets": [
            {
                "what": "steps completed through PostgreSQL",
                "measured": round(rate),
                "unit": "a second",
                "target": f">= {TARGET}",
                "met": rate >= TARGET,
            }
        ],
        "workers": WORKERS,
        "steps": done,
        "per_second": round(rate, 1),
        "application_cpu_ms": round(used.application * 1000 / done, 2),
        "database_cpu_ms": round(used.database * 1000 / done, 2),
    }


def _published() -> UUID:
    """Return the measured process, published in the database of the benchmark."""
    models = import_module("motcua.workflow.models")
    moment = import_module("django.utils.timezone").now()
    found, _ = models.ProcessVersion.objects.get_or_create(
        code="bench-engine",
        defaults={"bpmn": DRAWN.read_text(encoding="utf-8"), "published_at": moment},
    )
    kept: UUID = found.id
    return kept


def _complete_for(process: UUID, seconds: float) -> int:
    """Complete steps for so long, in a process of its own; return how many."""
    import_module("django").setup()
    step = _stepper(process)
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        done += step()
    return done


def _stepper(process: UUID) -> Callable[[], int]:
    """Return an act that runs one instance from start to end and says how many steps it had."""
    atomic = import_module("django.db.transaction").atomic
    now = import_module("django.utils.timezone").now
    actions = import_module("motcua.workflow.actions")
    events = import_module("motcua.events.actions")
    rows = import_module("motcua.events.rows")
    standing_of = import_module("motcua.workflow.queries").standing_of
    version = import_module("motcua.workflow.models").ProcessVersion.objects.get(pk=process)
    by = import_module("motcua.kernel.actors").Actor(uuid4(), uuid4())
    placing = _placing(by.office)

    def facts(subject: UUID, moved: Any) -> list[Any]:
        return [events.Fact("task.opened", subject, {"task": one.id}) for one in moved.opened]

    def act() -> int:
        subject, at, steps = uuid4(), now(), 0
        with atomic(), rows.at_once():
            moved = actions.start(version, subject, placing=placing, by=by, at=at)
            events.record_all(facts(subject, moved), by=by, at=at)
        while not moved.finished:
            with atomic():
                standing = standing_of(subject)
                task = next(iter(standing.tasks.values()))
                outcome = "return" if task.node == "approve" and steps == 1 else "done"
                with rows.at_once():
                    moved = actions.complete(
                        standing, task, outcome=outcome, note="", data={},
                        placing=placing, by=by, at=at,
                    )  # fmt: skip
                    done = events.Fact("task.completed", subject, {"task": task.id})
                    events.record_all([done, *facts(subject, moved)], by=by, at=at)
            steps += 1
        return steps

    return act


def _placing(agency: UUID) -> Any:
    placing = import_module("motcua.workflow.placing")

    def place(node: Any, item: str) -> Any:
        return placing.Placed(agency)

    def count(moment: Any, limit: Any) -> Any:
        return moment

    return placing.Placing(place, count, {}, None)
