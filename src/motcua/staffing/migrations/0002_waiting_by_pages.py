"""What waits is read in pages. Built beside running desks, so that nobody waits for it."""

from django.db import migrations, models

_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "appointment_waiting_since"
ON "staffing_appointment" ("proposed_at", "id") WHERE "settled_at" IS NULL"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "appointment_waiting_since\""""
_DROP_OLD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "appointment_waiting\""""
_BUILD_OLD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "appointment_waiting"
ON "staffing_appointment" ("proposed_at") WHERE "settled_at" IS NULL"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("staffing", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    model_name="appointment",
                    index=models.Index(
                        fields=["proposed_at", "id"],
                        condition=models.Q(settled_at=None),
                        name="appointment_waiting_since",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            sql=[_DROP_OLD],
            reverse_sql=[_BUILD_OLD],
            state_operations=[
                migrations.RemoveIndex(model_name="appointment", name="appointment_waiting"),
            ],
        ),
    ]
