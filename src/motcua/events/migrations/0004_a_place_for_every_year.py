"""Where events go by the year of their subject, beside the table that holds them so far.

A subject's id says when it was made (UUIDv7), so all events of a subject lie in one partition: its
chain is looked up there alone, and stays whole when a year goes.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION motcua_first_id_of(year integer) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (lpad(to_hex((extract(
    epoch FROM make_timestamptz(year, 1, 1, 0, 0, 0, 'Asia/Ho_Chi_Minh')
) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

CREATE TABLE events_moved (
    id bigint NOT NULL,
    verb varchar(60) NOT NULL,
    subject uuid NOT NULL,
    sequence integer NOT NULL,
    "by" uuid,
    agency uuid,
    at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    facts jsonb NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT event_one_chain_of_a_year PRIMARY KEY (subject, sequence)
) PARTITION BY RANGE (subject);
CREATE INDEX event_by_number ON events_moved (id);
CREATE TABLE events_event_undated PARTITION OF events_moved DEFAULT;

-- Returns whether there was no partition yet. What lies among the undated moves, the chain with it.
CREATE FUNCTION motcua_keep_events_of(year integer, parent text DEFAULT 'events_event')
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := format('events_event_%s', year);
    first uuid := motcua_first_id_of(year);
    beyond uuid := motcua_first_id_of(year + 1);
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    LOCK TABLE events_event_undated IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL)', name, parent);
    IF EXISTS (SELECT FROM events_event_undated WHERE subject >= first AND subject < beyond) THEN
        ALTER TABLE events_event_undated DISABLE TRIGGER USER;
        EXECUTE format(
            'WITH gone AS (DELETE FROM events_event_undated WHERE subject >= $1 AND subject < $2'
            ' RETURNING *) INSERT INTO %I SELECT * FROM gone', name
        ) USING first, beyond;
        ALTER TABLE events_event_undated ENABLE TRIGGER USER;
    END IF;
    EXECUTE format(
        'ALTER TABLE %s ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        parent, name, first, beyond
    );
    IF EXISTS (
        SELECT FROM pg_trigger WHERE tgrelid = parent::regclass AND tgname = 'event_no_truncate'
    ) THEN
        EXECUTE format(
            'CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION motcua_refuse_change()', name
        );
    END IF;
    RETURN true;
END $$;
"""
DROP = """
DROP FUNCTION motcua_keep_events_of(integer, text);
DROP TABLE events_moved;
DROP FUNCTION motcua_first_id_of(integer);
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0003_append_only_chain")]
    operations = [migrations.RunSQL(CREATE, DROP)]
