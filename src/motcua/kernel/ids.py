"""Identifiers: UUIDv7 primary keys and one type per thing whose id crosses an app's boundary."""

import os
import secrets
import time
from typing import NewType
from uuid import UUID

AgencyId = NewType("AgencyId", UUID)
DocumentId = NewType("DocumentId", UUID)
DossierId = NewType("DossierId", UUID)
PersonId = NewType("PersonId", UUID)
ProcedureVersionId = NewType("ProcedureVersionId", UUID)
TaskId = NewType("TaskId", UUID)

# Letters and digits that nobody confuses when reading a slip aloud: no 0/O, 1/I/L, 5/S, 2/Z.
PLAIN_ALPHABET = "346789ABCDEFGHJKMNPQRTUVWXY"


def new_id() -> UUID:
    """Return a UUIDv7 (RFC 9562 §5.7): ordered by the millisecond it was made in."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def spoken_code(length: int) -> str:
    """Return a random code that can be read aloud and typed without confusion."""
    number = secrets.randbelow(len(PLAIN_ALPHABET) ** length)
    letters = []
    for _ in range(length):
        number, at = divmod(number, len(PLAIN_ALPHABET))
        letters.append(PLAIN_ALPHABET[at])
    return "".join(letters)
