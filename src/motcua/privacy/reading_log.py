"""Who read what between two moments: the first question after a breach.

One statement over looks, papers given out and searches, by time; read row by row, so that a month
of a province fits into the memory of a laptop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

AT_ONCE = 5000
HEADER = ("at", "what", "person", "name", "agency", "dossier", "number", "about", "why", "reason")
_READS = """
SELECT log.at, log.what, log.person, reader.full_name, agency.name, log.dossier,
    coalesce(dossier.number, dossier.submission_code), log.about, log.why, log.reason
FROM (
    SELECT at, 'look' AS what, person, agency, dossier, NULL::uuid AS about, ground AS why,
        '' AS reason
    FROM privacy_look WHERE at >= %(since)s AND at < %(until)s
    UNION ALL
    SELECT at, 'paper', person, agency, subject, document, why, reason
    FROM documents_reading WHERE at >= %(since)s AND at < %(until)s
    UNION ALL
    SELECT at, 'search', person, agency, found.one, NULL, by_what, ''
    FROM privacy_lookup LEFT JOIN LATERAL unnest(shown) AS found (one) ON true
    WHERE at >= %(since)s AND at < %(until)s
) AS log
LEFT JOIN people_person AS reader ON reader.id = log.person
LEFT JOIN organisations_agency AS agency ON agency.id = log.agency
LEFT JOIN dossiers_dossier AS dossier ON dossier.id = log.dossier
WHERE (%(person)s::uuid IS NULL OR log.person = %(person)s)
    AND (%(dossier)s::uuid IS NULL OR log.dossier = %(dossier)s)
    AND (%(agency)s = '' OR agency.code = %(agency)s)
ORDER BY log.at
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Between which moments, and of whom, of what, of where; None and empty mean all."""

    since: datetime
    until: datetime
    person: UUID | None = None
    dossier: UUID | None = None
    agency: str = ""


def reads_between(asked: Asked) -> Iterator[tuple[object, ...]]:
    """Yield who read what, as `HEADER` says, the earliest first.

    The caller answers for who gets it: names of readers are in it.
    """
    given = {
        "since": asked.since,
        "until": asked.until,
        "person": asked.person,
        "dossier": asked.dossier,
        "agency": asked.agency,
    }
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_READS, given)
        while some := cursor.fetchmany(AT_ONCE):
            yield from some
