"""Dossiers are found by what they share with others: an account, a device, an owner, a minute."""

from django.db import migrations, models

_SHARED = {
    "dossier_fact_account": ["account"],
    "dossier_fact_device": ["device"],
    "dossier_fact_owner": ["owner"],
    "dossier_fact_finished": ["settling_agency", "finished_at"],
}
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "{name}" ON "indicators_dossierfact" ({columns})"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "{name}\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("indicators", "0005_signs_are_counted")]
    operations = [
        migrations.RunSQL(
            sql=[_BUILD.format(name=name, columns=", ".join(f'"{one}"' for one in fields))],
            reverse_sql=[_DROP.format(name=name)],
            state_operations=[
                migrations.AddIndex("dossierfact", models.Index(fields=fields, name=name))
            ],
        )
        for name, fields in _SHARED.items()
    ]
