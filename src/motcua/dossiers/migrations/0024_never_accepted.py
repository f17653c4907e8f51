"""Dossiers that ended before they were accepted are found by age, to be erased in time."""

from django.db import migrations, models
from django.db.models import Q

_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "dossier_never_accepted"
ON "dossiers_dossier" ("submitted_at", "id")
WHERE "accepted_at" IS NULL AND "status" IN ('declined', 'withdrawn')"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "dossier_never_accepted\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0023_findable")]
    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    "dossier",
                    models.Index(
                        fields=["submitted_at", "id"],
                        name="dossier_never_accepted",
                        condition=Q(accepted_at=None, status__in=["declined", "withdrawn"]),
                    ),
                )
            ],
        ),
    ]
