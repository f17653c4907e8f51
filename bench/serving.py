"""The web server of production, on a free port of this machine."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.clients import HOST, Line, Request
from motcua.cli.surroundings import as_server
from motcua.runtime.processes import Children, web_server, worker
from motcua.runtime.state import open_state, state_path

READY_SECONDS = 60


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*, with_worker: bool = False) -> Iterator[int]:
    """Run the web server, and the job worker if wanted; yield the port."""
    port = free_port()
    command = web_server(HOST, port, lasting=False)
    state = open_state(state_path())
    with as_server(state), Children(state.folder("logs")) as children:
        children.start("web", command, os.environ)
        if with_worker:
            children.start("worker", worker(), os.environ)
        wait_until_ready(port, lambda: children.ended() is not None)
        yield port


def wait_until_ready(port: int, has_ended: Callable[[], bool]) -> None:
    """Come back when the web server says that it is ready."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if has_ended():
            raise RuntimeError("the web server ended; see its log")
        try:
            line = Line(port)
            status, _ = line.ask(Request("GET", "/readyz"))
            line.close()
        except OSError:
            time.sleep(0.05)
            continue
        if status == 200:
            return
    raise RuntimeError("the web server did not get ready")
