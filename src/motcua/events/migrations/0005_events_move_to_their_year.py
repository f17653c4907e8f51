"""Copying the events into the partitions of their years while everybody goes on writing.

Events never change, so what is copied stays right; what comes meanwhile follows with the swap
(0006). Killed, it goes on where it was: each batch is one transaction.
"""

from typing import Any

from django.db import migrations, transaction

BATCH = 200_000
EARLIEST = 2000  # an id of a time before is none of a time
AHEAD = 2
# No event with a lower number can still come once its writer has ended.
_STANDSTILL = "LOCK TABLE events_event IN SHARE MODE"
_YEARS = """
SELECT DISTINCT extract(year FROM to_timestamp(
    ('x' || left(replace(subject::text, '-', ''), 12))::bit(48)::bigint / 1000.0
) AT TIME ZONE 'Asia/Ho_Chi_Minh')::int
FROM events_event WHERE subject >= motcua_first_id_of(%(earliest)s)
    AND subject < motcua_first_id_of(%(latest)s + 1)
UNION SELECT generate_series(%(latest)s::int - %(ahead)s::int, %(latest)s::int)
ORDER BY 1
"""
_COPY = """
INSERT INTO events_moved (id, verb, subject, sequence, "by", agency, at, recorded_at, facts, digest)
SELECT id, verb, subject, sequence, "by", agency, at, recorded_at, facts, digest
FROM events_event WHERE id > %s AND id <= %s ORDER BY id LIMIT %s
"""

_SAME = """
SELECT (SELECT count(*) FROM events_moved WHERE id <= %(until)s)
    = (SELECT count(*) FROM events_event WHERE id <= %(until)s)
"""


def move(apps: Any, editor: Any) -> None:
    """Copy what is there by now, oldest number first."""
    with editor.connection.cursor() as cursor:
        until = _until(cursor)
        _make_years(cursor)
        while True:
            with transaction.atomic(using=editor.connection.alias):
                cursor.execute("SELECT coalesce(max(id), 0) FROM events_moved")
                cursor.execute(_COPY, [cursor.fetchone()[0], until, BATCH])
            if cursor.rowcount < BATCH:
                break
        cursor.execute(_SAME, {"until": until})
        if not cursor.fetchone()[0]:
            raise RuntimeError("not every event was copied")


def _until(cursor: Any) -> int:
    with transaction.atomic():
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(_STANDSTILL)
        cursor.execute("SELECT coalesce(max(id), 0) FROM events_event")
        return int(cursor.fetchone()[0])


def _make_years(cursor: Any) -> None:
    cursor.execute("SELECT extract(year FROM now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::int")
    latest = int(cursor.fetchone()[0]) + AHEAD
    cursor.execute(_YEARS, {"earliest": EARLIEST, "latest": latest, "ahead": AHEAD})
    for (year,) in cursor.fetchall():
        cursor.execute("SELECT motcua_keep_events_of(%s, 'events_moved')", [year])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("events", "0004_a_place_for_every_year")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
