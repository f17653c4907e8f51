"""What serving needs of the owner of the tables, and nothing beyond: a partition for a year, and a
moment in which nobody writes to the log.

The functions run with the rights of who made them and look for tables where only that one makes
any;
who may call them is granted with everything else.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION motcua_room_for_events_of(year integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF year NOT BETWEEN 2000 AND extract(year FROM now())::int + 10 THEN
        RAISE EXCEPTION 'no events of the year % are to be expected', year
        USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN motcua_keep_events_of(year, 'events_event');
END $$;
CREATE FUNCTION motcua_hold_the_log() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE events_event IN SHARE MODE;
END $$;
REVOKE ALL ON FUNCTION motcua_room_for_events_of(integer), motcua_hold_the_log() FROM PUBLIC;
REVOKE ALL ON FUNCTION motcua_keep_events_of(integer, text) FROM PUBLIC;
"""
DROP = """
DROP FUNCTION motcua_room_for_events_of(integer);
DROP FUNCTION motcua_hold_the_log();
GRANT EXECUTE ON FUNCTION motcua_keep_events_of(integer, text) TO PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0006_events_by_year")]
    operations = [migrations.RunSQL(CREATE, DROP)]
