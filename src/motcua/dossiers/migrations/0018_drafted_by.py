"""Drafts by who writes them, for those who fill in for others."""

from django.db import migrations, models

# Built beside running desks, so that nobody waits for it.
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "dossier_drafted_by"
ON "dossiers_dossier" ("filed_by", "opened_at" DESC, "id" DESC)
WHERE "status" = 'draft'"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "dossier_drafted_by\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0017_filling_time")]

    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    model_name="dossier",
                    index=models.Index(
                        condition=models.Q(("status", "draft")),
                        fields=["filed_by", "-opened_at", "-id"],
                        name="dossier_drafted_by",
                    ),
                ),
            ],
        ),
    ]
