"""Filings that wait for the answer of their desk, by the moment it is due."""

from django.db import migrations, models

# Built beside running desks, so that nobody waits for it.
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "dossier_to_answer" ON "dossiers_dossier" ("answer_due_at")
WHERE "status" = 'submitted'"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "dossier_to_answer\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0010_where_time_goes")]

    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    model_name="dossier",
                    index=models.Index(
                        condition=models.Q(("status", "submitted")),
                        fields=["answer_due_at"],
                        name="dossier_to_answer",
                    ),
                ),
            ],
        ),
    ]
