"""A line on loopback that is cut where the test says: before, inside or after a request."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlsplit

CHUNK = 65536
CUTS = ("before", "inside", "after", "answer")


@dataclass(slots=True)
class CuttingLine:
    """A proxy in front of a server; `cut_next` names what happens to the next matching request.

    `then` lists what happens to the ones after it. “before” forwards nothing of it, “inside” a
    part, “after” all but no answer comes back, “answer” breaks off inside the answer.
    """

    server: str
    marks: bytes
    cut_next: str = ""
    then: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    _listening: socket.socket = field(default_factory=socket.socket)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "CuttingLine":
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen()
        self._listening.settimeout(0.2)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._listening.close()

    @property
    def address(self) -> str:
        """Return where the line begins."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def _accept(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                caller, _ = self._listening.accept()
                threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        there = urlsplit(self.server)
        served = socket.create_connection((str(there.hostname), int(there.port or 80)))
        state = {"cut": ""}
        back = threading.Thread(target=self._answers, args=(served, caller, state), daemon=True)
        back.start()
        with contextlib.suppress(OSError):
            while chunk := caller.recv(CHUNK):
                if self.cut_next and self.marks in chunk:
                    state["cut"] = self.cut_next
                    self.cut_next = self.then.pop(0) if self.then else ""
                    self.cuts.append(state["cut"])
                if not self._forward(chunk, served, state["cut"]):
                    break
        _close(caller, served)

    def _forward(self, chunk: bytes, served: socket.socket, cut: str) -> bool:
        if cut == "before":
            return False
        if cut == "inside":
            served.sendall(chunk[: len(chunk) // 2])
            return False
        served.sendall(chunk)
        return True

    def _answers(self, served: socket.socket, caller: socket.socket, state: dict[str, str]) -> None:
        with contextlib.suppress(OSError):
            while chunk := served.recv(CHUNK):
                if state["cut"] == "after":
                    break
                if state["cut"] == "answer":
                    caller.sendall(chunk[: len(chunk) // 2])
                    break
                caller.sendall(chunk)
        _close(caller, served)


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
