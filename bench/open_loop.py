"""Clients that come when they come, whether earlier ones have been answered or not.

Each request has a moment at which somebody wanted it; the time it took is counted from there, so
that a server that stands still is not asked less and does not look better for it.
"""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.clients import HOST, Request

PATIENCE = 60.0
REFUSED = (429, 503)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes

    @property
    def says_when(self) -> bool:
        """Say whether a refusal tells when to come back."""
        return b"\r\nretry-after:" in self.head.lower()


@dataclass
class Seen:
    """The answers to one kind of request of one group of people."""

    times: list[float] = field(default_factory=list)
    refused: int = 0
    refused_without_saying_when: int = 0
    failed: list[str] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        """Return the figures."""
        return {
            "answered": len(self.times),
            "p50_ms": quantile(self.times, 0.5),
            "p99_ms": quantile(self.times, 0.99),
            "worst_ms": quantile(self.times, 1.0),
            "refused": self.refused,
            "refused_without_saying_when": self.refused_without_saying_when,
            "failed": len(self.failed),
            "first_failure": self.failed[0] if self.failed else None,
        }


def quantile(times: list[float], share: float) -> float:
    """Return the time in milliseconds that this share stayed below."""
    ordered = sorted(times)
    last = len(ordered) - 1
    return round(ordered[min(last, int(share * len(ordered)))] * 1000, 1) if ordered else 0.0


class Crowd:
    """Everybody who asks, over connections that are kept; what they saw by phase, group, kind."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.phase = ""
        self.late: list[float] = []  # by how much each was asked later than wanted
        self.seen: dict[tuple[str, str, str], Seen] = defaultdict(Seen)

    async def come(
        self,
        rate: float,
        seconds: float,
        rng: random.Random,
        act: Callable[[float], Coroutine[Any, Any, None]],
    ) -> None:
        """Let people come for some seconds and wait until the last has gone."""
        begun = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for at in moments(rate, seconds, rng):
                wanted = begun + at
                await asyncio.sleep(max(0.0, wanted - time.perf_counter()))
                self.late.append(time.perf_counter() - wanted)
                group.create_task(act(wanted))

    async def ask(self, group: str, kind: str, wanted: float, request: Request) -> Answer | None:
        """Ask once and note it; None when there was no answer or none of use."""
        seen = self.seen[(self.phase, group, kind)]
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._exchange(request.wire())
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            seen.failed.append(repr(error))
            return None
        if answer.status in REFUSED:
            seen.refused += 1
            seen.refused_without_saying_when += not answer.says_when
            return None
        if not 200 <= answer.status < 400:
            seen.failed.append(f"{answer.status} {answer.body[:200].decode(errors='replace')}")
            return None
        seen.times.append(time.perf_counter() - wanted)
        return answer

    async def _exchange(self, wire: bytes) -> Answer:
        while self._idle:
            try:
                return await self._over(*self._idle.pop(), wire)
            except (ConnectionError, asyncio.IncompleteReadError):
                continue  # the server had closed it meanwhile; each request may be sent again
        return await self._over(*await asyncio.open_connection(HOST, self._port), wire)

    async def _over(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, wire: bytes
    ) -> Answer:
        writer.write(wire)
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
        if b"\r\nconnection: close" in head.lower():
            writer.close()
        else:
            self._idle.append((reader, writer))
        return Answer(int(head[9:12]), head, body)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def moments(rate: float, seconds: float, rng: random.Random) -> Iterator[float]:
    """Yield when people come, seconds from now: at random, so many a second on average."""
    at = rng.expovariate(rate)
    while at < seconds:
        yield at
        at += rng.expovariate(rate)
