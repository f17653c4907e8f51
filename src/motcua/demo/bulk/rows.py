"""Copying patterns: the dossiers of a chunk with everything that belongs to them.

Moments move by whole weeks, a few minutes earlier than in the pattern; what is due moves by whole
days. Who dealt with it stays, or is who holds the same post where it went instead.
"""

import psycopg
from django.db import models

from motcua.demo.bulk.making import draw
from motcua.demo.bulk.plan import SCHEMA, Connection, Given
from motcua.dossiers.models import Attachment, Dossier, Refusal, Result
from motcua.indicators.models import DossierFact
from motcua.people.sealing import sealer
from motcua.results.holders import seal_with
from motcua.results.models import Entry
from motcua.workflow.models import ProcessInstance, Task, Token

DUE = ("due_at", "original_due_at", "answer_due_at", "subject_due_at", "limit_due_at",
       "first_due_at")  # fmt: skip
_CODE = "'NT-' || left(made.code, 5) || '-' || substr(made.code, 6)"
_MONTH = "to_char(made.target, 'YYYY-MM')"
_TODAY = "(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


def _there(column: str, there: str) -> str:
    return f"CASE WHEN made.to_agency IS NULL THEN one.{column} ELSE {there} END"


def _twin(column: str) -> str:
    return _there(column, f"{SCHEMA}.twin(one.{column}, made.to_agency)")


def _place(column: str) -> str:
    return _there(column, "made.to_agency")


def _code_of_place(column: str) -> str:
    named = f"(SELECT code FROM {SCHEMA}.commune WHERE id = made.to_agency)"  # noqa: S608
    return _there(column, named)


def _part(letter: str) -> str:
    """Return an id that follows from the dossier's: its end is the place in the list."""
    return f"(left(made.id::text, 32) || lpad(to_hex(one.j), 4, '{letter}'))::uuid"


# By table: the pattern, and what is neither copied nor just moved in time.
COPIED: dict[type[models.Model], tuple[str, dict[str, str]]] = {
    Dossier: (
        "dossier",
        {
            "id": "made.id",
            "submission_code": _CODE,
            "lookup_code": "left(made.code, 8)",
            "number": "made.number",
            "applicant_id": "made.person",
            "applicant_name": "made.full_name",
            "filed_by": "CASE WHEN one.filed_by = one.applicant_id THEN made.person"
            f" ELSE {_twin('filed_by')} END",
            "organisation_id": "NULL::uuid",
            "receiving_agency_id": _place("receiving_agency_id"),
            "settling_agency_id": _place("settling_agency_id"),
            "responsible": _twin("responsible"),
            "case_officer": _twin("case_officer"),
        },
    ),
    Attachment: ("attachment", {"id": _part("a"), "dossier_id": "made.id"}),
    Refusal: ("refusal", {"dossier_id": "made.id", "by": _twin("by")}),
    ProcessInstance: ("instance", {"id": "made.id", "subject": "made.id"}),
    Task: (
        "task",
        {
            "id": _part("0"),
            "subject": "made.id",
            "instance_id": "made.id",
            "agency": _place("agency"),
            "assignee": _twin("assignee"),
            "completed_by": _twin("completed_by"),
        },
    ),
    Token: ("token", {"id": _part("b"), "instance_id": "made.id"}),
    Result: (
        "result",
        {
            "dossier_id": "made.id",
            "number": "CASE WHEN one.number IS NOT NULL THEN made.result_number END",
            "taken_by": "CASE WHEN one.taken_by = '' THEN '' ELSE made.full_name END",
            "verify_code": "NULL",
            **{who: _twin(who) for who in ("proposed_by", "signer", "issued_by", "delivered_by")},
        },
    ),
    Entry: (
        "entry",
        {
            "id": "made.entry",
            "number": "made.result_number",
            "holder_id": "made.person",
            "holder_name": "made.full_name",
            "number_digest": "made.digest",
            "wrapped_key": "sealed.entry_key",
            "sealed": "sealed.entry",
            "summary": "''",
            "document": "NULL::uuid",
            "code": "''",
            "digitised_at": "NULL::timestamptz",
            "dossier": "made.id",
            "agency_id": _place("agency_id"),
            "entered_by": _twin("entered_by"),
        },
    ),
    DossierFact: (
        "fact",
        {
            "id": "made.id",
            "number": f"coalesce(made.number, {_CODE})",
            "settling_agency": _code_of_place("settling_agency"),
            "receiving_agency": _code_of_place("receiving_agency"),
            "month": f"CASE WHEN one.received_at IS NULL THEN '' ELSE {_MONTH} END",
            "account": "CASE WHEN one.account = one.owner THEN made.hashed ELSE "
            + _there("account", f"{SCHEMA}.account_there(one.account, made.to_agency)")
            + " END",
            "owner": "made.hashed",
            "since": _TODAY,
        },
    ),
}
# What a dossier of long ago has no more: as if brought over from an earlier system.
ONLY_RECENT = {Attachment, ProcessInstance, Task}
_SEALED = "CREATE TEMP TABLE sealed (id uuid, entry_key bytea, entry bytea) ON COMMIT DROP"
# Ids as bytes: nothing is made of them but what they are sealed with.
_TO_SEAL = """
SELECT uuid_send(id), uuid_send(entry), full_name, personal, born, field FROM made
"""
_STATED = "COPY dossiers_answers (dossier_id, wrapped_key, sealed) FROM STDIN (FORMAT BINARY)"
_HELD = "COPY sealed FROM STDIN (FORMAT BINARY)"
# Four events of what is over, each with the hash of the one before.
_CLOSED = f"""
INSERT INTO events_event (verb, subject, sequence, by, agency, at, facts, digest)
SELECT verb, id, sequence, by, agency, at, facts::jsonb, digest FROM (
    SELECT four.*, {SCHEMA}.chained(d3, id, 4, 'dossier.delivered', by4, agency4, at4, f4) AS d4
    FROM (
        SELECT three.*, {SCHEMA}.chained(d2, id, 3, 'dossier.decided', by3, agency3, at3, f3) AS d3
        FROM (
            SELECT two.*, {SCHEMA}.chained(d1, id, 2, CASE WHEN accepted THEN 'dossier.accepted'
                ELSE 'dossier.declined' END, by2, agency2, at2, f2) AS d2
            FROM (
                SELECT facts.*, {SCHEMA}.chained('', id, 1, 'dossier.submitted', by1, agency1, at1,
                    f1) AS d1
                FROM ({{facts}}) AS facts OFFSET 0
            ) AS two OFFSET 0
        ) AS three OFFSET 0
    ) AS four OFFSET 0
) AS all_four
CROSS JOIN LATERAL (VALUES
    ('dossier.submitted', 1, by1, agency1, at1, f1, d1, true),
    (CASE WHEN accepted THEN 'dossier.accepted' ELSE 'dossier.declined' END, 2, by2, agency2, at2,
        f2, d2, true),
    ('dossier.decided', 3, by3, agency3, at3, f3, d3, accepted),
    ('dossier.delivered', 4, by4, agency4, at4, f4, d4, accepted)
) AS event(verb, sequence, by, agency, at, facts, digest, happened)
WHERE happened
"""  # noqa: S608 -- names of our own, here and below
_DUE_TEXT = """coalesce('"' || to_char((one.due_at + made.later) AT TIME ZONE 'Asia/Ho_Chi_Minh',
    'YYYY-MM-DD HH24:MI:SS') || '+07:00"', 'null')"""
# Facts are written as the database writes them out, for so they are hashed: short names first.
_FACTS = f"""
SELECT made.id, one.accepted_at IS NOT NULL AS accepted,
    CASE WHEN one.channel = 'online' THEN made.person ELSE said.by1 END AS by1,
    said.agency1, one.submitted_at + made.later - made.earlier AS at1, said.f1,
    coalesce(said.by2, said.by4) AS by2, coalesce(said.agency2, said.agency4) AS agency2,
    coalesce(one.accepted_at, said.at4) + made.later - made.earlier AS at2,
    CASE WHEN one.accepted_at IS NULL THEN '{{}}'
        ELSE '{{"due_at": ' || due.said || ', "number": "' || made.number || '"}}' END AS f2,
    said.by3, said.agency3, one.decided_at + made.later - made.earlier AS at3,
    '{{"due_at": ' || due.said || ', "number": "' || made.result_number || '", "granted": '
        || said.granted || '}}' AS f3,
    said.by4, said.agency4, one.delivered_at + made.later - made.earlier AS at4, said.f4
FROM made JOIN {SCHEMA}.dossier AS one ON one.k = made.k AND NOT one.is_open
JOIN {SCHEMA}.said AS said ON said.k = made.k
CROSS JOIN LATERAL (SELECT {_DUE_TEXT} AS said OFFSET 0) AS due
"""  # noqa: S608
# Few enough that the table chains them itself.
_OPEN = f"""
INSERT INTO events_event (verb, subject, sequence, by, agency, at, facts, digest)
SELECT one.verb, made.id, 0,
    CASE WHEN one.agency IS NULL THEN made.person ELSE {_twin("by")} END,
    CASE WHEN one.agency IS NULL THEN NULL ELSE {_place("agency")} END,
    one.at + made.later - made.earlier,
    CASE WHEN one.facts ? 'granted'
        THEN one.facts || jsonb_build_object('number', made.result_number)
        WHEN one.facts ? 'number' THEN one.facts || jsonb_build_object('number', made.number)
        ELSE one.facts END, ''
FROM made JOIN {SCHEMA}.happened AS one ON one.k = made.k ORDER BY made.id, one.j
"""  # noqa: S608


def copy_patterns(connection: Connection, given: Given) -> None:
    """Make the dossiers of a chunk, in the caller's transaction."""
    draw(connection, given)
    _seal(connection)
    for model in COPIED:
        if not (given["lean"] and model in ONLY_RECENT):
            connection.execute(_copying(model), given)
    if not given["open"]:
        connection.execute(_CLOSED.format(facts=_FACTS))
        return
    connection.execute("SET LOCAL session_replication_role = 'origin'")
    connection.execute(_OPEN)
    connection.execute("SET LOCAL session_replication_role = 'replica'")


def _copying(model: type[models.Model]) -> str:
    pattern, told = COPIED[model]
    fields = [
        one
        for one in model._meta.concrete_fields
        if not isinstance(one, (models.GeneratedField, models.AutoField))
    ]
    names = ", ".join(f'"{one.column}"' for one in fields)
    values = ", ".join(told.get(str(one.column)) or _moved(one) for one in fields)
    sealed = " JOIN sealed ON sealed.id = made.id" if "sealed." in values else ""
    return (
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM made"  # noqa: S608
        f" JOIN {SCHEMA}.{pattern} AS one ON one.k = made.k AND one.is_open = %(open)s{sealed}"
    )


def _moved(column: "models.Field") -> str:  # type: ignore[type-arg]
    value = f'one."{column.column}"'
    if column.column in DUE:
        return f"{value} + made.later"
    if isinstance(column, models.DateTimeField):
        return f"{value} + made.later - made.earlier"
    return f"{value} + made.days" if isinstance(column, models.DateField) else value


def _seal(connection: Connection) -> None:
    """Seal what was stated and whose the results are, each under a key of its own."""
    keeper = sealer()
    connection.execute(_SEALED)
    with psycopg.Cursor(connection) as cursor:
        rows = cursor.execute(_TO_SEAL, binary=True).fetchall()
        with cursor.copy(_STATED) as copy:
            for key, _, name, _, _, field in rows:
                stated = keeper.seal({field: name} if field else {}, key)
                copy.write_row((key, stated.wrapped_key, stated.content))
        with cursor.copy(_HELD) as copy:
            for key, entry, _, number, born, _ in rows:
                held = seal_with(keeper, number, born, entry)
                copy.write_row((key, held.wrapped_key, held.content))
    connection.execute("ANALYZE sealed (id)")
