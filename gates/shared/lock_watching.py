"""Which step of an upgrade holds which lock for how long, and how long others wait for it.

Looked at from outside, a few times in a tenth of a second, by the name under which each step signs.
"""

import threading
import time
from collections import defaultdict
from importlib import import_module
from typing import Any

PAUSE = 0.02  # seconds between two looks: what is shorter may be missed
SIGNED = "step "
# What readers or writers of a table wait for; a table that is only being made is not seen here.
LOCKS = """
SELECT activity.application_name, activity.pid, class.relname, locks.mode
FROM pg_stat_activity AS activity
LEFT JOIN pg_locks AS locks ON locks.pid = activity.pid AND locks.granted
    AND locks.locktype = 'relation' AND locks.mode IN (
        'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
LEFT JOIN pg_class AS class ON class.oid = locks.relation AND class.relkind IN ('r', 'p')
WHERE starts_with(activity.application_name, %s) AND activity.state <> 'idle'
"""
WAITS = """
SELECT blocker, max(extract(epoch FROM clock_timestamp() - waitstart))::float
FROM pg_locks, unnest(pg_blocking_pids(pid)) AS blocker WHERE NOT granted GROUP BY 1
"""
# Lines of Python for the process that migrates: it signs with the step it is at.
SIGNING = """
from django.db.migrations.migration import Migration
apply = Migration.apply
def signed(self, state, editor, *rest, **more):
    with editor.connection.cursor() as cursor:
        name = f"step {self.app_label}.{self.name}"[:63]
        cursor.execute("SELECT set_config('application_name', %s, false)", [name])
    return apply(self, state, editor, *rest, **more)
Migration.apply = signed
"""


class LockWatch:
    """Look on while a block runs; `told` says afterwards what each step did."""

    def __init__(self, address: str) -> None:
        self.address, self.is_over = address, threading.Event()
        self._seconds: dict[str, float] = defaultdict(float)
        self._held: dict[tuple[str, str, str], float] = defaultdict(float)
        self._waited: dict[str, float] = defaultdict(float)
        self._thread = threading.Thread(target=self._look_on)

    def __enter__(self) -> "LockWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self._thread.join()

    def _look_on(self) -> None:
        with import_module("psycopg").connect(self.address, autocommit=True) as connection:
            before = time.monotonic()
            while not self.is_over.wait(PAUSE):
                seen = connection.execute(LOCKS, [SIGNED]).fetchall()
                waits = dict(connection.execute(WAITS).fetchall())
                before, passed = (now := time.monotonic()), now - before
                self._note(seen, waits, passed)

    def _note(self, seen: list[Any], waits: dict[int, float], passed: float) -> None:
        for name, pid in {(row[0], row[1]) for row in seen}:
            step = name.removeprefix(SIGNED)
            self._seconds[step] += passed
            self._waited[step] = max(self._waited[step], waits.get(pid, 0.0))
        for name, _, table, mode in seen:
            if table is not None:
                self._held[name.removeprefix(SIGNED), table, mode] += passed

    def told(self) -> list[dict[str, Any]]:
        """Return each step that took a moment, the longest first, in seconds."""
        return [
            {
                "step": step,
                "seconds": round(seconds, 2),
                "held": {
                    f"{table} {mode}": round(held, 2)
                    for (of, table, mode), held in sorted(self._held.items())
                    if of == step
                },
                "waited_for": round(self._waited[step], 2),
            }
            for step, seconds in sorted(self._seconds.items(), key=lambda one: -one[1])
        ]
