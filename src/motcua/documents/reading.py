"""Having an uploaded file opened by a process of its own, which may break without harm.

One such process stands ready for each that answers requests; it forks for every file (`apart`).
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from motcua.documents.checking.apart import LENGTH_BYTES, PATIENCE
from motcua.documents.rules import REFUSALS, FileTooDemanding

CHECKER = "motcua.documents.checking.apart"


@dataclass(frozen=True, slots=True)
class Opened:
    """What is kept of a file, and how many pages it has."""

    content: bytes
    pages: int


class _Checker:
    """The process that waits for files; started when the first comes, and again if it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def hand_over(self, job: socket.socket) -> None:
        """Give the checker one end of a job's socket."""
        with self._lock:
            control = self._started()
            try:
                socket.send_fds(control, [b"."], [job.fileno()])
            except OSError:
                self.stop()
                socket.send_fds(self._started(), [b"."], [job.fileno()])

    def _started(self) -> socket.socket:
        if self._control is not None and self._owner == os.getpid():
            return self._control
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._running = subprocess.Popen(
                [sys.executable, "-I", "-m", CHECKER, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": "", "LANG": "C.UTF-8"},
            )
        self._control, self._owner = ours, os.getpid()
        return ours

    def stop(self) -> None:
        """End the checker: it ends by itself once nobody can ask it any more."""
        control, running = self._control, self._running
        self._control = self._running = None
        if control is not None:
            control.close()
        if running is not None and self._owner == os.getpid():
            running.wait(PATIENCE)


_checker = _Checker()
atexit.register(_checker.stop)


def opened(name: str, media_type: str, content: bytes) -> Opened:
    """Return what is kept of a file, or refuse it with the reason.

    It takes at most 10 seconds of computing and 256 MiB, none of them of this process; a file
    that needs more, or that breaks its reader, is refused.
    """
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            _checker.hand_over(theirs)
        ours.settimeout(PATIENCE)
        head, kept = _asked(ours, name, media_type, content)
    if "pages" in head:
        return Opened(content if head["same"] else kept, head["pages"])
    raise REFUSALS[head["refused"]](**head["facts"])


def _asked(
    job: socket.socket, name: str, media_type: str, content: bytes
) -> tuple[dict[str, Any], bytes]:
    told = json.dumps({"name": name, "media_type": media_type, "size": len(content)}).encode()
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # then there is an answer, or none
            job.sendall(len(told).to_bytes(LENGTH_BYTES, "big") + told)
            job.sendall(content)
        with job.makefile("rb") as answer:
            length = int.from_bytes(answer.read(LENGTH_BYTES), "big")
            head = json.loads(answer.read(length)) if length else _broke(name)
            return head, answer.read()
    except (TimeoutError, ConnectionResetError):
        return _broke(name), b""


def _broke(name: str) -> dict[str, object]:
    return {"refused": FileTooDemanding.__name__, "facts": {"name": name}}
