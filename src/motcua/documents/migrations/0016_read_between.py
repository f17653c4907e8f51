"""What was read between two moments is found by an index: the reach of an incident asks for it."""

import django.contrib.postgres.indexes
from django.db import migrations

_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "reading_at" ON "documents_reading" USING brin ("at")"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "reading_at\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0015_kept_for_a_time")]
    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    "reading",
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="reading_at"),
                )
            ],
        ),
    ]
