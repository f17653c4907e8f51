"""The processes that are measured, and the machine they run on."""

import os
import platform
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
LOOPS = 1_000_000
PACKAGES = ("django", "django-ninja", "pydantic", "psycopg", "granian", "pyhanko", "typst")


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds, application and PostgreSQL apart."""

    application: float
    database: float

    def since(self, before: "Spent") -> "Spent":
        """Return what was spent after an earlier reading."""
        return Spent(self.application - before.application, self.database - before.database)


def spent(postmaster: int) -> Spent:
    """Return what our children, the web server, and the database server have used so far."""
    parents: dict[int, list[int]] = {}
    times: dict[int, float] = {}
    for place in PROC.iterdir():
        if place.name.isdecimal():
            _read(place, parents, times)
    children = (_tree(child, parents, times) for child in parents.get(os.getpid(), []))
    return Spent(sum(children), _tree(postmaster, parents, times))


def family(root: int, without: str = "") -> list[int]:
    """Return a process and all that it started, but those of a name."""
    parents: dict[int, list[int]] = {}
    for place in PROC.iterdir():
        if place.name.isdecimal():
            _read(place, parents, {})
    return [one for one in _below(root, parents) if not without or _name(one) != without]


def _name(process: int) -> str:
    try:
        return (PROC / str(process) / "comm").read_text().strip()
    except OSError:
        return ""


def memory_mib(processes: list[int]) -> float:
    """Return the memory of processes, what they share counted once (PSS, proc(5))."""
    return sum(_proportional(process) for process in processes) / 1024


def _proportional(process: int) -> int:
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it has just ended
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def most_memory_mib() -> float:
    """Return the most memory this process has had; not what the one before it had."""
    lines = (PROC / "self" / "status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def database_mib() -> float:
    """Return the size of the database that is measured."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 2**20


def _below(root: int, parents: dict[int, list[int]]) -> list[int]:
    found = [root]
    for process in found:
        found += parents.get(process, [])
    return found


def _tree(root: int, parents: dict[int, list[int]], times: dict[int, float]) -> float:
    return sum(times.get(process, 0.0) for process in _below(root, parents))


def _read(place: Path, parents: dict[int, list[int]], times: dict[int, float]) -> None:
    try:
        fields = (place / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return  # it has just ended; its parent has the time
    process = int(place.name)
    parents.setdefault(int(fields[1]), []).append(process)
    # utime, stime, and those of ended children (proc(5), fields 14 to 17)
    times[process] = sum(int(ticks) for ticks in fields[11:15]) / TICKS


def reference_loop() -> float:
    """Return the CPU milliseconds of a fixed piece of work: how fast this machine is just now.

    On a shared machine this drifts by a factor of three, and every other figure with it.
    """
    begun = time.process_time()
    total = 0
    for number in range(LOOPS):
        total += number * number
    return (time.process_time() - begun) * 1000


def postmaster(state: Path) -> int:
    """Return the process id of the database server of a state folder."""
    return int((state / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])


def described() -> dict[str, object]:
    """Return what the figures were measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        postgresql = cursor.fetchone()[0]
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "postgresql": postgresql,
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    for line in (PROC / "cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def database_settings() -> dict[str, str]:
    """Return the settings of the database that decide about durability and memory."""
    names = ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "jit"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [names]
        )
        return dict(cursor.fetchall())


def memory() -> int:
    """Return the bytes of memory that our children hold, what they share counted once each."""
    parents: dict[int, list[int]] = {}
    times: dict[int, float] = {}
    for place in PROC.iterdir():
        if place.name.isdecimal():
            _read(place, parents, times)
    waiting, total = list(parents.get(os.getpid(), [])), 0
    while waiting:
        process = waiting.pop()
        total += _held(process)
        waiting += parents.get(process, [])
    return total


def _held(process: int) -> int:
    try:
        told = (PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    line = next(line for line in told.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024
