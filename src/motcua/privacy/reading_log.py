"""Who read what between two moments: the first question after a breach.

One statement over looks, papers given out and searches, by time; read row by row, so that a month
of a province fits into the memory of a laptop.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.kernel.text import spreadsheet_safe

AT_ONCE = 5000
HEADER = ("at", "what", "person", "name", "agency", "dossier", "number", "about", "why", "reason")
# The log has no addresses; an address stands for who signed in from there, up to half a day before:
# no session lasts longer (SESSION_COOKIE_AGE).
_LOG = """
(
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
    AND (%(address)s = '' OR log.person IN (
        SELECT account.person_id FROM people_signinline AS line
        JOIN people_account AS account ON account.id = line.account_id
        WHERE line.address = %(address)s AND line.at < %(until)s
            AND line.at >= %(since)s::timestamptz - interval '12 hours'))
"""
_READS = """
SELECT log.at, log.what, log.person, reader.full_name, agency.name, log.dossier,
    coalesce(dossier.number, dossier.submission_code), log.about, log.why, log.reason
FROM <log> ORDER BY log.at
"""
_COUNTED = """
SELECT count(*), count(DISTINCT log.person), count(DISTINCT log.dossier),
    count(DISTINCT coalesce(dossier.organisation_id, dossier.applicant_id))
FROM <log>
"""
_READERS = """
SELECT found.*, (
    SELECT coalesce(string_agg(DISTINCT line.address, ', '), '') FROM people_signinline AS line
    JOIN people_account AS account ON account.id = line.account_id
    WHERE account.person_id = found.person AND line.at < %(until)s
        AND line.at >= %(since)s::timestamptz - interval '12 hours')
FROM (
    SELECT log.person, max(reader.full_name), max(agency.name), count(*),
        count(DISTINCT log.dossier), min(log.at), max(log.at)
    FROM <log> GROUP BY log.person ORDER BY 5 DESC, 1 LIMIT 50
) AS found
"""
_DOSSIERS = "SELECT DISTINCT log.dossier FROM <log> AND log.dossier IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Asked:
    """Between which moments, and of whom, of what, of where, from which network address; None and
    empty mean all."""

    since: datetime
    until: datetime
    person: UUID | None = None
    dossier: UUID | None = None
    agency: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How much was read: lines of the log, readers, dossiers, and whose, each counted once."""

    lines: int
    readers: int
    dossiers: int
    people: int


@dataclass(frozen=True, slots=True)
class Reader:
    """What one officer read, and from which addresses they had signed in."""

    person: UUID
    name: str
    agency: str
    lines: int
    dossiers: int
    first_at: datetime
    last_at: datetime
    addresses: str


def reads_between(asked: Asked) -> Iterator[tuple[object, ...]]:
    """Yield who read what, as `HEADER` says, the earliest first.

    The caller answers for who gets it: names of readers are in it.
    """
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_READS.replace("<log>", _LOG), asdict(asked))
        while some := cursor.fetchmany(AT_ONCE):
            yield from some


def cells_of(row: tuple[object, ...]) -> list[str]:
    """Return a line of the log as cells that no spreadsheet takes for a formula."""
    return [spreadsheet_safe(str(cell or "")) for cell in row]


def counted(asked: Asked) -> Counted:
    """Count what was read, in one statement."""
    return Counted(*_rows(_COUNTED, asked)[0])


def readers_of(asked: Asked) -> list[Reader]:
    """Return who read most, at most fifty; the caller answers for who gets it."""
    return [Reader(*row) for row in _rows(_READERS, asked)]


def dossiers_read(asked: Asked) -> list[UUID]:
    """Return each dossier that was read once."""
    return [row[0] for row in _rows(_DOSSIERS, asked)]


def _rows(statement: str, asked: Asked) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("<log>", _LOG), asdict(asked))
        return list(cursor.fetchall())
