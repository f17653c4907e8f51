from django.db import migrations

CREATE = """
CREATE FUNCTION motcua_consent_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
        AND (NEW.id, NEW.person_id, NEW.purpose, NEW.version, NEW.given_at)
        = (OLD.id, OLD.person_id, OLD.purpose, OLD.version, OLD.given_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ended', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER consent_only_ends BEFORE UPDATE OR DELETE ON people_consent
FOR EACH ROW EXECUTE FUNCTION motcua_consent_only_ends();
"""
DROP = """
DROP TRIGGER consent_only_ends ON people_consent;
DROP FUNCTION motcua_consent_only_ends();
"""


class Migration(migrations.Migration):
    """Who agreed to what stays provable: only its end may be written, once."""

    dependencies = [("people", "0007_consents")]
    operations = [migrations.RunSQL(CREATE, DROP)]
