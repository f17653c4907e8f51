"""Events are numbered and chained by the database, and never changed."""

from django.db import migrations

CREATE = """
CREATE FUNCTION motcua_chain_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    -- One writer at a time per subject; so few different locks that a bulk load cannot run out.
    PERFORM pg_advisory_xact_lock(7351, hashtext(NEW.subject::text) & 1023);
    SELECT sequence, digest INTO last FROM events_event
    WHERE subject = NEW.subject ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := coalesce(last.sequence, 0) + 1;
    NEW.digest := sha256(
        coalesce(last.digest, ''::bytea) || convert_to(concat_ws(
            '|', NEW.subject, NEW.sequence, NEW.verb, NEW."by", NEW.agency,
            to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), NEW.facts
        ), 'UTF8')
    );
    RETURN NEW;
END $$;
CREATE TRIGGER event_chain BEFORE INSERT ON events_event
FOR EACH ROW EXECUTE FUNCTION motcua_chain_event();

CREATE FUNCTION motcua_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON events_event
FOR EACH ROW EXECUTE FUNCTION motcua_refuse_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON events_event
FOR EACH STATEMENT EXECUTE FUNCTION motcua_refuse_change();
"""
DROP = """
DROP TRIGGER event_no_truncate ON events_event;
DROP TRIGGER event_append_only ON events_event;
DROP TRIGGER event_chain ON events_event;
DROP FUNCTION motcua_refuse_change();
DROP FUNCTION motcua_chain_event();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_search_document")]
    operations = [migrations.RunSQL(CREATE, DROP)]
