from django.db import migrations

CREATE = """
CREATE FUNCTION motcua_keep_a_year() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' OR OLD.at > now() - interval '12 months' THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER look_append_only BEFORE UPDATE OR DELETE ON privacy_look
FOR EACH ROW EXECUTE FUNCTION motcua_keep_a_year();
CREATE TRIGGER look_no_truncate BEFORE TRUNCATE ON privacy_look
FOR EACH STATEMENT EXECUTE FUNCTION motcua_refuse_change();
CREATE TRIGGER lookup_append_only BEFORE UPDATE OR DELETE ON privacy_lookup
FOR EACH ROW EXECUTE FUNCTION motcua_keep_a_year();
CREATE TRIGGER lookup_no_truncate BEFORE TRUNCATE ON privacy_lookup
FOR EACH STATEMENT EXECUTE FUNCTION motcua_refuse_change();
"""
DROP = """
DROP TRIGGER lookup_no_truncate ON privacy_lookup;
DROP TRIGGER lookup_append_only ON privacy_lookup;
DROP TRIGGER look_no_truncate ON privacy_look;
DROP TRIGGER look_append_only ON privacy_look;
DROP FUNCTION motcua_keep_a_year();
"""


class Migration(migrations.Migration):
    """What was read is never changed, and forgotten no earlier than the law says."""

    dependencies = [
        ("privacy", "0001_who_looks_at_what"),
        ("events", "0003_append_only_chain"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
