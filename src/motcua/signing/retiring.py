"""Letting a year of the event log go: what it held is signed and kept with the anchors first.

So the verifier tells a year that was let go from one that somebody took away.
"""

import hashlib
import os
import struct
from datetime import datetime

from django.utils.timezone import localdate

from motcua.events.keeping import YearOfLog, let_go, numbers_of, require_over, year_of_log
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.runtime.durable import sync_folder
from motcua.signing.anchoring import anchored_until, append_signed, folder

RETIRED = "retired.jsonl"
_NUMBER = struct.Struct(">Q")


class NotAnchored(DomainError):
    """What is not anchored cannot be told from what was taken away."""

    message = "Nhật ký của năm {year} chưa neo hết; hãy chạy ./motcua audit anchor."


def require_retirable(year: int, at: datetime, months: int | None = None) -> YearOfLog:
    """Return what a year of the log holds; refuses while it must be kept or is not anchored."""
    held = year_of_log(year)
    require_over(year, localdate(at), months)
    if held.last > anchored_until(folder()):
        raise NotAnchored(year=year)
    return held


def retire(year: int, *, by: Actor, at: datetime, months: int | None = None) -> YearOfLog:
    """Let a year go, for good. Broken off before it is gone, the same is simply done again."""
    require_retirable(year, at, months)
    numbers = b"".join(_NUMBER.pack(number) for number in numbers_of(year))
    with (folder() / f"retired-{year}.bin").open("wb") as file:
        file.write(numbers)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder())
    facts = {"year": year, "count": len(numbers) // _NUMBER.size}
    append_signed(folder(), RETIRED, {**facts, "numbers": hashlib.sha256(numbers).hexdigest()}, at)
    return let_go(year, by=by, at=at, months=months)
