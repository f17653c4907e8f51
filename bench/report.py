"""What was measured, as a table for people and as JSON for comparison."""

from typing import Any

from bench.clients import Tally
from bench.measuring import CLIENTS, Act, Measured

WORKERS = 2
SUBMIT_CPU, COMPLETE_CPU, INBOX_CPU, SUBMIT_RATE = 5.0, 5.0, 12.0, 200.0


def report(measured: Measured, seconds: int) -> dict[str, Any]:
    """Return everything that was measured, with what was aimed at."""
    acts = [_act(name, act) for name, act in measured.acts.items()]
    return {
        "benchmark": "lifecycle",
        "targets": _targets({act["name"]: act for act in acts}),
        "acts": acts,
        "lifecycle": {
            "dossiers_finished": measured.finished,
            "dossiers_per_second": round(measured.finished / measured.lifecycle_seconds, 2),
            "acts": [_waits(name, tally) for name, tally in measured.lifecycle.items()],
        },
        "floor": {
            "written_by": "pgbench, prepared statements, one transaction",
            "scripts": [
                {
                    "name": one.name,
                    "per_second": round(one.rate),
                    "latency_ms": round(one.latency_ms, 2),
                    "database_cpu_ms": round(one.database_ms, 2),
                }
                for one in measured.floors
            ],
        },
        "settings": {
            "clients": CLIENTS,
            "workers": WORKERS,
            "most_seconds_per_act": seconds,
            "debug": False,
            "dossiers_before": measured.dossiers,
            "inbox": f"{measured.inbox.waiting} steps wait for the role {measured.inbox.role}",
            "papers": "attached papers were laid ready in bulk; the act “upload” is measured apart",
            "background_worker": "not running",
            "reference_loop": "CPU ms of a million additions in Python just before an act",
            **measured.database,
        },
        "machine": measured.machine,
    }


def _act(name: str, act: Act) -> dict[str, Any]:
    many = max(1, len(act.tally.times))
    application = act.application * 1000 / many
    database = act.database * 1000 / many
    return {
        **_waits(name, act.tally),
        "per_second": round(act.tally.rate, 1),
        "application_cpu_ms": round(application, 2),
        "database_cpu_ms": round(database, 2),
        "cpu_ms": round(application + database, 2),
        "reference_loop_ms": round(act.reference),
    }


def _waits(name: str, tally: Tally) -> dict[str, Any]:
    return {
        "name": name,
        "requests": len(tally.times),
        "failed": len(tally.failed),
        "first_failure": tally.failed[0] if tally.failed else None,
        "p50_ms": round(tally.quantile(0.5), 1),
        "p99_ms": round(tally.quantile(0.99), 1),
    }


def _targets(acts: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        _at_most("submit: CPU in all", acts["submit"]["cpu_ms"], SUBMIT_CPU),
        _at_most("complete a task: CPU in all", acts["complete"]["cpu_ms"], COMPLETE_CPU),
        {
            "what": "submit: rate",
            "measured": acts["submit"]["per_second"],
            "unit": "per second",
            "target": f">= {SUBMIT_RATE:g}",
            "met": acts["submit"]["per_second"] >= SUBMIT_RATE,
        },
        _at_most("inbox page of 50 rows: CPU in all", acts["inbox page"]["cpu_ms"], INBOX_CPU),
    ]


def _at_most(what: str, measured: float, target: float) -> dict[str, Any]:
    return {
        "what": what,
        "measured": measured,
        "unit": "ms",
        "target": f"<= {target:g}",
        "met": measured <= target,
    }


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    lines = [f"{'act':<12}{'n':>7}{'fail':>6}{'/s':>8}{'p50':>8}{'p99':>8}"
             f"{'app':>8}{'db':>7}{'cpu ms':>8}{'ref':>6}"]  # fmt: skip
    lines += [
        f"{act['name']:<12}{act['requests']:>7}{act['failed']:>6}{act['per_second']:>8.1f}"
        f"{act['p50_ms']:>8.1f}{act['p99_ms']:>8.1f}{act['application_cpu_ms']:>8.2f}"
        f"{act['database_cpu_ms']:>7.2f}{act['cpu_ms']:>8.2f}{act['reference_loop_ms']:>6}"
        for act in found["acts"]
    ]
    whole = found["lifecycle"]
    lines.append(f"\nfiling to delivery: {whole['dossiers_per_second']} dossiers a second")
    lines += [
        f"  {act['name']:<10}{act['requests']:>7}{act['failed']:>6}"
        f"{act['p50_ms']:>8.1f}{act['p99_ms']:>8.1f}"
        for act in whole["acts"]
    ]
    lines.append("\nfloor (pgbench, the same rows in one transaction)")
    lines += [
        f"  {one['name']:<10}{one['per_second']:>6}/s  {one['latency_ms']} ms  "
        f"{one['database_cpu_ms']} ms of CPU"
        for one in found["floor"]["scripts"]
    ]
    lines.append("")
    lines += [
        f"{'met ' if one['met'] else 'NOT '} {one['what']}: {one['measured']} {one['unit']}"
        f" (target {one['target']})"
        for one in found["targets"]
    ]
    failures = {act["first_failure"] for act in found["acts"]} - {None}
    return "\n".join([*lines, *failures])
