"""Whether a fault passes by itself: the database out of reach, a disk full, or too much asked."""

import errno
from enum import StrEnum

from django.db import InterfaceError, OperationalError
from psycopg.errors import QueryCanceled

RETRY_SECONDS = 30
# A disk that is full, only read from or broken, and files that are not to be had meanwhile.
_DISKS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE})


class Trouble(StrEnum):
    """What keeps the database or the disk from answering; nothing of the request was kept."""

    TOO_MUCH = "too_much"
    OUT_OF_REACH = "out_of_reach"


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Return what ails the database or the disk, None when the fault is another.

    A statement beyond its time limit asked for too much; a lost or refused connection, a lock not
    to be had, a full disk or pool pass by themselves, or once somebody has made room.
    """
    if isinstance(error, OSError) and error.errno in _DISKS:
        return Trouble.OUT_OF_REACH
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    return Trouble.TOO_MUCH if isinstance(error.__cause__, QueryCanceled) else Trouble.OUT_OF_REACH
