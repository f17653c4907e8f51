"""The parts of a published procedure version are as frozen as the version."""

from django.db import migrations

TABLES = ("case", "component", "timelimit", "fee", "resulttype", "legalbasis")
CREATE = """
CREATE FUNCTION motcua_freeze_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
BEGIN
    IF EXISTS (
        SELECT FROM procedures_procedureversion WHERE id = owner AND published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a published version is frozen'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
""" + "".join(
    f"""CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON procedures_{table}
FOR EACH ROW EXECUTE FUNCTION motcua_freeze_part();
"""
    for table in TABLES
)
DROP = (
    "".join(f"DROP TRIGGER {table}_frozen ON procedures_{table};\n" for table in TABLES)
    + "DROP FUNCTION motcua_freeze_part();"
)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_published_is_frozen")]
    operations = [migrations.RunSQL(CREATE, DROP)]
