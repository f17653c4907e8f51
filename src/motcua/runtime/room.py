"""Whether the disks have room for more: acts are refused before a disk is full, not after.

PostgreSQL that finds no room for its log ends, and then nobody reads either.
"""

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

LOOK_EVERY = 0.5  # seconds; between two looks the last answer holds
MIB = 1024 * 1024
# Where what people hand in is kept; a full disk of the log holds up nobody.
KEPT = ("postgres", "files", "uploads")


class Room:
    """Looks at the disks of a state folder; `least` bytes must be free on each."""

    def __init__(
        self,
        places: Sequence[Path],
        least: int,
        free: Callable[[Path], int] = lambda place: shutil.disk_usage(place).free,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._places, self._least, self._free, self._clock = places, least, free, clock
        self._looked, self._is_left = float("-inf"), True

    def is_left(self) -> bool:
        """Say whether every disk has room; a place that is not there has none to lack."""
        now = self._clock()
        if now - self._looked >= LOOK_EVERY:
            self._looked = now
            there = [place for place in self._places if place.exists()]
            self._is_left = all(self._free(place) >= self._least for place in there)
        return self._is_left


def room_in(state: Path, least_mib: int) -> Room:
    """Return the room in a state folder."""
    return Room([state / name for name in KEPT], least_mib * MIB)
