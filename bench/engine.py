"""The process engine beside SpiffWorkflow: instances a second, state stored and loaded each step.

`./motcua bench engine [--json] [--seconds N]` runs the same BPMN file (three user tasks, an
exclusive gateway that sends back once, a boundary timer) in both engines in turns, in one process;
then completes steps of it through PostgreSQL, events and outbox included.
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

TIMES = 50.0  # as many instances a second as SpiffWorkflow


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench engine", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--seconds", type=float, default=5, help="time for each engine")
    return parser.parse_args()


def main() -> int:
    """Measure and report."""
    wanted = arguments()
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    completing = import_module("bench.completing")
    sections = [in_process(wanted.seconds), completing.through_postgresql(wanted.seconds)]
    found = {
        "benchmark": "engine",
        "targets": [target for section in sections for target in section.pop("targets")],
        **{section.pop("name"): section for section in sections},
        "machine": import_module("bench.machine").described(),
    }
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


def in_process(seconds: float) -> dict[str, Any]:
    """Measure both engines in memory, the state as JSON between two steps."""
    engines = import_module("bench.engines")
    reference = import_module("bench.machine").reference_loop()
    mine, other = engines.side_by_side(seconds)
    ratio = mine.rate / other.rate
    return {
        "name": "in_process",
        "targets": [
            {
                "what": "instances a second, times those of SpiffWorkflow",
                "measured": round(ratio, 1),
                "unit": "times",
                "target": f">= {TIMES:g}",
                "met": ratio >= TIMES,
            }
        ],
        "steps_per_instance": engines.STEPS,
        "reference_loop_ms": round(reference),
        "ratio": round(ratio, 1),
        "engines": [
            {
                "name": one.name,
                "instances": one.instances,
                "per_second": round(one.rate, 1),
                "cpu_ms": round(one.cpu_ms, 4),
                "step_us": round(one.cpu_ms * 1000 / engines.STEPS, 1),
            }
            for one in (mine, other)
        ],
    }


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    here = found["in_process"]
    lines = [f"{'engine':<15}{'n':>8}{'/s':>10}{'cpu ms':>10}{'us/step':>10}"]
    lines += [
        f"{one['name']:<15}{one['instances']:>8}{one['per_second']:>10.1f}"
        f"{one['cpu_ms']:>10.3f}{one['step_us']:>10.1f}"
        for one in here["engines"]
    ]
    lines.append(f"{here['steps_per_instance']} steps in each instance\n")
    stored = found["through_postgresql"]
    lines.append(
        f"PostgreSQL, {stored['workers']} workers: {stored['per_second']} steps a second,"
        f" {stored['application_cpu_ms']} + {stored['database_cpu_ms']} ms of CPU a step\n"
    )
    lines += [
        f"{'met ' if one['met'] else 'NOT '} {one['what']}: {one['measured']} {one['unit']}"
        f" (target {one['target']})"
        for one in found["targets"]
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
