from django.db import migrations

FREEZE = """
CREATE OR REPLACE FUNCTION motcua_freeze_peerversion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - {free} = to_jsonb(OLD) - {free} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published version is frozen'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):
    """A new master key wraps the keys of published versions too; what they seal stays frozen."""

    dependencies = [("exchange", "0002_published_is_frozen")]
    operations = [
        migrations.RunSQL(
            FREEZE.format(free="'{retired_at,wrapped_key}'::text[]"),
            FREEZE.format(free="'retired_at'"),
        )
    ]
