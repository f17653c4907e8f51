"""Messages about a dossier are found, to be forgotten with it."""

from django.db import migrations, models

_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "message_of_dossier" ON "notifications_message" ("dossier")
WHERE "dossier" IS NOT NULL"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "message_of_dossier\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0002_portal_and_bulk")]
    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    "message",
                    models.Index(
                        fields=["dossier"],
                        name="message_of_dossier",
                        condition=models.Q(dossier__isnull=False),
                    ),
                )
            ],
        ),
    ]
