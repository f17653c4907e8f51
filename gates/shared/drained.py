"""Waiting for a worker to hand over what happened."""

import time

from django.db import connection

DRAINED = 30.0  # seconds for the worker to send what waits


def wait_until_told(seconds: float = DRAINED) -> None:
    """Wait until every subscriber was told of every event, or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM events_delivery")
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.5)
