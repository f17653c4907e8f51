"""A published version never changes; only the day it ends may be set."""

from django.db import migrations

CREATE = """
CREATE FUNCTION motcua_freeze_peerversion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'retired_at' = to_jsonb(OLD) - 'retired_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published version is frozen'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER peerversion_frozen BEFORE UPDATE OR DELETE ON exchange_peerversion
FOR EACH ROW EXECUTE FUNCTION motcua_freeze_peerversion();
"""
DROP = """
DROP TRIGGER peerversion_frozen ON exchange_peerversion;
DROP FUNCTION motcua_freeze_peerversion();
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
