"""The facts of our own dossiers, derived anew from what is recorded of them.

One statement for one dossier and for all, so that rows kept event by event and rows that were
rebuilt cannot differ. The codes are those of the National Portal.
"""

import json
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.dossiers.rules import Channel, Status
from motcua.indicators.rules import COLUMNS, OWN
from motcua.people.sealing import sealer

NATIONAL_STATUS = {
    Status.SUBMITTED: 1,
    Status.ACCEPTED: 2,
    Status.DECLINED: 3,
    Status.IN_PROGRESS: 4,
    Status.SUPPLEMENTING: 5,
    Status.AWAITING_PAYMENT: 6,
    Status.WITHDRAWN: 7,
    Status.STOPPED: 8,
    Status.DECIDED: 9,
    Status.DELIVERED: 10,
}
NATIONAL_CHANNEL = {Channel.COUNTER: 1, Channel.ONLINE: 2, Channel.POST: 3}
# How a dossier ended without a result stands in the event log alone. What this system does not
# record yet (online payment, synchronisation, ratings) is not so.
# Who filed and for whom are compared, never told: eight bytes of a keyed hash.
_HASHED = (
    "('x' || encode(substr(sha256(%(key)s::bytea || uuid_send({id})), 1, 8), 'hex'))"
    "::bit(64)::bigint"
)
_DERIVED = """
SELECT dossier.id, %(own)s::text AS source,
    coalesce(dossier.number, dossier.submission_code) AS number, procedure.code AS procedure,
    settling.code AS settling_agency, receiving.code AS receiving_agency,
    (%(channels)s::jsonb ->> dossier.channel)::smallint AS channel,
    (%(statuses)s::jsonb ->> dossier.status)::smallint AS status,
    coalesce(to_char(dossier.accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM'), '') AS month,
    date_trunc('second', dossier.submitted_at) AS submitted_at,
    date_trunc('second', dossier.accepted_at) AS received_at,
    date_trunc('second', dossier.due_at) AS due_at, NULL::timestamptz AS limit_due_at,
    date_trunc('second', coalesce(dossier.decided_at, ended.at)) AS finished_at,
    date_trunc('second', dossier.delivered_at) AS delivered_at,
    date_trunc('second', asked.requested_at) AS supplement_requested_at,
    date_trunc('second', asked.answered_at) AS supplement_done_at,
    coalesce(asked.many, 0) AS supplement_count, dossier.fee AS fee_due, false AS paid_online,
    coalesce(result.issued_at IS NOT NULL AND result.document IS NOT NULL, false)
        AS result_electronic,
    coalesce(papers.digitised, false) AS component_digitised,
    coalesce(papers.stored, false) AS reused, coalesce(papers.stored, false) AS from_store,
    dossier.channel = 'online' AND applicant.verified_at IS NOT NULL AS vneid,
    false AS synced, ''::text AS rating,
    CASE WHEN dossier.channel <> 'online' THEN ''
        WHEN assistance.dossier_id IS NOT NULL THEN 'assisted'
        WHEN dossier.filed_by <> dossier.applicant_id AND EXISTS (
            SELECT FROM organisations_officer AS officer WHERE officer.id = dossier.filed_by
        ) THEN 'officer' ELSE 'self' END AS submitter,
    NULL::bigint AS device,
    extract(epoch FROM date_trunc('second', dossier.accepted_at)
        - date_trunc('second', dossier.submitted_at))::int AS reception_seconds,
    {account} AS account, {owner} AS owner,
    CASE WHEN dossier.channel = 'online' AND dossier.submitted_at > dossier.opened_at
        THEN least(extract(epoch FROM dossier.submitted_at - dossier.opened_at), 2000000000)::int
    END AS fill_seconds,
    date_trunc('second', dossier.original_due_at) AS first_due_at,
    coalesce(dossier.due_at > CASE WHEN moved.at IS NULL THEN dossier.original_due_at
        ELSE moved.new_due_at END, false) AS due_untraced,
    coalesce(same.file, false) AS result_is_input
FROM dossiers_dossier AS dossier
JOIN procedures_procedureversion AS version ON version.id = dossier.procedure_id
JOIN procedures_procedure AS procedure ON procedure.id = version.procedure_id
JOIN organisations_agency AS settling ON settling.id = dossier.settling_agency_id
JOIN organisations_agency AS receiving ON receiving.id = dossier.receiving_agency_id
JOIN people_person AS applicant ON applicant.id = dossier.applicant_id
LEFT JOIN dossiers_result AS result ON result.dossier_id = dossier.id
LEFT JOIN dossiers_assistance AS assistance ON assistance.dossier_id = dossier.id
LEFT JOIN LATERAL (
    SELECT bool_or(one.document IS NOT NULL) AS digitised, bool_or(one.stored IS NOT NULL) AS stored
    FROM dossiers_attachment AS one
    WHERE one.dossier_id = dossier.id AND one.replaced_at IS NULL
) AS papers ON true
LEFT JOIN LATERAL (
    SELECT event.at FROM events_event AS event WHERE event.subject = dossier.id
    AND dossier.status IN ('declined', 'withdrawn', 'stopped')
    AND event.verb IN ('dossier.declined', 'dossier.withdrawn', 'dossier.stopped')
    ORDER BY event.sequence DESC LIMIT 1
) AS ended ON true
LEFT JOIN LATERAL (
    SELECT max(one.requested_at) AS requested_at, count(*)::smallint AS many,
        (array_agg(one.answered_at ORDER BY one.requested_at DESC))[1] AS answered_at
    FROM dossiers_supplementrequest AS one
    WHERE one.dossier_id = dossier.id AND one.stage = 'settlement'
) AS asked ON true
LEFT JOIN LATERAL (
    SELECT one.at, one.new_due_at FROM dossiers_duechange AS one
    WHERE one.dossier_id = dossier.id ORDER BY one.at DESC, one.id DESC LIMIT 1
) AS moved ON true
LEFT JOIN LATERAL (
    SELECT true AS file FROM dossiers_attachment AS one
    JOIN documents_document AS put_in ON put_in.id = one.document
    JOIN documents_document AS given ON given.id = result.document
    WHERE one.dossier_id = dossier.id AND put_in.file_id = given.file_id LIMIT 1
) AS same ON true
WHERE dossier.status <> 'draft'
""".replace("{account}", _HASHED.format(id="dossier.filed_by")).replace(
    "{owner}", _HASHED.format(id="dossier.applicant_id")
)
_KEPT = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)
_OURS = ", ".join(f"fact.{name}" for name in COLUMNS)
_NEWS = ", ".join(f"EXCLUDED.{name}" for name in COLUMNS)
_NAMES = ", ".join(COLUMNS)
# Only names of columns are put into these statements.
_KEEP = f"""
INSERT INTO indicators_dossierfact AS fact (id, {_NAMES})
SELECT id, {_NAMES} FROM ({{derived}}) AS derived
ON CONFLICT (id) DO UPDATE SET {_KEPT} WHERE ({_OURS}) IS DISTINCT FROM ({_NEWS})
"""  # noqa: S608
# Of a settled dossier records beside its fact may have changed: where the fact did not, points of
# the nine indexes are counted anew all the same. Whatever changes a fact marks them by itself.
_ONE = f"""
WITH derived AS MATERIALIZED ({_DERIVED} AND dossier.id = %(dossier)s),
kept AS ({_KEEP.replace("({derived}) AS ", "")} RETURNING fact.id)
INSERT INTO indicators_stalenine (settling_agency, procedure, begins)
SELECT settling_agency, procedure, date_trunc('month', received_at, 'Asia/Ho_Chi_Minh')
FROM derived WHERE received_at IS NOT NULL AND finished_at IS NOT NULL AND status IN (9, 10)
    AND NOT EXISTS (SELECT FROM kept)
"""  # noqa: S608
_ALL = _KEEP.format(derived=_DERIVED)
_IN_RECOUNT = """
AND dossier.id IN (SELECT dossier_id FROM dossiers_duechange WHERE recount_id = %(recount)s)
"""
_MOVED = _KEEP.format(derived=_DERIVED + _IN_RECOUNT)
_GIVEN: dict[str, Any] = {
    "own": OWN,
    "channels": json.dumps({channel.value: code for channel, code in NATIONAL_CHANNEL.items()}),
    "statuses": json.dumps({status.value: code for status, code in NATIONAL_STATUS.items()}),
}


def derive(dossier: UUID) -> None:
    """Derive the facts of a dossier. One statement.

    For one dossier and no list, so that PostgreSQL plans it once for a connection: planning takes
    longer than running.
    """
    _derive(_ONE, dossier=dossier)


def derive_moved(recount: UUID) -> int:
    """Derive the facts of the dossiers whose due moment a recount moved. One statement."""
    return _derive(_MOVED, recount=recount)


def derive_all() -> int:
    """Derive the facts of every dossier of ours; what is there and equal stays as it is."""
    return _derive(_ALL)


def _derive(statement: str, **given: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**_GIVEN, "key": _key(), **given})
        return int(cursor.rowcount)


def _key() -> bytes:
    return sealer().digest("facts", "people")


def drop_gone() -> int:
    """Drop facts of dossiers that are no longer there; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM indicators_dossierfact AS fact WHERE source = %s AND NOT EXISTS"
            " (SELECT FROM dossiers_dossier AS dossier WHERE dossier.id = fact.id"
            " AND dossier.status <> 'draft')",
            [OWN],
        )
        return int(cursor.rowcount)


def take_time() -> None:
    """Let the statements of this transaction take and wait as long as they need."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL lock_timeout = 0")
