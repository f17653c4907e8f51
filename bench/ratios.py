"""Which benchmarks there are, how long and how much, and what of each is worth comparing.

A ratio is to a floor, a peer, or an aim of the same run; more is worse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

WORSE_BY = 1.2


@dataclass(frozen=True, slots=True)
class Plan:
    """The options of a benchmark when everything is run, and when it is to be quick."""

    whole: Sequence[str] = ()
    quick: Sequence[str] = ()


_ACT = Plan(("--seconds=10",), ("--seconds=3", "--dossiers=5000"))
# Those of one kind of data stand together, so that it is made once.
PLANS = {
    "submit": _ACT,
    "accept": _ACT,
    "task": _ACT,
    "lifecycle": _ACT,
    "mixed": Plan(
        (),
        ("--minutes=1", "--surge=0.5", "--dossiers=5000", "--users=200", "--agencies=30"),
    ),
    "lists": Plan(("--dossiers=1000000",), ("--seconds=1", "--dossiers=5000")),
    "growth": Plan((), ("--seconds=1", "--sizes=5000,20000")),
    "export": Plan((), ("--rows=20000", "--rounds=1")),
    "import": Plan((), ("--dossiers=100000",)),
    "startup": Plan((), ("--rounds=3",)),
    "engine": Plan((), ("--seconds=2",)),
    "deadlines": Plan((), ("--seconds=0.5",)),
    "forms": Plan((), ("--seconds=1",)),
    "documents": Plan((), ("--seconds=2", "--part=signatures")),
    "analytics": Plan((), ("--lake=1000000", "--live=100000")),
}


def ratios_of(name: str, found: dict[str, Any]) -> dict[str, float]:
    """Return the ratios of a benchmark by what they compare."""
    if name in OTHERS:
        return OTHERS[name](found)
    told: dict[str, float] = found["ratios"]
    return told


def _lists(found: dict[str, Any]) -> dict[str, float]:
    return {
        f"{one['name']}: CPU, times its statements alone": round(
            one["cpu_ms"] / one["floor_cpu_ms"], 2
        )
        for one in found["lists"]
        if one["floor_cpu_ms"]
    }


def _growth(found: dict[str, Any]) -> dict[str, float]:
    return {f"{one['name']}: largest, times smallest": one["ratio"] for one in found["ratios"]}


def _engine(found: dict[str, Any]) -> dict[str, float]:
    steps = found["through_postgresql"]
    return {
        "SpiffWorkflow's instances, times ours": round(1 / found["in_process"]["ratio"], 5),
        "application's CPU of a step, times PostgreSQL's": round(
            steps["application_cpu_ms"] / steps["database_cpu_ms"], 2
        ),
    }


def _deadlines(found: dict[str, Any]) -> dict[str, float]:
    rates = {one["name"]: one["per_second"] for one in [*found["ours"], *found["beside"]]}
    numpy = "numpy.busday_offset"
    pairs = {"batch: working_day": "array", "one by one: working days": "one by one"}
    return {
        f"{ours}: numpy's rate, times ours": round(rates[f"{numpy}: {theirs}"] / rates[ours], 3)
        for ours, theirs in pairs.items()
    }


def _forms(found: dict[str, Any]) -> dict[str, float]:
    """Return times the reference loop of the same run, because nothing else draws our forms."""
    unit = found["reference_loop_ms"]
    return {
        f"{one['what']}, times the reference loop": round(one["measured"] / unit, 4)
        for one in found["targets"]
    }


def _documents(found: dict[str, Any]) -> dict[str, float]:
    signed = {
        f"{row['what']}: pyHanko naively, times ours": round(1 / row["times_pyhanko_naively"], 4)
        for row in found["parts"].get("signatures", [])
        if "times_pyhanko_naively" in row
    }
    read = {
        f"{row['what']}: CPU, times tesseract alone": row["times_plain_tesseract"]
        for row in found["parts"].get("pages", [])
        if "times_plain_tesseract" in row
    }
    return signed | read


def _analytics(found: dict[str, Any]) -> dict[str, float]:
    """Return milliseconds as times what an event takes, the unit of the same run and machine."""
    unit = found["events"]["ms_each"]
    return {
        name: round(found["live"][name] / unit, 1)
        for name in ("year_ms", "month_ms", "agency_year_ms")
    }


OTHERS: dict[str, Callable[[dict[str, Any]], dict[str, float]]] = {
    "lists": _lists,
    "growth": _growth,
    "engine": _engine,
    "deadlines": _deadlines,
    "forms": _forms,
    "documents": _documents,
    "analytics": _analytics,
}
