"""Reading from a copy of the database what may be a second old.

Where `MOTCUA_REPLICA_URL` names a streaming replica, pages that only show (figures, reports, what
is public) read there and leave the primary to those who act. Everything else, and whoever reads one
of these pages just after a change of their own, reads the primary; so does everybody while the
replica is away or too far behind.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar, Token
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import Error

ALIAS = "replica"
LOOKED_AT = 5.0  # seconds between two looks at how far behind it is
_BEHIND = """
SELECT CASE WHEN NOT pg_is_in_recovery()
        OR pg_last_wal_receive_lsn() IS NOT DISTINCT FROM pg_last_wal_replay_lsn() THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
"""
log = logging.getLogger(__name__)
_may_lag: ContextVar[bool] = ContextVar("may_lag", default=False)
_looked: dict[str, float | bool] = {"at": -LOOKED_AT, "fit": False}


def is_there() -> bool:
    """Say whether this installation has a replica."""
    return ALIAS in connections


def begin() -> Token[bool]:
    """Have this thread read from the replica until `end` is called with the answer."""
    return _may_lag.set(True)


def end(begun: Token[bool]) -> None:
    """Have this thread read where it did before."""
    _may_lag.reset(begun)


def alias() -> str:
    """Return where to read now."""
    return ALIAS if _may_lag.get() else DEFAULT_DB_ALIAS


def reading() -> BaseDatabaseWrapper:
    """Return the connection for a statement that only reads."""
    return connections[alias()]


def is_fit(clock: Callable[[], float] = monotonic) -> bool:
    """Say whether the replica answers and is no more than `MOTCUA_REPLICA_LAG` seconds behind.

    It is looked at every few seconds.
    """
    if clock() - _looked["at"] >= LOOKED_AT:
        _looked["fit"] = _look()
        _looked["at"] = clock()
    return bool(_looked["fit"])


def _look() -> bool:
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_BEHIND)
            behind = cursor.fetchone()[0]
    except Error:
        log.warning("the replica does not answer; pages read the primary")
        connections[ALIAS].close()
        return False
    return behind is not None and behind <= settings.REPLICA_LAG


class Router:
    """What Django asks: reads go where `alias` says, everything else to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Return where to read."""
        return alias()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Return the primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Let rows of both meet: they are the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Change tables on the primary only; the replica follows."""
        return db == DEFAULT_DB_ALIAS
