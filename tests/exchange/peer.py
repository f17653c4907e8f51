"""A peer on this machine that answers as it is told, and remembers what reached it."""

import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

OK = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"


def answering(status: int, body: bytes = b"", more: str = "") -> bytes:
    """Return an answer of a status."""
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


@dataclass
class Peer:
    """Listens on loopback; `answers` are given in turn, then that all is well."""

    answers: list[bytes] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    held: threading.Event | None = None  # until when lines stay open after the answer

    def __enter__(self) -> Self:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._listening.join(5)

    @property
    def address(self) -> str:
        """Return where it is told."""
        return f"http://127.0.0.1:{self.port}/tin"

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            with line:
                self.heard.append(_whole(line))
                line.sendall(self.answers.pop(0) if self.answers else OK)
                if self.held is not None:
                    self.held.wait(5)


def _whole(line: socket.socket) -> bytes:
    """Read a request to the end that its length says."""
    line.settimeout(5)
    read = b""
    while b"\r\n\r\n" not in read:
        read += line.recv(65536)
    head, _, body = read.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body
