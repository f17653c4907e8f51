"""How long people take to fill in a form: measured from opening to handing in, counted nightly.

Only what was written in one sitting is counted: a draft that lay over a night says nothing of how
long its questions take. What was opened and handed in by one message says nothing either.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from motcua.dossiers.models import FillingTime
from motcua.dossiers.rules import Channel
from motcua.dossiers.usual_times import Usual, usual

SPAN = timedelta(days=90)
SITTING = timedelta(hours=3)
LEAST = 20  # dossiers; fewer are a story, not a habit
_FILLED = """
SELECT version.procedure_id, event.at - dossier.opened_at
FROM dossiers_dossier AS dossier
JOIN procedures_procedureversion AS version ON version.id = dossier.procedure_id
JOIN events_event AS event ON event.subject = dossier.id AND event.verb = 'dossier.submitted'
WHERE dossier.channel = %s AND dossier.opened_at >= %s
AND event.at > dossier.opened_at AND event.at - dossier.opened_at <= make_interval(secs => %s)
"""


def filling_time_of(procedure: UUID) -> Usual | None:
    """Return how many minutes filling in takes, None when too few dossiers tell."""
    row = FillingTime.objects.filter(procedure=procedure).first()
    return Usual(row.median_minutes, row.ninetieth_minutes, row.dossiers) if row else None


@transaction.atomic
def count_filling_times(*, at: datetime) -> int:
    """Count the last 90 days anew and return of how many procedures there is something to say."""
    minutes: dict[UUID, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_FILLED, [Channel.ONLINE.value, at - SPAN, SITTING.total_seconds()])
        for procedure, took in cursor.fetchall():
            minutes[procedure].append(-(-int(took.total_seconds()) // 60))
    rows = [
        FillingTime(
            procedure=procedure,
            median_minutes=found.median,
            ninetieth_minutes=found.ninetieth,
            dossiers=found.dossiers,
        )
        for procedure, taken in minutes.items()
        if len(taken) >= LEAST and (found := usual(taken, len(taken)))
    ]
    FillingTime.objects.all().delete()
    FillingTime.objects.bulk_create(rows, batch_size=1000)
    return len(rows)
