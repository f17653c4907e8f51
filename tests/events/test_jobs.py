"""What the worker does for the log by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate, now

from motcua.events.jobs import forget_old_jobs, keep_years_ahead
from motcua.events.years import years

pytestmark = pytest.mark.django_db


def a_job(status: str, days_ago: int) -> int:
    """Write a job that ended so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('default', 'thing.do', '{}', %s, 1) RETURNING id",
            [status],
        )
        number = int(cursor.fetchone()[0])
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, %s, %s)",
            [number, status, now() - timedelta(days=days_ago)],
        )
    return number


def test_jobs_that_ended_well_are_forgotten_after_a_week() -> None:
    old, fresh, failed = a_job("succeeded", 8), a_job("succeeded", 6), a_job("failed", 80)

    forget_old_jobs(0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE id >= %s ORDER BY id", [old])
        assert [number for (number,) in cursor.fetchall()] == [fresh, failed]


def test_the_years_to_come_are_made_at_night() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE events_event_{localdate().year + 1}")
    assert not years(localdate()).is_well

    keep_years_ahead(0)

    assert years(localdate()).is_well
