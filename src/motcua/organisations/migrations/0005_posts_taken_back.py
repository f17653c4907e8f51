"""When a post was ended, and posts that were taken back kept beside those given again.

The new rule is built beside running desks before the old one goes, so that nobody waits for it.
"""

from django.db import migrations, models
from django.db.models import F, Q

_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "position_held_once"
ON "organisations_position" ("officer_id", "agency_id", "role", "valid_from")
WHERE "valid_to" IS NULL OR "valid_to" >= "valid_from\""""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "position_held_once\""""

_WITHOUT = """-- squawk-ignore ban-drop-constraint
ALTER TABLE "organisations_position" DROP CONSTRAINT IF EXISTS "position_once\""""
_WITH = """-- squawk-ignore disallowed-unique-constraint
ALTER TABLE "organisations_position" ADD CONSTRAINT "position_once"
UNIQUE ("officer_id", "agency_id", "role", "valid_from")"""

_ENDED = """ALTER TABLE "organisations_position"
ADD COLUMN IF NOT EXISTS "ended_at" timestamp with time zone"""
_NEVER_ENDED = """-- squawk-ignore ban-drop-column
ALTER TABLE "organisations_position" DROP COLUMN IF EXISTS "ended_at\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("organisations", "0004_staff_number_once")]

    operations = [
        migrations.RunSQL(
            sql=[_ENDED],
            reverse_sql=[_NEVER_ENDED],
            state_operations=[
                migrations.AddField("position", "ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddConstraint(
                    model_name="position",
                    constraint=models.UniqueConstraint(
                        fields=["officer", "agency", "role", "valid_from"],
                        condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                        name="position_held_once",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            sql=[_WITHOUT],
            reverse_sql=[_WITH],
            state_operations=[
                migrations.RemoveConstraint(model_name="position", name="position_once"),
            ],
        ),
    ]
