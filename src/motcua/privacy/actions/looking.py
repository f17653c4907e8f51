"""Noting who reads a dossier and who searches; forgetting it when the law allows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import OVERSEERS, found_for
from motcua.events.actions import record
from motcua.events.rows import insert
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.kernel.text import folded
from motcua.people.sealing import sealer
from motcua.privacy.looking_rules import Found, keeping, quarter_of
from motcua.privacy.models import Lookup

AT_ONCE = 10_000
AT_THE_DESK = (Role.RECEPTIONIST, Role.RETURN_CLERK)
LEADING = (Role.SECTION_HEAD, Role.SIGNATORY)
# The nearest right first; whoever has none of them oversees, or could not have read it.
_NOTE = """
INSERT INTO privacy_look (person, agency, dossier, quarter, at, searched, ground)
SELECT %(person)s, %(agency)s, id, %(quarter)s, %(at)s,
    EXISTS (SELECT FROM privacy_lookup WHERE person = %(person)s AND id_of.id = ANY(shown)
        AND privacy_lookup.at > %(at)s - interval '15 minutes'),
    CASE
    WHEN EXISTS (SELECT FROM workflow_task WHERE subject = id_of.id AND completed_at IS NULL
        AND assignee = %(person)s) THEN 'step'
    WHEN EXISTS (SELECT FROM workflow_task WHERE subject = id_of.id
        AND assignee = %(person)s) THEN 'handled'
    WHEN %(at_desk)s AND receiving_agency_id = %(agency)s THEN 'desk'
    WHEN %(leads)s AND (settling_agency_id = %(agency)s OR EXISTS (SELECT FROM workflow_task
        WHERE subject = id_of.id AND agency = %(agency)s)) THEN 'head'
    WHEN EXISTS (SELECT FROM dossiers_consultation WHERE dossier_id = id_of.id
        AND agency_id = %(agency)s) THEN 'opinion'
    WHEN %(oversees)s THEN 'oversight'
    ELSE 'unit' END
FROM dossiers_dossier AS id_of WHERE {which}
ON CONFLICT (dossier, person, quarter) DO NOTHING
"""
# One is what nearly all pages show. Of how many an array holds the planner learns anew each time.
_NOTE_ONE = _NOTE.format(which="id = %(dossier)s")
_NOTE_ALL = _NOTE.format(which="id = ANY(%(dossiers)s)")
_FORGET = """
DELETE FROM {table} WHERE id IN (
    SELECT id FROM {table} WHERE at < %s ORDER BY at LIMIT %s
)
"""


def note_looks(dossiers: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Note that an officer is shown dossiers, before they are; once in a quarter of an hour.

    The caller has checked that they may see them. One statement; applicants reading their own are
    not noted, nor those who fill in for them.
    """
    if not by.is_officer:
        return
    ids = list(dossiers)
    which = {"dossier": ids[0]} if len(ids) == 1 else {"dossiers": ids}
    given: dict[str, Any] = {
        "person": by.who,
        "agency": by.office,
        "quarter": quarter_of(at),
        "at": at,
        "at_desk": by.has(*AT_THE_DESK),
        "leads": by.has(*LEADING),
        "oversees": by.has(*OVERSEERS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTE_ONE if len(ids) == 1 else _NOTE_ALL, {**which, **given})


@transaction.atomic
def find(words: str, *, by: Actor, at: datetime) -> list[Dossier]:
    """Return what a reader's search finds; that an officer searched, and what it showed, is noted.

    Searching by name shows names of others too, so it is noted even if it finds nothing.
    """
    found = found_for(by, words)
    if by.is_officer and words.strip():
        code = words.strip().upper()
        exact = any(code in {one.number, one.submission_code} for one in found)
        insert(
            Lookup(
                person=by.who,
                agency=by.office,
                by_what=(Found.CODE if exact else Found.NAME).value,
                digest=sealer().digest("lookup", " ".join(folded(words).split())),
                shown=[one.id for one in found],
                at=at,
            )
        )
    return found


@transaction.atomic
def note_reads_taken(
    *, since: datetime, until: datetime, many: int, by: Actor, at: datetime
) -> None:
    """Write down that the log of reading was taken out, of which time and how many lines; by the
    system alone, at the command of whoever runs it."""
    if not by.is_system:
        raise NotPermitted
    record("reads.taken", new_id(), by=by, at=at, since=since, until=until, lines=many)


def forget_looks(*, by: Actor, at: datetime) -> int:
    """Forget looks and searches that have been kept for as long as they are; return how many.

    In batches, each a transaction, so that nothing waits. By the system alone; how many is in the
    event log.
    """
    if not by.is_system:
        raise NotPermitted
    before, gone = keeping().forgotten_before(at), 0
    for table in ("privacy_look", "privacy_lookup"):
        with connection.cursor() as cursor:
            while True:
                cursor.execute(_FORGET.format(table=table), [before, AT_ONCE])
                gone += cursor.rowcount
                if cursor.rowcount < AT_ONCE:
                    break
    if gone:
        with transaction.atomic():
            record("looks.forgotten", new_id(), by=by, at=at, before=before.isoformat(), many=gone)
    return gone
