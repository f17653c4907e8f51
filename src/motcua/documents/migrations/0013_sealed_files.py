"""Files are sealed under keys of their own; those from before lie open until a job has sealed them.

The release before writes rows without these columns: what it puts in the store lies open.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "stored_file_open" ON "documents_storedfile" ("digest")
WHERE "lies_open\""""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "stored_file_open\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0012_stores_of_organisations")]
    operations = [
        migrations.AddField("storedfile", "stored_as", models.CharField(max_length=64, null=True)),
        migrations.AddField("storedfile", "wrapped_key", models.BinaryField(null=True)),
        migrations.AddField(
            "storedfile", "lies_open", models.BooleanField(db_default=True, default=False)
        ),
        AddConstraintNotValid(
            "storedfile",
            models.CheckConstraint(
                name="stored_file_is_sealed_with_its_key",
                condition=Q(stored_as=None, wrapped_key=None, lies_open=True)
                | Q(stored_as__isnull=False, wrapped_key__isnull=False),
            ),
        ),
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    "storedfile",
                    models.Index(
                        fields=["digest"], condition=Q(lies_open=True), name="stored_file_open"
                    ),
                )
            ],
        ),
    ]
