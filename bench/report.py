"""What was measured, as a table for people and as JSON for comparison."""

from statistics import median
from typing import Any

from bench import targets
from bench.clients import Tally
from bench.measuring import CLIENTS, Act, Measured
from bench.targets import at_least, at_most

WORKERS = 2
CPU_MS = {"submit": 3.5, "accept": 5.0, "claim": 3.5, "complete": 3.5, "inbox page": 8.0}
SUBMIT_RATE, SUBMIT_P99, LIFECYCLES = 350.0, 80.0, 45.0
FLOOR_OF = {"submit": "submit", "accept": "complete", "complete": "complete"}  # the nearest rows
ALONE = {"submit": ("submit",), "accept": ("accept",), "complete": ("claim", "complete")}


def report(measured: Measured, seconds: int, last: str) -> dict[str, Any]:
    """Return everything that was measured, with what was aimed at."""
    wanted = ALONE.get(last, tuple(measured.acts))
    acts = [_act(name, act) for name, act in measured.acts.items() if name in wanted]
    found = {
        "benchmark": {"deliver": "lifecycle", "complete": "task"}.get(last, last),
        "targets": _targets({act["name"]: act for act in acts}),
        "ratios": _ratios(acts, measured),
        "acts": acts,
    }
    if measured.finished:
        found["lifecycle"] = _whole(measured)
        found["targets"].append(
            at_least("whole dossiers", found["lifecycle"]["dossiers_per_second"], LIFECYCLES)
        )
    return {
        **found,
        "floor": _floor(measured),
        "settings": {
            "clients": CLIENTS,
            "workers": WORKERS,
            "most_seconds_per_act": seconds,
            "debug": False,
            "dossiers_before": measured.dossiers,
            "database_mib": round(measured.database_mib),
            "web_server_mib": round(measured.memory_mib),
            "inbox": measured.inbox
            and f"{measured.inbox.waiting} steps wait for the role {measured.inbox.role}",
            "papers": "attached papers were laid ready in bulk; the act “upload” is measured apart",
            "background_worker": "not running",
            "reference_loop": "CPU ms of a million additions in Python just before an act",
            **measured.database,
        },
        "machine": measured.machine,
    }


def _floor(measured: Measured) -> dict[str, Any]:
    return {
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
    }


def _whole(measured: Measured) -> dict[str, Any]:
    return {
        "dossiers_finished": measured.finished,
        "dossiers_per_second": round(measured.finished / measured.lifecycle_seconds, 2),
        "acts": [_waits(name, tally) for name, tally in measured.lifecycle.items()],
    }


def _ratios(acts: list[dict[str, Any]], measured: Measured) -> dict[str, float]:
    """Return CPU as times what PostgreSQL alone needs for the same rows, in the same run."""
    floors = {one.name: one for one in measured.floors}
    found = {}
    for act in acts:
        if act["name"] in FLOOR_OF:
            least = floors[FLOOR_OF[act["name"]]].database_ms
            found[f"{act['name']}: CPU, times the floor's"] = round(act["median_cpu_ms"] / least, 2)
    if measured.finished:
        whole = measured.lifecycle_seconds / measured.finished
        least = 1 / floors["submit"].rate
        found["whole dossier: time, times the floor's submission"] = round(whole / least, 1)
    return found


def _act(name: str, act: Act) -> dict[str, Any]:
    many = max(1, len(act.tally.times))
    application = act.application * 1000 / many
    database = act.database * 1000 / many
    rounds = act.rounds or [0.0]
    return {
        **_waits(name, act.tally),
        "per_second": round(act.tally.rate, 1),
        "application_cpu_ms": round(application, 2),
        "database_cpu_ms": round(database, 2),
        "cpu_ms": round(application + database, 2),
        "median_cpu_ms": round(median(rounds) * 1000, 2),
        "spread_cpu_ms": [round(1000 * one, 2) for one in (min(rounds), max(rounds))],
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
    found = [
        at_most(f"{name}: CPU in all", acts[name]["median_cpu_ms"], most)
        for name, most in CPU_MS.items()
        if name in acts
    ]
    if "submit" in acts:
        found.append(at_least("submit: rate", acts["submit"]["per_second"], SUBMIT_RATE))
        found.append(at_most("submit: p99", acts["submit"]["p99_ms"], SUBMIT_P99))
    return found


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    lines = [f"{'act':<12}{'n':>7}{'fail':>6}{'/s':>8}{'p50':>8}{'p99':>8}"
             f"{'app':>8}{'db':>7}{'cpu ms':>8}{'least–most':>14}{'ref':>6}"]  # fmt: skip
    lines += [
        f"{act['name']:<12}{act['requests']:>7}{act['failed']:>6}{act['per_second']:>8.1f}"
        f"{act['p50_ms']:>8.1f}{act['p99_ms']:>8.1f}{act['application_cpu_ms']:>8.2f}"
        f"{act['database_cpu_ms']:>7.2f}{act['median_cpu_ms']:>8.2f}"
        f"{'–'.join(map(str, act['spread_cpu_ms'])):>14}{act['reference_loop_ms']:>6}"
        for act in found["acts"]
    ]
    lines += _table_of_whole(found["lifecycle"]) if "lifecycle" in found else []
    lines.append("\nfloor (pgbench, the same rows in one transaction)")
    lines += [
        f"  {one['name']:<10}{one['per_second']:>6}/s  {one['latency_ms']} ms  "
        f"{one['database_cpu_ms']} ms of CPU"
        for one in found["floor"]["scripts"]
    ]
    lines.append("")
    lines += targets.lines(found["targets"])
    failures = {act["first_failure"] for act in found["acts"]} - {None}
    return "\n".join([*lines, *failures])


def _table_of_whole(whole: dict[str, Any]) -> list[str]:
    return [
        f"\nfiling to delivery: {whole['dossiers_per_second']} dossiers a second",
        *(
            f"  {act['name']:<10}{act['requests']:>7}{act['failed']:>6}"
            f"{act['p50_ms']:>8.1f}{act['p99_ms']:>8.1f}"
            for act in whole["acts"]
        ),
    ]
