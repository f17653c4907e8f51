"""A small virus scanner that speaks clamd's protocol and knows one virus: the EICAR test file."""

import contextlib
import re
import socket
import threading
import zlib
from dataclasses import dataclass, field
from types import TracebackType

from tests.documents.hostile_files import EICAR

COMMAND = b"zINSTREAM\0"
PACKED = re.compile(rb"stream\r?\n|zTXt.{0,80}?\0\0|PK\x03\x04.{26}[^x]{1,40}", re.DOTALL)


@dataclass(slots=True)
class Scanner:
    """Listens on loopback; `answer` may be set to what it says instead of looking."""

    answer: bytes = b""
    heard: list[int] = field(default_factory=list)
    _listening: socket.socket = field(default_factory=socket.socket)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Scanner":
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen()
        self._listening.settimeout(0.1)
        threading.Thread(target=self._serve, daemon=True).start()
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
        """Return where it listens, as the setting wants it."""
        return f"tcp://127.0.0.1:{self._listening.getsockname()[1]}"

    def _serve(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                caller, _ = self._listening.accept()
                with caller:
                    self._answer(caller)

    def _answer(self, caller: socket.socket) -> None:
        with caller.makefile("rb") as sent:
            if sent.read(len(COMMAND)) != COMMAND:
                return
            content = b""
            while length := int.from_bytes(sent.read(4), "big"):
                content += sent.read(length)
        self.heard.append(len(content))
        found = b"stream: Eicar-Test-Signature FOUND\0" if _infected(content) else b"stream: OK\0"
        caller.sendall(self.answer or found)


def _infected(content: bytes) -> bool:
    if EICAR in content:
        return True
    for place in PACKED.finditer(content):
        for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
            with contextlib.suppress(zlib.error):
                if EICAR in zlib.decompressobj(window).decompress(content[place.end() :], 10**6):
                    return True
    return False
