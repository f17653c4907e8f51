"""A published version never changes; only the day it ends may be set."""

from django.db import migrations

CREATE = """
CREATE FUNCTION motcua_freeze_procedureversion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    -- The search document follows from the name, and is not computed yet at this moment.
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'valid_to' - 'search' = to_jsonb(OLD) - 'valid_to' - 'search'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published version is frozen'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER procedureversion_frozen BEFORE UPDATE OR DELETE ON procedures_procedureversion
FOR EACH ROW EXECUTE FUNCTION motcua_freeze_procedureversion();
"""
DROP = """
DROP TRIGGER procedureversion_frozen ON procedures_procedureversion;
DROP FUNCTION motcua_freeze_procedureversion();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
