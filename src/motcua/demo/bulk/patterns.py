"""Patterns: dossiers that were drawn one by one, kept beside the tables to be copied many times.

Of what is over, a pattern keeps what an office looks up years later: the dossier, its answers and
run, one step, the first paper, the result with its line in the register, and four events. Of
what is still open it keeps every row.
"""

from motcua.demo.bulk.plan import SCHEMA, Connection
from motcua.forms.queries import definition
from motcua.forms.rules import fields_of
from motcua.people.sealing import sealer

_DOSSIERS = f"""
CREATE TABLE {SCHEMA}.dossier AS
SELECT row_number() OVER (PARTITION BY is_open ORDER BY lasted, id)::int AS k, one.* FROM (
    SELECT dossier.*, status NOT IN ('delivered', 'declined') AS is_open,
        (coalesce(accepted_at, submitted_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
        ceil(extract(epoch FROM coalesce(delivered_at, submitted_at + interval '2 days')
            - coalesce(accepted_at, submitted_at)) / 86400)::int AS lasted,
        version.form_id, ''::text AS field
    FROM dossiers_dossier AS dossier
    JOIN procedures_procedureversion AS version ON version.id = dossier.procedure_id
    WHERE status IN ('delivered', 'declined', 'submitted', 'in_progress', 'decided')
        AND dossier.id IN (SELECT dossier_id FROM dossiers_answers)
        AND dossier.id IN (SELECT subject FROM events_event WHERE verb = 'dossier.opened')
        AND dossier.id NOT IN (SELECT subject FROM events_event WHERE verb <> ALL (ARRAY[
            'dossier.opened', 'dossier.submitted', 'dossier.accepted', 'dossier.declined',
            'dossier.decided', 'dossier.delivered', 'task.completed'
        ]))
) AS one
"""  # noqa: S608 -- names of our own, here and below
_WITH = {
    "refusal": ("dossiers_refusal", "dossier_id"),
    "instance": ("workflow_processinstance", "subject"),
    "result": ("dossiers_result", "dossier_id"),
    "entry": ("results_entry", "dossier"),
    "fact": ("indicators_dossierfact", "id"),
    "token": ("workflow_token", "instance_id"),
}
_OTHERS = {
    # The last step that an officer ended tells who dealt with it.
    "task": (
        "workflow_task",
        "subject",
        "one.act IN ('deliver', 'issue') DESC, one.completed_at DESC NULLS LAST, one.number",
    ),
    "attachment": ("dossiers_attachment", "dossier_id", "one.added_at, one.id"),
}
_ENDED = "verb IN ('dossier.delivered', 'dossier.declined')"


def _who(column: str, verb: str) -> str:
    return f"(max(event.{column}::text) FILTER (WHERE {verb}))::uuid"


_SAID = f"""
CREATE TABLE {SCHEMA}.said AS
SELECT dossier.k, {_who("by", "verb = 'dossier.submitted'")} AS by1,
    {_who("agency", "verb = 'dossier.submitted'")} AS agency1,
    jsonb_build_object('channel', dossier.channel)::text AS f1,
    {_who("by", "verb = 'dossier.accepted'")} AS by2,
    {_who("agency", "verb = 'dossier.accepted'")} AS agency2,
    {_who("by", "verb = 'dossier.decided'")} AS by3,
    {_who("agency", "verb = 'dossier.decided'")} AS agency3,
    coalesce(bool_or((facts ->> 'granted')::boolean)::text, 'null') AS granted,
    {_who("by", _ENDED)} AS by4, {_who("agency", _ENDED)} AS agency4,
    max(event.at) FILTER (WHERE {_ENDED}) AS at4,
    jsonb_build_object('channel', dossier.result_channel)::text AS f4
FROM {SCHEMA}.dossier AS dossier JOIN events_event AS event ON event.subject = dossier.id
WHERE NOT dossier.is_open GROUP BY dossier.k, dossier.channel, dossier.result_channel
"""  # noqa: S608 -- names of our own, here and below
_HAPPENED = f"""
CREATE TABLE {SCHEMA}.happened AS
SELECT dossier.k, event.sequence AS j, event.verb, event.by, event.agency, event.at, event.facts
FROM {SCHEMA}.dossier AS dossier JOIN events_event AS event ON event.subject = dossier.id
WHERE dossier.is_open
"""  # noqa: S608
# Who stands in for whom when an open dossier comes to another commune: whoever has the same role.
_POSTS = f"""
CREATE TABLE {SCHEMA}.post AS
SELECT DISTINCT ON (agency_id, role) agency_id AS agency, role, officer_id AS person,
    ('x' || encode(substr(sha256(%(key)s::bytea || uuid_send(officer_id)), 1, 8), 'hex'))
        ::bit(64)::bigint AS hashed
FROM organisations_position WHERE valid_to IS NULL ORDER BY agency_id, role, id
"""  # noqa: S608
_FUNCTIONS = f"""
CREATE INDEX ON {SCHEMA}.post (person);
CREATE INDEX ON {SCHEMA}.post (agency, role);
CREATE TABLE {SCHEMA}.commune AS
SELECT row_number() OVER (ORDER BY code)::int AS c, id, code FROM organisations_agency
WHERE kind = 'commune' AND valid_to IS NULL;
CREATE FUNCTION {SCHEMA}.twin(who uuid, agency uuid) RETURNS uuid LANGUAGE sql STABLE RETURN
    coalesce((
        SELECT there.person FROM {SCHEMA}.post AS here
        JOIN {SCHEMA}.post AS there ON there.role = here.role AND there.agency = twin.agency
        WHERE here.person = who LIMIT 1
    ), who);
CREATE FUNCTION {SCHEMA}.account_there(account bigint, place uuid) RETURNS bigint LANGUAGE sql
STABLE RETURN coalesce((
        SELECT there.hashed FROM {SCHEMA}.post AS here
        JOIN {SCHEMA}.post AS there ON there.role = here.role AND there.agency = place
        WHERE here.hashed = account LIMIT 1
    ), account);
CREATE FUNCTION {SCHEMA}.chained(before bytea, subject uuid, sequence integer, verb text, by uuid,
    agency uuid, at timestamptz, facts text) RETURNS bytea LANGUAGE sql STABLE RETURN
    sha256(before || convert_to(concat_ws('|', subject, sequence, verb, by, agency,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), facts), 'UTF8'));
"""  # noqa: S608


def lay_ready(connection: Connection) -> None:
    """Copy the patterns beside the tables; what an earlier load made is none."""
    connection.execute(_DOSSIERS)
    _name_fields(connection)
    for name, (table, key) in _WITH.items():
        connection.execute(
            f"CREATE TABLE {SCHEMA}.{name} AS SELECT dossier.k, dossier.is_open, 1 AS j, one.*"  # noqa: S608
            f" FROM {SCHEMA}.dossier AS dossier JOIN {table} AS one ON one.{key} = dossier.id"
        )
    for name, (table, key, order) in _OTHERS.items():
        connection.execute(
            f"CREATE TABLE {SCHEMA}.{name} AS SELECT * FROM (SELECT dossier.k, dossier.is_open,"  # noqa: S608
            f" row_number() OVER (PARTITION BY dossier.id ORDER BY {order})::int AS j, one.*"
            f" FROM {SCHEMA}.dossier AS dossier JOIN {table} AS one ON one.{key} = dossier.id"
            ") AS rows WHERE is_open OR j = 1"
        )
    connection.execute(_SAID)
    connection.execute(_HAPPENED)
    connection.execute(_POSTS, {"key": sealer().digest("facts", "people")})
    connection.execute(_FUNCTIONS)


def _name_fields(connection: Connection) -> None:
    """Note which question of each form takes the applicant's name."""
    forms = connection.execute(
        f"SELECT DISTINCT form_id FROM {SCHEMA}.dossier WHERE form_id IS NOT NULL"  # noqa: S608
    ).fetchall()
    for (form,) in forms:
        named = [
            str(field["id"])
            for field in fields_of(definition(form))
            if field.get("prefill") == "applicant.full_name"
        ]
        if named:
            connection.execute(
                f"UPDATE {SCHEMA}.dossier SET field = %s WHERE form_id = %s",  # noqa: S608
                [named[0], form],
            )
