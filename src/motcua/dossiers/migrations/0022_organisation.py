"""Dossiers in the name of an organisation."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# Added and looked at in two steps, and built beside running desks, so that nobody waits.
_COLUMN = """ALTER TABLE "dossiers_dossier" ADD COLUMN IF NOT EXISTS "organisation_id" uuid NULL"""
_FORGET = """-- squawk-ignore ban-drop-constraint
ALTER TABLE "dossiers_dossier" DROP CONSTRAINT IF EXISTS "dossier_organisation_fk\""""
_KEY = """ALTER TABLE "dossiers_dossier" ADD CONSTRAINT "dossier_organisation_fk"
FOREIGN KEY ("organisation_id") REFERENCES "people_organisation" ("id")
DEFERRABLE INITIALLY DEFERRED NOT VALID"""
_CHECKED = """-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "dossiers_dossier" VALIDATE CONSTRAINT "dossier_organisation_fk\""""
_BACK = """ALTER TABLE "dossiers_dossier" DROP COLUMN "organisation_id\""""
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "dossier_of_organisation"
ON "dossiers_dossier" ("organisation_id", "opened_at" DESC, "id" DESC)
WHERE "organisation_id" IS NOT NULL"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "dossier_of_organisation\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0021_signed_form"), ("people", "0003_organisations")]

    operations = [
        migrations.RunSQL(
            sql=[_COLUMN, _FORGET, _KEY, _CHECKED],
            reverse_sql=[_BACK],
            state_operations=[
                migrations.AddField(
                    "dossier",
                    "organisation",
                    models.ForeignKey(
                        "people.organisation",
                        on_delete=django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="+",
                        db_index=False,
                    ),
                )
            ],
        ),
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    "dossier",
                    models.Index(
                        fields=["organisation", "-opened_at", "-id"],
                        name="dossier_of_organisation",
                        condition=Q(organisation__isnull=False),
                    ),
                )
            ],
        ),
    ]
