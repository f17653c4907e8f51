"""The load of `bench mixed`: who comes when, and what is watched meanwhile."""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain
from statistics import median
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection

from bench import machine, targets
from bench.many_people import People, Reading
from bench.open_loop import Crowd, Seen, quantile
from motcua.dossiers.models import Dossier

FILINGS, READINGS, TIMES, AT_ONCE = 10.0, 50.0, 7, 200
OTHERS, ONE = "others", "one"
UPLOAD = "upload"  # told apart: it takes longer than all else
EVEN, SURGE, MOMENT = "even", "surge", "moment"
P50_MS, P99_MS, GROWTH_PERCENT, QUEUE_SECONDS, WORSE = 100.0, 800.0, 10.0, 30.0, 2.0
OLDEST = """
SELECT extract(epoch FROM clock_timestamp() - event.at) FROM events_delivery AS owed
JOIN events_event AS event ON event.id = owed.event_id
WHERE owed.failures = 0 ORDER BY owed.id LIMIT 1
"""


class Load:
    """A run: what everybody saw, what was acknowledged, and what was watched each second."""

    def __init__(self, port: int, people: People, files: int, share: float) -> None:
        self.crowd = Crowd(port)
        self.people = people
        self.files = files
        self._filings, self._readings = FILINGS * share, READINGS * share
        self.acknowledged: list[str] = []
        self.memory: list[float] = []
        self.queue_age: list[float] = []
        self.rushed, self.calm = people.communes[0], people.communes[1:]

    async def everything(self, even: float, surge: float) -> None:
        """Warm up, then run the three phases, watching."""
        with suppress(PermissionError):
            os.nice(-15)  # who asks must not be late because of those who answer
        self.crowd.phase = "warm"
        await self._together(min(10.0, even))
        watching = asyncio.create_task(self._watch())
        self.crowd.phase = EVEN
        await self._together(even)
        watching.cancel()
        self.crowd.phase = SURGE
        await self._together(surge, rush=True)
        self.crowd.phase = MOMENT
        now = time.perf_counter()
        await asyncio.gather(*(self._file_somewhere(now) for _ in range(AT_ONCE)))

    async def _together(self, seconds: float, *, rush: bool = False) -> None:
        coming = [
            self.crowd.come(self._filings, seconds, self.people.rng, self._file_somewhere),
            self.crowd.come(self._readings, seconds, self.people.rng, self._read_somewhere),
        ]
        if rush:
            coming += [
                self.crowd.come(TIMES * self._filings, seconds, self.people.rng, self._file_there),
                self.crowd.come(TIMES * self._readings, seconds, self.people.rng, self._read_there),
            ]
        await asyncio.gather(*coming)

    async def _file_somewhere(self, wanted: float) -> None:
        await self._file(OTHERS, self.people.rng.choice(self.calm), wanted)

    async def _file_there(self, wanted: float) -> None:
        await self._file(ONE, self.rushed, wanted)

    async def _file(self, group: str, commune: UUID, wanted: float) -> None:
        citizen, papers = self.people.citizen(), []
        for _ in range(self.files):
            request = self.people.upload(citizen, commune)
            answer = await self.crowd.ask(group, UPLOAD, wanted, request)
            if answer is None:
                return
            papers.append(json.loads(answer.body)["id"])
            wanted = time.perf_counter()  # one cannot want the next before the last is there
        request = self.people.filing(citizen, commune, papers)
        answer = await self.crowd.ask(group, "filing", wanted, request)
        if answer is not None:
            self.acknowledged.append(json.loads(answer.body)["id"])

    async def _read_somewhere(self, wanted: float) -> None:
        if self.people.rng.random() < 0.4:
            reading = self.people.reading()
        else:
            reading = self.people.reading_at(self.people.rng.choice(self.calm))
        await self._read(OTHERS, reading, wanted)

    async def _read_there(self, wanted: float) -> None:
        await self._read(ONE, self.people.reading_at(self.rushed), wanted)

    async def _read(self, group: str, reading: Reading, wanted: float) -> None:
        await self.crowd.ask(group, reading.kind, wanted, reading.request)

    async def _watch(self) -> None:
        while True:
            processes = machine.family(os.getpid())[1:]
            self.memory.append(machine.memory_mib(processes))
            self.queue_age.append(await sync_to_async(_oldest)())
            await asyncio.sleep(1)


def _oldest() -> float:
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        found = cursor.fetchone()
    return float(found[0]) if found else 0.0


def report(run: Load, wanted: argparse.Namespace) -> dict[str, Any]:
    """Return everything that was seen, with what is aimed at."""
    seen = run.crowd.seen
    of = _chosen(seen)
    there = Dossier.objects.filter(pk__in=run.acknowledged).exclude(status="draft").count()
    even, surge = of(EVEN, OTHERS), of(SURGE, OTHERS)
    worse = quantile(surge, 0.99) / max(1.0, quantile(even, 0.99))
    start, end = _memory(run.memory)
    found: dict[str, Any] = {
        "benchmark": "mixed",
        "seen": [
            {"phase": phase, "group": group, "kind": kind, **one.told()}
            for (phase, group, kind), one in sorted(seen.items())
            if phase != "warm"
        ],
        "acknowledged": len(run.acknowledged),
        "lost": len(run.acknowledged) - there,
        "failed": sum(len(one.failed) for one in seen.values()),
        "unsaid": sum(one.refused_without_saying_when for one in seen.values()),
        "refused_of_others_in_even_load": sum(
            one.refused for (phase, _, _), one in seen.items() if phase == EVEN
        ),
        "even_p50_ms": quantile(even, 0.5),
        "even_p99_ms": quantile(even, 0.99),
        "surge_p99_of_others_ms": quantile(surge, 0.99),
        "moment_worst_ms": quantile(of(MOMENT, OTHERS), 1.0),
        "queue_age_p99_s": round(quantile(run.queue_age, 0.99) / 1000, 1),
        "asked_late_p99_ms": quantile(run.crowd.late, 0.99),
        "memory_mib": round(end, 1),
        "memory_growth_percent": round((end / start - 1) * 100, 1),
        "settings": {name: getattr(wanted, name) for name in vars(wanted) if name != "json"},
        "database_mib": round(machine.database_mib()),
        "machine": machine.described(),
    }
    found["targets"] = _targets(found, worse)
    found["ratios"] = {
        "surge: other agencies' p99, times without": round(worse, 2),
        "even load: p99, times p50": round(found["even_p99_ms"] / max(1, found["even_p50_ms"]), 2),
    }
    return found


def _memory(seen: list[float]) -> tuple[float, float]:
    """Return MiB after the first third, when everything has been loaded, and at the end."""
    third = len(seen) // 3
    return median(seen[third : third + 5] or [1]), median(seen[-5:] or [1])


def _chosen(seen: dict[tuple[str, str, str], Seen]) -> Callable[[str, str], list[float]]:
    def times(phase: str, group: str) -> list[float]:
        some: Iterable[list[float]] = (
            one.times
            for (when, whose, kind), one in seen.items()
            if (when, whose) == (phase, group) and kind != UPLOAD
        )
        return list(chain.from_iterable(some))

    return times


def _targets(found: dict[str, Any], worse: float) -> list[dict[str, Any]]:
    return [
        targets.at_most("even load: p50", found["even_p50_ms"], P50_MS),
        targets.at_most("even load: p99", found["even_p99_ms"], P99_MS),
        targets.at_most("failed requests", found["failed"], 0, "requests"),
        targets.at_most(
            "refused in even load", found["refused_of_others_in_even_load"], 0, "requests"
        ),
        targets.at_most(
            "growth of memory", found["memory_growth_percent"], GROWTH_PERCENT, "percent"
        ),
        targets.at_most("age of the queue, p99", found["queue_age_p99_s"], QUEUE_SECONDS, "s"),
        targets.at_most("surge: others' p99, times without", round(worse, 2), WORSE, "times"),
        targets.at_most("refusals that do not say when", found["unsaid"], 0, "requests"),
        targets.at_most("acknowledged and lost", found["lost"], 0, "dossiers"),
    ]
