"""A staff number is one officer's. Built beside running desks, so that nobody waits for it."""

from django.db import migrations, models

_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "officer_staff_number"
ON "organisations_officer" ("staff_number") WHERE "staff_number" IS NOT NULL"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "officer_staff_number\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("organisations", "0003_staff_number_and_unit")]

    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddConstraint(
                    model_name="officer",
                    constraint=models.UniqueConstraint(
                        fields=["staff_number"],
                        condition=models.Q(staff_number__isnull=False),
                        name="officer_staff_number",
                    ),
                ),
            ],
        ),
    ]
