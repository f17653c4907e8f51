"""Changing the tables while people work: a lock that is not to be had is tried for again later.

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


def migrate(
    command: list[str],
    run: Callable[[list[str]], None] = execute_from_command_line,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Run Django's `migrate`, again when a table was busy; what was applied stays applied."""
    for left in reversed(range(ATTEMPTS)):
        try:
            run(command)
            return
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, LockNotAvailable):
                raise
            connection.close()
            wait(PAUSE)
