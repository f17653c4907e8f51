"""Changing the tables while people work: a lock that is not to be had is tried for again later, and
what a killed run left half built is taken away before the next one.

Whoever waits for a lock on a table makes everybody behind wait, too. So no migration waits for more
than two seconds; it is rolled back and begun again, and in between the others go on.
"""

import time
from collections.abc import Callable

from django.core.management import execute_from_command_line
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

ATTEMPTS = 30
PAUSE = 3.0  # seconds in which the others go on
# An index that was being built beside running desks when its builder was killed; the server may
# not have noticed yet, and goes on building.
_HALF_BUILT = """
SELECT indexrelid::regclass::text, EXISTS (
    SELECT FROM pg_stat_progress_create_index WHERE index_relid = indexrelid
) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE NOT indisvalid AND relkind = 'i' ORDER BY 1
"""


def migrate(
    command: list[str],
    run: Callable[[list[str]], None] = execute_from_command_line,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Run Django's `migrate`, again when a table was busy; what was applied stays applied.

    Killed anywhere, it is run again as it is: steps beside running desks are such that doing them
    twice does no harm.
    """
    for left in reversed(range(ATTEMPTS)):
        try:
            forget_half_built(wait)
            run(command)
            return
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, LockNotAvailable):
                raise
            connection.close()
            wait(PAUSE)


def forget_half_built(wait: Callable[[float], None] = time.sleep) -> list[str]:
    """Drop the indexes that a killed run left invalid, once nobody builds them; return which.

    They cost every change of a row and answer nothing. An index that is being built for longer than
    this waits, a minute and a half, is somebody else's, and left alone.
    """
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            for _ in range(ATTEMPTS):
                cursor.execute(_HALF_BUILT)
                found = cursor.fetchall()
                if not any(is_built for _, is_built in found):
                    break
                wait(PAUSE)
            gone = [name for name, is_built in found if not is_built]
            for name in gone:
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        return gone
    finally:
        beside.close()
