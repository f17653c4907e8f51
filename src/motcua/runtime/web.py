"""The web server: it loads the application once, and its workers are forked from it.

Workers share what was loaded, and one that takes the place of another is there at once.
"""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from motcua.runtime.refusals import CannotStart

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
    parser.add_argument("--checks", help="wait for a line; then what must hold before serving")
    return parser.parse_args()


def main() -> int:
    """Load the application, see that it may be served where that is wanted, and serve until told to
    leave."""
    wanted = _arguments()
    multiprocessing.set_start_method("fork")
    kept = import_module(wanted.module)
    if wanted.checks and not _may_begin(wanted.checks, wanted.host):
        return 1
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


def _may_begin(checks: str, host: str) -> bool:
    """Wait for the line that says that the database is there, look at what must hold, and say
    what came of it: an exit code, and why it may not begin."""
    if not sys.stdin.readline():
        return False  # whoever wanted to tell is gone
    code, why = 0, ""
    try:
        import_module(checks).require_ready(host)
    except CannotStart as refusal:
        code, why = refusal.exit_code, str(refusal)
    print(code, why, flush=True)  # noqa: T201 -- to who has started us
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody listens any more
    return code == 0


def _application(module: str) -> Callable[..., Any]:
    found: Callable[..., Any] = import_module(module).application
    return found


if __name__ == "__main__":
    sys.exit(main())
