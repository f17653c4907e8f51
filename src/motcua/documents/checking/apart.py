"""The process in which uploaded files are opened: it has the libraries ready and forks for each.

Started by `documents.reading` with one end of a socket. Every message there brings the socket of
one job; a child of its own reads the file from it, under limits, without the network and without
the right to write any file, and answers. A file that breaks its reader breaks that child alone.
"""

import json
import logging
import os
import resource
import signal
import socket
import sys
from dataclasses import dataclass

from PIL import Image

from motcua.documents.checking import open_file
from motcua.documents.confined import leave_network, limit
from motcua.documents.rules import FileTooDemanding
from motcua.kernel.errors import DomainError

SECONDS, PATIENCE = 10, 20  # of computing, and in all
MEMORY = 256 * 1024 * 1024  # more than the libraries themselves take
LENGTH_BYTES = 4
PAGE_BYTES = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked: a file by the name that people know, and its type."""

    name: str
    media_type: str
    content: bytes


def main() -> int:
    """Fork for every job that comes, until whoever asks is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    logging.disable()  # what libraries say of hostile files is no news
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks is stopped; then this ends
    leave_network()
    Image.preinit()  # its readers, so that no child has to load them
    while True:
        told, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not told:
            return 0
        for handle in handles:
            if os.fork() == 0:
                control.close()
                _answer(socket.socket(fileno=handle))
                os._exit(0)
            os.close(handle)


def _answer(asked: socket.socket) -> None:
    signal.alarm(PATIENCE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    limit(SECONDS, _taken() + MEMORY)
    job = _received(asked)
    try:
        opened = open_file(job.name, job.media_type, job.content)
    except DomainError as refusal:
        _send(asked, {"refused": type(refusal).__name__, "facts": refusal.facts})
    except MemoryError:
        _send(asked, {"refused": FileTooDemanding.__name__, "facts": {"name": job.name}})
    else:
        same = opened.content is job.content
        _send(asked, {"pages": opened.pages, "same": same}, b"" if same else opened.content)


def _taken() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * PAGE_BYTES


def _received(asked: socket.socket) -> Job:
    with asked.makefile("rb") as sent:
        head = json.loads(sent.read(int.from_bytes(sent.read(LENGTH_BYTES), "big")))
        return Job(head["name"], head["media_type"], sent.read(head["size"]))


def _send(asked: socket.socket, head: dict[str, object], content: bytes = b"") -> None:
    told = json.dumps(head).encode()
    asked.sendall(len(told).to_bytes(LENGTH_BYTES, "big") + told)
    asked.sendall(content)
    asked.shutdown(socket.SHUT_RDWR)


if __name__ == "__main__":
    sys.exit(main())
