"""Sending one message to its peer over HTTP: within a few seconds, and no further than there.

No redirect is followed, no proxy is asked, and no more of an answer is read than is told of it.
"""

import contextlib
import socket
import threading
import time
from datetime import timedelta
from http.client import HTTPException, HTTPResponse

from django.conf import settings

from motcua.exchange.actions import Outgoing
from motcua.exchange.rules import Answer, Verdict, in_short, signature, verdict_of
from motcua.kernel.outgoing import AddressRefused, CheckedConnection, Resolve, place_of

PATIENCE = 15.0  # seconds for looking up, connecting, sending and reading together
ONE_WAIT = 10.0
MOST_BYTES = 4096
CUT_OFF = "câu trả lời bị cắt giữa chừng"
TOO_LATE = "không trả lời kịp"
UNREACHABLE = "không kết nối được"


def send(
    message: Outgoing,
    moment: int,
    resolve: Resolve = socket.getaddrinfo,
    patience: float = PATIENCE,
) -> Answer:
    """Send a message that is signed at a moment, in seconds since 1970; return what came of it."""
    try:
        place = place_of(message.address, settings.EXCHANGE_ALLOW)
        line = _Line(CheckedConnection(place, min(ONE_WAIT, patience), resolve), patience)
        return line.post(place.path, message, moment)
    except AddressRefused as refusal:
        return Answer(Verdict.NEVER, str(refusal))


class _Line:
    """A connection that is cut when its time is over, whatever trickles in."""

    def __init__(self, connection: CheckedConnection, patience: float) -> None:
        self._connection = connection
        self._until = time.monotonic() + patience
        self._over = threading.Timer(patience, self._cut)
        self._over.daemon = True

    def _cut(self) -> None:
        line = self._connection.sock
        if line is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # also below TLS

    def post(self, path: str, message: Outgoing, moment: int) -> Answer:
        """Post a message; say what was answered, or what went wrong."""
        self._over.start()
        try:
            self._connection.connect()
            if time.monotonic() > self._until:
                return Answer(Verdict.AGAIN, TOO_LATE)
            body = message.body.encode()
            self._connection.request("POST", path, body, _headers(message, moment))
            answer = _read(self._connection.getresponse())
            return answer if time.monotonic() < self._until else Answer(Verdict.AGAIN, TOO_LATE)
        except (OSError, HTTPException, ValueError) as error:
            return Answer(Verdict.AGAIN, self._words(error))
        finally:
            self._over.cancel()
            self._connection.close()

    def _words(self, error: Exception) -> str:
        if isinstance(error, TimeoutError) or time.monotonic() > self._until:
            return TOO_LATE
        if isinstance(error, HTTPException | ConnectionResetError | BrokenPipeError):
            return CUT_OFF
        return f"{UNREACHABLE} ({type(error).__name__})"


def _headers(message: Outgoing, moment: int) -> dict[str, str]:
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "Idempotency-Key": str(message.id),
        "webhook-id": str(message.id),
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(message.secret, message.id, moment, message.body),
        "User-Agent": "Motcua",
        "Connection": "close",
    }


def _read(response: HTTPResponse) -> Answer:
    content = response.read(MOST_BYTES)
    if len(content) < MOST_BYTES and response.length:
        return Answer(Verdict.AGAIN, CUT_OFF)
    words = f"{response.status} {in_short(content)}".strip()
    wait = response.headers.get("Retry-After", "")
    asked = timedelta(seconds=int(wait)) if wait.isdecimal() and len(wait) < 6 else None
    return Answer(verdict_of(response.status), words, asked)
