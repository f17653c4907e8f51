"""Run as a program: check and simulate the files on standard input, and report what each cost.

Once everything is imported and warm, a hook ends the run at any attempt to open a file, to reach
the network or to start a program.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from motcua.kernel.errors import DomainError
from motcua.workflow.bpmn.tree import decoded
from motcua.workflow.checking import check
from motcua.workflow.rules import ProcessRefused
from motcua.workflow.simulation import simulate
from tests.workflow.drawing import arrows, drawn, end, gateway, start, tasks

FORBIDDEN = ("open", "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "urllib.")


def forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what no file may cause."""
    if event.startswith(FORBIDDEN):
        raise SystemExit(f"attempted {event} {arguments}")


def peak() -> float:
    """Return the most memory used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(act: Callable[[], object]) -> tuple[float, object]:
    begun = time.process_time()
    found = act()
    return time.process_time() - begun, found


def checked(content: bytes) -> list[str]:
    try:
        return sorted({one.rule for one in check(decoded(content))})
    except ProcessRefused:
        return ["refused"]


def simulated(content: bytes) -> str:
    try:
        return "waits" if simulate(decoded(content), [], {}).markings[0] else "ended"
    except DomainError as refusal:
        return type(refusal).__name__


def reported(content: bytes) -> str:
    """Return the rules found, how the simulation began, CPU seconds and megabytes."""
    before = peak()
    check_seconds, rules = timed(lambda: checked(content))
    simulate_seconds, began = timed(lambda: simulated(content))
    found = {
        "rules": rules,
        "began": began,
        "seconds": max(check_seconds, simulate_seconds),
        "megabytes": peak() - before,
    }
    return json.dumps(found)


def main() -> None:
    """Handle files, each after a line with its length, every one in a process of its own."""
    small = drawn(start(), gateway("inclusive", "x"), tasks("a"), end(), arrows("s x a e"))
    for warm in (small, "<a", "<!DOCTYPE a><a/>"):
        checked(warm.encode())
        simulated(warm.encode())
    sys.addaudithook(forbid)
    while length := sys.stdin.buffer.readline():
        content = sys.stdin.buffer.read(int(length))
        if os.fork() == 0:
            try:
                sys.stdout.write(reported(content) + "\n")
            except SystemExit as attempted:
                sys.stdout.write(json.dumps({"attempted": str(attempted)}) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.wait()


if __name__ == "__main__":
    main()
