"""What shares an account or a device is looked up within a month: the index knows the time, too.

An account of a desk files for years, and each year made every look at one of its months dearer.
"""

from django.db import migrations, models

_SHARED = ("account", "device")
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "{name}" ON "indicators_dossierfact" ({columns})"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "{name}\""""


def _build(name: str, *fields: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=[_BUILD.format(name=name, columns=", ".join(f'"{one}"' for one in fields))],
        reverse_sql=[_DROP.format(name=name)],
        state_operations=[
            migrations.AddIndex("dossierfact", models.Index(fields=fields, name=name))
        ],
    )


def _drop(name: str, field: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=[_DROP.format(name=name)],
        reverse_sql=[_BUILD.format(name=name, columns=f'"{field}"')],
        state_operations=[migrations.RemoveIndex("dossierfact", name)],
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("indicators", "0007_nine_by_month")]
    operations = [
        *(_build(f"dossier_fact_{one}_when", one, "received_at") for one in _SHARED),
        *(_drop(f"dossier_fact_{one}", one) for one in _SHARED),
    ]
