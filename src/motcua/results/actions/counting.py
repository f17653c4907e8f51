"""Counting what is in force from the lines of the register, once a day."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.results.models import StandingsCounted

_ALONE = "SELECT pg_advisory_xact_lock(7371)"
# One statement, so that lines and figures are those of one moment: what is written meanwhile is in
# neither, and stays to be added.
_COUNT = """
WITH gone AS (DELETE FROM results_standingfigures)
INSERT INTO results_standingfigures (agency, sector, year, day, many, digitised)
SELECT agency_id, sector, extract(year FROM issued_on)::int, greatest(change.day, %(today)s),
    sum(change.sign), sum(change.sign * (document IS NOT NULL)::int)
FROM results_entry
CROSS JOIN LATERAL (VALUES (valid_from, 1), (valid_to + 1, -1)) AS change (day, sign)
WHERE revoked_at IS NULL AND replaced_at IS NULL AND change.day IS NOT NULL
    AND (valid_to IS NULL OR valid_to >= %(today)s)
GROUP BY 1, 2, 3, 4
"""


@transaction.atomic
def count_standings(*, by: Actor, at: datetime) -> bool:
    """Count what is in force from today on, unless that was done today; say whether it was.

    Nobody who enters a result waits for it. Days before today are then told by the lines alone.
    """
    if by != SYSTEM:
        raise NotPermitted
    today = localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        if StandingsCounted.objects.filter(counted_on__gte=today).exists():
            return False
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_COUNT, {"today": today})
    StandingsCounted.objects.all().delete()
    StandingsCounted.objects.create(counted_on=today)
    return True
