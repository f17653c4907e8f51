"""What the worker does for the record by itself: looking every night whether it still fits, and
making room for the years to come."""

import logging
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from motcua.events.years import keep_years
from motcua.runtime.sweep import Violation, note, stored_digests, sweep, sweep_files

JOBS_KEPT = timedelta(days=7)
_FORGET = """
DELETE FROM procrastinate_jobs AS job USING procrastinate_events AS event
WHERE job.status = 'succeeded' AND event.job_id = job.id AND event.type = 'succeeded'
    AND event.at < %s
"""
log = logging.getLogger(__name__)


@app.periodic(cron="0 20 * * *")  # in UTC: at three in the morning here
@app.task(name="events.sweep", queueing_lock="events.sweep", lock="events.sweep")
def sweep_at_night(timestamp: int) -> None:
    """Sweep all tables in one snapshot, and all files; note it for the status page."""
    found, digests = _tables()
    if not settings.FILES_URL:
        found += sweep_files(digests, Path(settings.FILES))
    for one in found:
        log.error("the sweep found %s: %s", one.id, one.many)
    note(Path(settings.STATE), found, now())


@app.periodic(cron="40 20 * * *")
@app.task(name="events.keep_years", queueing_lock="events.keep_years", lock="events.keep_years")
def keep_years_ahead(timestamp: int) -> None:
    """Make the partitions of this year and the next two, where one is missing."""
    keep_years(localdate())


@app.periodic(cron="50 20 * * *")
@app.task(name="events.forget_jobs", queueing_lock="events.forget_jobs", lock="events.forget_jobs")
def forget_old_jobs(timestamp: int) -> None:
    """Forget jobs that ended well a week ago: several run every minute, for ever."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_FORGET, [now() - JOBS_KEPT])


def _tables() -> tuple[list[Violation], list[str]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        assert connection.connection is not None
        return sweep(connection.connection), stored_digests(connection.connection)
