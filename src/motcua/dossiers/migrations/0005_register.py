from django.db import migrations, models

# Built beside running desks, so that nobody waits for it.
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "dossier_in_register" ON "dossiers_dossier"
("receiving_agency_id", "accepted_at", "id") WHERE "accepted_at" IS NOT NULL"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "dossier_in_register\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("dossiers", "0004_papers"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    model_name="dossier",
                    index=models.Index(
                        condition=models.Q(("accepted_at__isnull", False)),
                        fields=["receiving_agency", "accepted_at", "id"],
                        name="dossier_in_register",
                    ),
                ),
            ],
        ),
    ]
