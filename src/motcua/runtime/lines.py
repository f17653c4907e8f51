"""Lines before a counter that serves a few at a time, in fair turns.

The line with the fewest in service is next, so that a long line makes the others wait for one of
its own and not for all. When too many wait, the last of the longest line is sent away, and so is
whoever has waited too long.
"""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Any

WHO = (
    "motcua.who"  # where a request leaves the agency of whoever was recognised, empty for citizens
)


def address_of(environ: Mapping[str, Any], *, behind_proxy: bool) -> str:
    """Return where a request comes from; the proxy's header counts only when a proxy is set up."""
    if behind_proxy:
        forwarded: str = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(environ.get("REMOTE_ADDR", ""))


class Kind(StrEnum):
    """What is asked for; of what is costly only one is in service at a time, and of what waits for
    another system no more than half of what is."""

    USUAL = ""
    UPLOAD = "upload"
    LIST = "list"  # a whole list as a file, or figures over years: seconds of work
    ABROAD = "abroad"  # asks another system first, which may take as long as it likes


@dataclass(frozen=True, slots=True)
class Line:
    """Whose line it is, and for what."""

    whose: str
    kind: Kind = Kind.USUAL


@dataclass(eq=False, slots=True)
class _Waiting:
    """A request that waits; the lock is released when its turn has come or it is sent away."""

    line: Line
    turn: Lock = field(default_factory=Lock)
    is_admitted: bool = False


class Lines:
    """Who is in service and who waits; every method may be called from any thread."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._at_once = at_once
        self._most_waiting = waiting
        self._patience = patience
        self._lock = Lock()
        self._in_service: Counter[Line] = Counter()
        self._busy = 0
        self._lines: dict[Line, deque[_Waiting]] = {}
        self._waiting = 0

    def enter(self, line: Line) -> bool:
        """Come back when it is one's turn, with True, or with False to leave."""
        with self._lock:
            if self._busy < self._at_once and line not in self._lines and self._may(line):
                self._serve(line)
                return True
            mine = _Waiting(line)
            mine.turn.acquire()
            self._lines.setdefault(line, deque()).append(mine)
            self._waiting += 1
            if self._waiting > self._most_waiting:
                self._send_away()
        if not mine.turn.acquire(timeout=self._patience):
            with self._lock:
                if not mine.is_admitted and mine in self._lines.get(line, ()):
                    self._drop(mine)
        return mine.is_admitted

    def leave(self, line: Line) -> None:
        """Make room for whoever is next."""
        with self._lock:
            self._busy -= 1
            self._in_service[line] -= 1
            if not self._in_service[line]:
                del self._in_service[line]
            self._call_next()

    def _may(self, line: Line) -> bool:
        if line.kind is Kind.USUAL:
            return True
        most = max(1, self._at_once // 2) if line.kind is Kind.ABROAD else 1
        return sum(n for one, n in self._in_service.items() if one.kind is line.kind) < most

    def _serve(self, line: Line) -> None:
        self._busy += 1
        self._in_service[line] += 1

    def _call_next(self) -> None:
        while self._busy < self._at_once:
            able = [line for line in self._lines if self._may(line)]
            if not able:
                return
            # Lines keep the order in which they formed; one that was served goes to the end.
            line = min(able, key=lambda one: self._in_service[one])
            called = self._lines[line][0]
            self._drop(called)
            if line in self._lines:
                self._lines[line] = self._lines.pop(line)
            called.is_admitted = True
            self._serve(line)
            called.turn.release()

    def _send_away(self) -> None:
        longest = max(self._lines, key=lambda line: (len(self._lines[line]), line.kind != ""))
        last = self._lines[longest][-1]
        self._drop(last)
        last.turn.release()

    def _drop(self, one: _Waiting) -> None:
        self._lines[one.line].remove(one)
        self._waiting -= 1
        if not self._lines[one.line]:
            del self._lines[one.line]
