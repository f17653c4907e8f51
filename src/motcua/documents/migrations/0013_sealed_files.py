"""Files are sealed under keys of their own; those from before lie open until a job has sealed them.

The release before writes rows without these columns: what it puts in the store lies open.
"""

from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

# Broken off anywhere, this is run again from its first statement.
_ADD = """ALTER TABLE "documents_storedfile" ADD COLUMN IF NOT EXISTS {}"""
_REMOVE = """-- squawk-ignore ban-drop-column
ALTER TABLE "documents_storedfile" DROP COLUMN IF EXISTS "{}\""""
_FORGET = """-- squawk-ignore ban-drop-constraint
ALTER TABLE "documents_storedfile" DROP CONSTRAINT IF EXISTS
"stored_file_is_sealed_with_its_key\""""
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "stored_file_open" ON "documents_storedfile" ("digest")
WHERE "lies_open\""""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "stored_file_open\""""


def _added(name: str, kind: str, field: "models.Field[Any, Any]") -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=[_ADD.format(f'"{name}" {kind}')],
        reverse_sql=[_REMOVE.format(name)],
        state_operations=[migrations.AddField("storedfile", name, field)],
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0012_stores_of_organisations")]
    operations = [
        _added("stored_as", "varchar(64) NULL", models.CharField(max_length=64, null=True)),
        _added("wrapped_key", "bytea NULL", models.BinaryField(null=True)),
        _added(
            "lies_open",
            "boolean DEFAULT true NOT NULL",
            models.BooleanField(db_default=True, default=False),
        ),
        migrations.RunSQL([_FORGET], migrations.RunSQL.noop),
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
