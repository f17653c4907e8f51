"""Cold starts of `./motcua serve`, and the memory of a web server and a job worker.

`./motcua bench startup [--json] [--rounds N]` equips a state folder of its own once, then starts
`serve` there again and again, PostgreSQL included, and waits until `/readyz` answers. Memory is
that of two web workers and one job worker after some hundred pages, what they share counted once,
PostgreSQL apart. The floor is what Python needs to load Django and the web server, with nothing of
ours.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from bench import machine, targets
from bench.clients import Line, Request
from bench.serving import free_port, wait_until_ready

READY_SECONDS, MEMORY_MIB = 3.0, 600.0
PAGES = ("/", "/thu-tuc", "/dang-nhap", "/api/v1/procedures")
TIMES = 60  # each page
OWN = "MOTCUA_"  # the environment of the benchmark's database is not the one that is started
LOADING = "import django.core.handlers.wsgi, django.db.backends.postgresql.base, granian.server"


def arguments() -> argparse.Namespace:
    """Read how often to start."""
    parser = argparse.ArgumentParser(prog="./motcua bench startup", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--rounds", type=int, default=5, help="starts")
    return parser.parse_args()


class Place:
    """A state folder of its own, ready to be served from."""

    def __init__(self, folder: Path) -> None:
        kept = {name: said for name, said in os.environ.items() if not name.startswith(OWN)}
        self.environment = {**kept, "MOTCUA_STATE": str(folder), "MOTCUA_WEB_WORKERS": "2"}
        subprocess.run(self._command("setup"), env=self.environment, check=True, stdout=sys.stderr)

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "motcua.cli", *words]

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start a command there."""
        return subprocess.Popen(self._command(*words), env=self.environment)

    def served(self, port: int) -> "subprocess.Popen[bytes]":
        """Start the web server there."""
        return self.start("serve", f"--port={port}")


def seconds_to_ready(place: Place) -> float:
    """Start and stop once; return how long it took until it was ready."""
    port = free_port()
    begun = time.perf_counter()
    server = place.served(port)
    try:
        wait_until_ready(port, lambda: server.poll() is not None)
        return time.perf_counter() - begun
    finally:
        _end(server)


def memory(place: Place) -> dict[str, float]:
    """Return the memory of web server and job worker that have worked, PostgreSQL apart."""
    port = free_port()
    server = place.served(port)
    try:
        wait_until_ready(port, lambda: server.poll() is not None)
        worker = place.start("worker")
        try:
            _read_pages(port)
            return {
                "web_mib": round(machine.memory_mib(machine.family(server.pid, "postgres")), 1),
                "worker_mib": round(machine.memory_mib(machine.family(worker.pid, "postgres")), 1),
            }
        finally:
            _end(worker)
    finally:
        _end(server)


def _read_pages(port: int) -> None:
    lines = [Line(port) for _ in range(8)]
    for _ in range(TIMES):
        for page in PAGES:
            for line in lines:
                line.ask(Request("GET", page))
    for line in lines:
        line.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(60)


def floor() -> float:
    """Return the seconds that Python needs to load Django and the web server."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-P", "-c", LOADING], check=True)
    return time.perf_counter() - begun


def main() -> int:
    """Measure and report."""
    wanted = arguments()
    import_module("django").setup()
    place = Place(Path(os.environ["MOTCUA_STATE"]) / "startup")
    reference = machine.reference_loop()
    seconds_to_ready(place)  # warm-up: compiled files, pages of the disk
    starts, floors = [], []
    for _ in range(wanted.rounds):
        floors.append(floor())
        starts.append(seconds_to_ready(place))
    found = _found(targets.spread(starts), targets.spread(floors), memory(place))
    found |= {"reference_loop_ms": round(reference), "machine": machine.described()}
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


def _found(
    starts: dict[str, float], floors: dict[str, float], used: dict[str, float]
) -> dict[str, Any]:
    return {
        "benchmark": "startup",
        "targets": [
            targets.at_most("serve, cold, until ready", starts["median"], READY_SECONDS, "s"),
            targets.at_most(
                "two web workers and a job worker", round(sum(used.values()), 1), MEMORY_MIB, "MiB"
            ),
        ],
        "ratios": {
            "cold start, times loading Django": round(starts["median"] / floors["median"], 2),
            "memory, times what is aimed at": round(sum(used.values()) / MEMORY_MIB, 3),
        },
        "ready_seconds": starts,
        "floor_seconds": floors,
        "memory": used,
    }


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    ready, floors, used = found["ready_seconds"], found["floor_seconds"], found["memory"]
    return "\n".join(
        [
            f"ready after {ready['median']} s ({ready['least']}–{ready['most']}); Django and the"
            f" web server loaded alone {floors['median']} s",
            f"memory: web {used['web_mib']} MiB, worker {used['worker_mib']} MiB",
            *targets.lines(found["targets"]),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
