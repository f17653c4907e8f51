"""Those who filed: invented, sealed as every person is, and laid ready for the dossiers."""

import random
from datetime import datetime

from motcua.deadlines.rules import ZONE
from motcua.demo.bulk.plan import SCHEMA, Connection, Given
from motcua.demo.names import identifier, invent
from motcua.demo.people import Member, person_row
from motcua.people.sealing import sealer

FIRST_SERIAL = 100_000  # those of the story lie below, officers and accounts above
MOST = 700_000
BLOCK = 10_000
SINCE = datetime(2021, 1, 1, tzinfo=ZONE)
TABLE = f"""
CREATE TABLE IF NOT EXISTS {SCHEMA}.person (
    i integer PRIMARY KEY, id uuid NOT NULL, full_name text NOT NULL, number text NOT NULL,
    born smallint NOT NULL, digest bytea NOT NULL, hashed bigint NOT NULL
)
"""
_PERSON = (
    "COPY people_person (id, full_name, birth_date, sex, number_digest, verified_at, wrapped_key,"
    " sealed) FROM STDIN (FORMAT BINARY)"
)
_READY = f"COPY {SCHEMA}.person FROM STDIN (FORMAT BINARY)"
_HASHED = f"""
UPDATE {SCHEMA}.person
SET hashed = ('x' || encode(substr(sha256(%s::bytea || uuid_send(id)), 1, 8), 'hex'))
    ::bit(64)::bigint
WHERE i >= %s AND i < %s
"""  # noqa: S608


def invent_people(connection: Connection, given: Given) -> None:
    """Invent a block of people; the same block gives the same people."""
    rng = random.Random(f"people {given['known'] + given['first']}")  # noqa: S311 -- a repeatable sample
    rows = []
    for at in range(given["first"], given["last"]):
        who = invent(rng, FIRST_SERIAL + given["known"] + at, rng.choice(given["places"]))
        row = person_row(Member(identifier(rng, SINCE), who), SINCE)
        rows.append((at, who.number, row))
    with connection.cursor() as cursor:
        with cursor.copy(_PERSON) as copy:
            copy.set_types(
                ["uuid", "varchar", "date", "varchar", "bytea", "timestamptz"] + ["bytea"] * 2
            )
            for _, _, row in rows:
                copy.write_row((row.id, row.full_name, row.birth_date, row.sex, row.number_digest,
                                row.verified_at, row.wrapped_key, row.sealed))  # fmt: skip
        with cursor.copy(_READY) as copy:
            copy.set_types(["int4", "uuid", "text", "text", "int2", "bytea", "int8"])
            for at, number, row in rows:
                assert row.birth_date is not None
                copy.write_row((at, row.id, row.full_name, number, row.birth_date.year,
                                row.number_digest, 0))  # fmt: skip
        key = sealer().digest("facts", "people")
        cursor.execute(_HASHED, [key, given["first"], given["last"]])
