"""Asking a virus scanner (clamd) about bytes, through its socket."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from motcua.documents.rules import FileInfected, ScannerAway

CHUNK = 1 << 18
LENGTH_BYTES = 4
CONNECTING, ANSWERING = 2, 20  # seconds
LONGEST_ANSWER = 4096
CLEAN, FOUND = "OK", "FOUND"


def scan(name: str, content: bytes) -> bool:
    """Say whether bytes were scanned and found clean; refuse them when they are not.

    False means that no scanner is set up, or that it does not answer and may be done without.
    Where it is required, nothing comes in while it is away.
    """
    if settings.CLAMAV_SOCKET:
        answer = _answer(content)
        if answer.endswith(FOUND):
            raise FileInfected(name=name)
        if answer.endswith(f": {CLEAN}"):
            return True
    if settings.CLAMAV_REQUIRED:
        raise ScannerAway
    return False


def _answer(content: bytes) -> str:
    """Return what the scanner says, empty when it cannot be asked (clamd(8), INSTREAM)."""
    try:
        with _connected(settings.CLAMAV_SOCKET) as scanner:
            scanner.settimeout(ANSWERING)
            _send(scanner, content)
            return _read(scanner).rstrip(b"\0\n").decode("utf-8", "replace")
    except OSError:
        return ""


def _connected(address: str) -> socket.socket:
    if not address.startswith("tcp://"):
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(CONNECTING)
        try:
            scanner.connect(str(Path(address)))
        except OSError:
            scanner.close()
            raise
        return scanner
    there = urlsplit(address)
    return socket.create_connection((there.hostname or "", there.port or 0), CONNECTING)


def _send(scanner: socket.socket, content: bytes) -> None:
    scanner.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), CHUNK):
        part = content[start : start + CHUNK]
        scanner.sendall(len(part).to_bytes(LENGTH_BYTES, "big") + part)
    scanner.sendall(bytes(LENGTH_BYTES))


def _read(scanner: socket.socket) -> bytes:
    answer = b""
    while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0"):
        part = scanner.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer
