"""Signatures by the digest they cover, and certificates that all name their key."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

# Built beside running desks, so that nobody waits for it.
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "signature_message_digest"
ON "signing_signature" ("message_digest")"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "signature_message_digest\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("signing", "0002_keepers")]

    operations = [
        ValidateConstraint(model_name="certificate", name="certificate_names_its_key"),
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    model_name="signature",
                    index=models.Index(fields=["message_digest"], name="signature_message_digest"),
                ),
            ],
        ),
    ]
