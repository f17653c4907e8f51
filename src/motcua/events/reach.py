"""Whether a fault is the database's: out of reach, out of room, or asked for too much at once."""

from enum import StrEnum

from django.db import InterfaceError, OperationalError
from psycopg.errors import QueryCanceled

RETRY_SECONDS = 30


class Trouble(StrEnum):
    """What keeps the database from answering; nothing of the request was kept."""

    TOO_MUCH = "too_much"
    OUT_OF_REACH = "out_of_reach"


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Return what ails the database, None when the fault is another.

    A statement beyond its time limit asked for too much; a lost or refused connection, a lock not
    to be had, a full disk or pool pass by themselves.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    return Trouble.TOO_MUCH if isinstance(error.__cause__, QueryCanceled) else Trouble.OUT_OF_REACH
