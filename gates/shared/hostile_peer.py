"""A peer that fails in every way a peer can, and notes what took effect.

Run as a process of its own: `hostile_peer.py PORT SEED SHARE LOG SECRET QUIET`. It takes each
message once in effect, by its id, and writes a line for each effect, duplicate and fault to the
log. When the file QUIET is there it behaves. Nothing of the application is used.
"""

import base64
import contextlib
import hmac
import json
import random
import socket
import struct
import sys
import threading
import time
from pathlib import Path

HOST = "127.0.0.1"
# How it fails, how often beside the others, and whether the message takes effect before.
FAULTS = {
    "refused": (2, False),
    "closed": (3, False),
    "reset": (3, False),
    "lost_answer": (3, True),
    "timeout_after": (1, True),
    "server_error": (3, False),
    "error_after": (3, True),
    "retry_after": (2, False),
    "slow": (3, True),
    "trickle": (1, True),
    "late": (2, True),
    "cut_body": (3, True),
    "cut_head": (2, True),
    "redirect": (2, False),
    "refused_for_good": (1, False),
    "nonsense": (2, False),
}
HEAD = "HTTP/1.1 {} X\r\nContent-Length: {}\r\n{}\r\n"
TOO_LONG = 20.0  # seconds, longer than anybody waits


class Peer:
    """Listens, decides for each message whether to fail and how, and remembers ids."""

    def __init__(self, port: int, seed: int, share: float, log: Path, secret: str, quiet: Path):
        self._port, self._share, self._quiet = port, share, quiet
        self._secret = secret.encode()
        self._rng, self._turn = random.Random(seed), threading.Lock()
        self._known: set[str] = set()
        self._doomed: set[str] = set()
        self._log = log.open("a", buffering=1)
        self._closed_until = 0.0

    def serve(self) -> None:
        """Answer for ever; close the door now and then, so that connections are refused."""
        trap = socket.create_server((HOST, self._port + 1))
        threading.Thread(target=self._trap, args=(trap,), daemon=True).start()
        while True:
            while (wait := self._closed_until - time.monotonic()) > 0:
                time.sleep(wait)
            door = socket.create_server((HOST, self._port), backlog=128)
            door.settimeout(0.1)
            while self._closed_until <= time.monotonic():
                with contextlib.suppress(TimeoutError):
                    line, _ = door.accept()
                    line.settimeout(TOO_LONG)
                    threading.Thread(target=self._answer, args=(line,), daemon=True).start()
            door.close()

    def _trap(self, door: socket.socket) -> None:
        """Note whoever follows a redirect."""
        while True:
            line, _ = door.accept()
            self._note("followed")
            line.close()

    def _note(self, *words: str) -> None:
        with self._turn:
            self._log.write(" ".join(words) + "\n")

    def _fault(self) -> str:
        with self._turn:
            if self._quiet.exists() or self._rng.random() >= self._share:
                return ""
            names = list(FAULTS)
            return self._rng.choices(names, [FAULTS[one][0] for one in names])[0]

    def _answer(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError, ValueError):
            fault = self._fault()
            if fault == "closed":
                self._note("fault", fault)
                return
            head, body = _request(line)
            identity = self._checked(head, body)
            if fault == "refused_for_good" and identity in self._doomed | self._known:
                fault = ""  # only once, and nothing that it has
            if fault:
                self._note("fault", fault)
            if not fault or FAULTS[fault][1]:
                self._take(identity, body)
            getattr(self, f"_{fault or 'well'}")(line, identity)

    def _checked(self, head: dict[str, str], body: bytes) -> str:
        """Return the id of a message; note a signature or key that does not fit."""
        identity, moment = head["webhook-id"], head["webhook-timestamp"]
        signed = f"{identity}.{moment}.".encode() + body
        fits = "v1," + base64.b64encode(hmac.digest(self._secret, signed, "sha256")).decode()
        if head["webhook-signature"] != fits or head["idempotency-key"] != identity:
            self._note("unsigned", identity)
        if abs(time.time() - int(moment)) > 60:
            self._note("stale", identity)
        return identity

    def _take(self, identity: str, body: bytes) -> None:
        told = json.loads(body)
        with self._turn:
            kind = "again" if identity in self._known else "effect"
            self._known.add(identity)
            words = (kind, identity, told["id"], told["partitionkey"], told["sequence"])
            self._log.write(" ".join(words) + "\n")

    def _well(self, line: socket.socket, identity: str) -> None:
        line.sendall(HEAD.format(self._rng.choice((200, 202, 204, 409)), 0, "").encode())

    def _refused(self, line: socket.socket, identity: str) -> None:
        self._closed_until = time.monotonic() + 0.15
        self._reset(line, identity)

    def _reset(self, line: socket.socket, identity: str) -> None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _lost_answer(self, line: socket.socket, identity: str) -> None:
        """Answer nothing."""

    def _timeout_after(self, line: socket.socket, identity: str) -> None:
        time.sleep(TOO_LONG)

    def _server_error(self, line: socket.socket, identity: str) -> None:
        line.sendall(HEAD.format(self._rng.choice((500, 502, 503, 504, 408, 425)), 0, "").encode())

    _error_after = _server_error

    def _retry_after(self, line: socket.socket, identity: str) -> None:
        status = self._rng.choice((429, 503))
        line.sendall(HEAD.format(status, 0, "Retry-After: 3\r\n").encode())

    def _slow(self, line: socket.socket, identity: str) -> None:
        for part in HEAD.format(200, 2, "").encode() + b"ok":
            line.sendall(bytes([part]))
            time.sleep(0.02)

    def _trickle(self, line: socket.socket, identity: str) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        for at in range(100):
            line.sendall(b"X-%d: y\r\n" % at)
            time.sleep(0.5)

    def _late(self, line: socket.socket, identity: str) -> None:
        time.sleep(self._rng.uniform(1, 3))
        self._well(line, identity)

    def _cut_body(self, line: socket.socket, identity: str) -> None:
        line.sendall(HEAD.format(200, 500, "").encode() + b"{")

    def _cut_head(self, line: socket.socket, identity: str) -> None:
        line.sendall(b"HTTP/1.1 2")

    def _redirect(self, line: socket.socket, identity: str) -> None:
        place = f"Location: http://{HOST}:{self._port + 1}/\r\n"
        line.sendall(HEAD.format(self._rng.choice((301, 302, 307, 308)), 0, place).encode())

    def _refused_for_good(self, line: socket.socket, identity: str) -> None:
        self._doomed.add(identity)
        line.sendall(HEAD.format(422, 0, "").encode())

    def _nonsense(self, line: socket.socket, identity: str) -> None:
        line.sendall(self._rng.randbytes(300))


def _request(line: socket.socket) -> tuple[dict[str, str], bytes]:
    read = b""
    while b"\r\n\r\n" not in read:
        part = line.recv(65536)
        if not part:
            raise ValueError("cut off")
        read += part
    head, _, body = read.partition(b"\r\n\r\n")
    fields = dict(one.lower().split(": ", 1) for one in head.decode().split("\r\n")[1:])
    raw = dict(one.split(": ", 1) for one in head.decode().split("\r\n")[1:])
    fields["webhook-signature"] = raw["webhook-signature"]  # Base64 has capitals
    while len(body) < int(fields["content-length"]):
        part = line.recv(65536)
        if not part:
            raise ValueError("cut off")
        body += part
    return fields, body


if __name__ == "__main__":
    port, seed, share, log, secret, quiet = sys.argv[1:]
    Peer(int(port), int(seed), float(share), Path(log), secret, Path(quiet)).serve()
