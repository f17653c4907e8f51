"""The web server: it loads the application once, and its workers are forked from it.

Workers share what was loaded, and one that takes the place of another is there at once.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

CONNECTIONS = 4096  # of each process; those kept open between two requests count too
KILLED_AFTER = 10  # seconds for requests in flight, when a worker is told to leave


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motcua.runtime.web")
    parser.add_argument("module", help="what holds the application, its workers and threads")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--lasting", action="store_true", help="replace workers that crash")
    parser.add_argument("--when-told", action="store_true", help="serve once a line was read")
    return parser.parse_args()


def main() -> int:
    """Load the application, wait to be told where that is wanted, and serve until told to leave."""
    wanted = _arguments()
    multiprocessing.set_start_method("fork")
    kept = import_module(wanted.module)
    if wanted.when_told and not sys.stdin.readline():
        return 1  # whoever wanted to tell is gone
    server = Granian(
        wanted.module,
        address=wanted.host,
        port=wanted.port,
        interface=Interfaces.WSGI,
        workers=wanted.workers or kept.WORKERS,
        blocking_threads=wanted.threads or kept.THREADS,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        websockets=False,
        http=HTTPModes.http1,
        log_level=LogLevels.error,
        respawn_failed_workers=wanted.lasting,
        workers_kill_timeout=KILLED_AFTER,
    )
    server.serve(target_loader=partial(_application, wanted.module), wrap_loader=False)
    return 0


def _application(module: str) -> Callable[..., Any]:
    found: Callable[..., Any] = import_module(module).application
    return found


if __name__ == "__main__":
    sys.exit(main())
