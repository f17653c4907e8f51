"""Legal limits a second: one by one, in arrays, and what counts business days elsewhere.

`./motcua bench deadlines [--json] [--seconds N]` counts limits in working days from receipts all
through 2020–2025 with the published national calendar: by `rules.due_at` one by one, with and
without pauses, by `batch.Batch` in arrays, and beside them, in the same run, `numpy.busday_offset`
and pandas' `CustomBusinessDay` with the same days. Those two know days only: no hour of receipt, no
make-up Saturday counted from a Saturday, no cut-off, no pause. CPU time of one core.
"""

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

import numpy as np

from bench.machine import reference_loop
from motcua.deadlines.batch import Batch, moments_from
from motcua.deadlines.published import national_calendar
from motcua.deadlines.rules import ZONE, Pause, WorkingCalendar, due_at
from motcua.kernel.limits import Limit, Unit

FIRST, DAYS = datetime(2020, 1, 1, tzinfo=ZONE), 6 * 365  # later receipts outrun the calendar
MANY, FEW = 1_000_000, 20_000
LONGEST = 30  # of the unit; months go up to eleven
BATCH_TARGET, SCALAR_TARGET = 5_000_000, 300_000


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench deadlines", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--seconds", type=float, default=2, help="least CPU time for each figure")
    return parser.parse_args()


class Cases:
    """Receipts and limits, the same for everybody."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        rng = Random(2026)
        self.calendar = calendar
        self.received = [
            FIRST + timedelta(seconds=rng.randrange(DAYS * 86_400)) for _ in range(FEW)
        ]
        self.limits = [Limit(rng.randrange(1, LONGEST + 1), Unit.WORKING_DAY) for _ in range(FEW)]
        self.of_unit = {
            unit: [Limit(limit.value % most(unit), unit) for limit in self.limits] for unit in Unit
        }
        self.pauses = [[_pause(rng, received)] for received in self.received]
        seconds = np.random.default_rng(2026).integers(0, DAYS * 86_400, MANY)
        self.moments = np.datetime64("2020-01-01", "us") + seconds.astype("timedelta64[s]")
        self.values = np.random.default_rng(2027).integers(1, LONGEST + 1, MANY)

    def one_by_one(self, unit: Unit) -> None:
        """Count without pauses."""
        for received, limit in zip(self.received, self.of_unit[unit], strict=True):
            due_at(received, limit, self.calendar)

    def plain(self) -> None:
        """Count working days without pauses."""
        for received, limit in zip(self.received, self.limits, strict=True):
            due_at(received, limit, self.calendar)

    def paused(self) -> None:
        """Count working days with one closed pause each."""
        for received, limit, pauses in zip(self.received, self.limits, self.pauses, strict=True):
            due_at(received, limit, self.calendar, pauses)


def most(unit: Unit) -> int:
    """Return what the values of a unit stay below."""
    return 12 if unit is Unit.MONTH else LONGEST + 1


def _pause(rng: Random, received: datetime) -> Pause:
    begins = received + timedelta(minutes=rng.randrange(10 * 1440))
    return Pause(begins, begins + timedelta(minutes=rng.randrange(10 * 1440)))


def figure(name: str, count: Callable[[], object], many: int, seconds: float) -> dict[str, Any]:
    """Repeat for so much CPU time; the best repetition is the one least disturbed."""
    best, passed = float("inf"), 0.0
    while passed < seconds or best == float("inf"):
        begins = time.process_time()
        count()
        took = time.process_time() - begins
        best, passed = min(best, took), passed + took
    return {"name": name, "per_second": round(many / best), "limits": many}


def ours(cases: Cases, seconds: float) -> list[dict[str, Any]]:
    """Measure what this project does."""
    batch = Batch(cases.calendar, FIRST.date())
    _agree(cases, batch)
    figures = [
        figure("one by one: working days", cases.plain, FEW, seconds),
        figure("one by one: working days, one pause", cases.paused, FEW, seconds),
    ]
    figures += [
        figure(f"one by one: {unit.value}", lambda unit=unit: cases.one_by_one(unit), FEW, seconds)
        for unit in (Unit.HOUR, Unit.CALENDAR_DAY, Unit.MONTH)
    ]
    figures += [
        figure(
            f"batch: {unit.value}",
            lambda unit=unit: batch.due(cases.moments, cases.values % most(unit), unit),
            MANY,
            seconds,
        )
        for unit in Unit
    ]
    return figures


def _agree(cases: Cases, batch: Batch) -> None:
    """Refuse to measure what answers wrongly."""
    moments, values = cases.moments[:FEW], cases.values[:FEW]
    found = moments_from(batch.due(moments, values, Unit.WORKING_DAY))
    for received, value, due in zip(moments_from(moments), values, found, strict=True):
        assert received is not None
        assert due == due_at(received, Limit(int(value), Unit.WORKING_DAY), cases.calendar)


def others(cases: Cases, seconds: float) -> list[dict[str, Any]]:
    """Measure numpy and, when it is installed, pandas, with the same days off."""
    days_off = sorted(cases.calendar.days_off)
    numpy_days = np.busdaycalendar(holidays=np.array(days_off, dtype="datetime64[D]"))
    days = cases.moments.astype("datetime64[D]")
    single = [
        (day.astype(object), limit.value)
        for day, limit in zip(days[:FEW], cases.limits, strict=True)
    ]

    def one_by_one() -> None:
        for day, value in single:
            np.busday_offset(day, value, roll="forward", busdaycal=numpy_days)

    found = [
        figure(
            "numpy.busday_offset: array",
            lambda: np.busday_offset(days, cases.values, roll="forward", busdaycal=numpy_days),
            MANY,
            seconds,
        ),
        figure("numpy.busday_offset: one by one", one_by_one, FEW, seconds),
    ]
    return found + _pandas(single, days_off, seconds)


def _pandas(
    single: list[tuple[date, int]], days_off: list[date], seconds: float
) -> list[dict[str, Any]]:
    try:
        import pandas
    except ModuleNotFoundError:  # a tool of development; the command itself does without
        return [{"name": "pandas CustomBusinessDay", "per_second": None, "limits": 0}]
    offsets = {n: pandas.offsets.CustomBusinessDay(n, holidays=days_off) for _, n in single}
    stamps = [(pandas.Timestamp(day), value) for day, value in single[: FEW // 10]]

    def count() -> None:
        for stamp, value in stamps:
            stamp + offsets[value]

    return [figure("pandas CustomBusinessDay: one by one", count, len(stamps), seconds)]


def report(figures: list[dict[str, Any]], beside: list[dict[str, Any]]) -> dict[str, Any]:
    """Return everything that was measured, with what was aimed at."""
    measured = {one["name"]: one["per_second"] for one in figures}
    targets = [
        ("batch: working_day", BATCH_TARGET),
        ("one by one: working days", SCALAR_TARGET),
    ]
    return {
        "benchmark": "deadlines",
        "targets": [
            {
                "what": name,
                "measured": measured[name],
                "unit": "limits per second, one core",
                "target": f">= {target}",
                "met": measured[name] >= target,
            }
            for name, target in targets
        ],
        "ours": figures,
        "beside": beside,
        "settings": {
            "calendar": "national, published 2020-2027",
            "limits": f"1 to {LONGEST} of the unit, receipts at any second of 2020-2025",
            "time": "CPU time of the process, best repetition",
            "reference_loop_ms": round(reference_loop()),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "checked": f"{FEW} limits of the batch equal those one by one",
        },
    }


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    lines = ["limits a second, one core"]
    for one in [*found["ours"], *found["beside"]]:
        rate = f"{one['per_second']:,}" if one["per_second"] else "not installed"
        lines.append(f"{one['name']:<44}{rate:>14}")
    for one in found["targets"]:
        met = "met " if one["met"] else "NOT "
        lines.append(f"{met} {one['what']}: {one['measured']:,} (target {one['target']})")
    return "\n".join(lines)


def main() -> int:
    """Measure and report; every batch was checked against the rule before."""
    wanted = arguments()
    cases = Cases(national_calendar().calendar)
    found = report(ours(cases, wanted.seconds), others(cases, wanted.seconds))
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
