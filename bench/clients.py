"""Clients that wait for each answer before they ask again, over kept connections."""

import json
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import Any

HOST = "127.0.0.1"
END_OF_HEAD = b"\r\n\r\n"
TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be sent."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def sent_from(self, address: str) -> "Request":
        """Return the request as a proxy passes it on from an address."""
        return replace(self, headers=(*self.headers, ("X-Forwarded-For", address)))

    def wire(self) -> bytes:
        """Return the bytes of the request."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def as_json(token: str, method: str, path: str, body: object = None, key: str = "") -> Request:
    """Return a request of the API with a token."""
    headers = [("Authorization", f"Bearer {token}")]
    if key:
        headers.append(("Idempotency-Key", key))
    content = b""
    if body is not None:
        headers.append(("Content-Type", "application/json"))
        content = json.dumps(body, default=str, ensure_ascii=False).encode()
    return Request(method, f"/api/v1{path}", tuple(headers), content)


class Line:
    """A connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: Request) -> tuple[int, bytes]:
        """Send a request and return status and body."""
        self._socket.sendall(request.wire())
        head, _, body = self._until_end_of_head().partition(END_OF_HEAD)
        status = int(head[9:12])
        length = _length(head)
        while len(body) < length:
            body += self._more()
        return status, body

    def _until_end_of_head(self) -> bytes:
        received = self._more()
        while END_OF_HEAD not in received:
            received += self._more()
        return received

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


@dataclass
class Tally:
    """What the clients saw of one kind of act."""

    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def note(self, took: float, status: int, body: bytes) -> None:
        """Count an answer; anything but success is a failure of the measurement."""
        self.times.append(took)
        if not 200 <= status < 300:
            self.failed.append(f"{status} {body[:300].decode(errors='replace')}")

    def quantile(self, share: float) -> float:
        """Return the time in milliseconds that this share of answers stayed below."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0

    @property
    def rate(self) -> float:
        """Return how many answers there were in a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0


Asking = Callable[[Line, Any], None]


def all_at_work(
    port: int, clients: int, items: Sequence[Any], seconds: float, ask: Asking
) -> float:
    """Let clients take items until none is left or time is up; return how long it took."""
    waiting: SimpleQueue[Any] = SimpleQueue()
    for item in items:
        waiting.put(item)
    lines = [Line(port) for _ in range(clients)]
    begun = time.perf_counter()
    crew = [
        threading.Thread(target=_work, args=(line, waiting, begun + seconds, ask)) for line in lines
    ]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    took = time.perf_counter() - begun
    for line in lines:
        line.close()
    return took


def _work(line: Line, waiting: SimpleQueue[Any], until: float, ask: Asking) -> None:
    while time.perf_counter() < until:
        try:
            item = waiting.get_nowait()
        except Empty:
            return
        ask(line, item)


def timed(line: Line, request: Request, tally: Tally) -> tuple[int, bytes]:
    """Ask once and note how long it took."""
    begun = time.perf_counter()
    status, body = line.ask(request)
    tally.note(time.perf_counter() - begun, status, body)
    return status, body
