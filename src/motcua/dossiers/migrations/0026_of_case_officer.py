"""Dossiers of an officer are found by an index. Built beside running desks; nobody waits for it."""

from django.db import migrations, models

_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "dossier_of_case_officer"
ON "dossiers_dossier" ("case_officer", "accepted_at") WHERE "case_officer" IS NOT NULL"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "dossier_of_case_officer\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0025_findable_at_once")]

    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    model_name="dossier",
                    index=models.Index(
                        fields=["case_officer", "accepted_at"],
                        condition=models.Q(case_officer__isnull=False),
                        name="dossier_of_case_officer",
                    ),
                ),
            ],
        ),
    ]
