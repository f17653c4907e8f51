"""One turn for all processes of a machine: whoever locks a file has it."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_EVERY = 0.02  # seconds


class Turn:
    """What only one process does at a time, as long as it lasts; who dies gives it back."""

    def __init__(self, file: Path, patience: float) -> None:
        self._file, self._patience = file, patience

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Have the turn meanwhile; False when others kept it for longer than `patience` seconds."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("wb") as lock:
            yield self._is_mine(lock.fileno())

    def _is_mine(self, lock: int) -> bool:
        ends = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > ends:
                    return False
                time.sleep(LOOK_EVERY)
            else:
                return True
