"""A published list never changes: forms say by it for ever what could be chosen."""

from django.db import migrations

CREATE = """
CREATE FUNCTION motcua_freeze_codelist() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'a published list is frozen'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER codelist_frozen BEFORE UPDATE OR DELETE ON forms_codelist
FOR EACH ROW EXECUTE FUNCTION motcua_freeze_codelist();
"""
DROP = """
DROP TRIGGER codelist_frozen ON forms_codelist;
DROP FUNCTION motcua_freeze_codelist();
"""


class Migration(migrations.Migration):
    dependencies = [("forms", "0007_code_lists")]
    operations = [migrations.RunSQL(CREATE, DROP)]
