"""Running small process files by short scripts."""

from collections.abc import Mapping
from typing import Any

from motcua.workflow.simulation import Simulation, simulate

Step = str | tuple[str, Mapping[str, Any]]


def run(xml: str, *steps: Step, **data: object) -> Simulation:
    """Run a file: `a` completes a step, `timer:t`, `message:m` and `signal:g` let those happen;
    a step may carry data."""
    return simulate(xml, [_entry(step) for step in steps], data)


def after(xml: str, *steps: Step, **data: object) -> list[str]:
    """Return what is open after a script, and nothing once the run has ended."""
    return run(xml, *steps, **data).markings[-1]


def _entry(step: Step) -> dict[str, Any]:
    name, data = (step, None) if isinstance(step, str) else step
    act, _, of = name.rpartition(":")
    entry: dict[str, Any] = {act or "complete": of}
    return entry | ({"data": data} if data else {})
