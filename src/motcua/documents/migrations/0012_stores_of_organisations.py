"""Stores of organisations beside those of persons: one owner each, never both."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

# The rows there are all have an owner and no organisation; nobody waits while that is looked at.
_COLUMN = """ALTER TABLE "documents_storedpaper"
ADD COLUMN IF NOT EXISTS "organisation_id" uuid NULL"""
_FORGET = """-- squawk-ignore ban-drop-constraint
ALTER TABLE "documents_storedpaper" DROP CONSTRAINT IF EXISTS "{}\""""
_KEY = """ALTER TABLE "documents_storedpaper" ADD CONSTRAINT "stored_paper_organisation_fk"
FOREIGN KEY ("organisation_id") REFERENCES "people_organisation" ("id")
DEFERRABLE INITIALLY DEFERRED NOT VALID"""
_CHECKED = """-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "documents_storedpaper" VALIDATE CONSTRAINT "stored_paper_organisation_fk\""""
_BACK = """ALTER TABLE "documents_storedpaper" DROP COLUMN "organisation_id\""""
# The release before asks for papers by their person, so it never meets one without.
_OWNER = """-- squawk-ignore ban-drop-not-null
ALTER TABLE "documents_storedpaper" ALTER COLUMN "owner_id" DROP NOT NULL"""
_OWNER_BACK = """-- squawk-ignore adding-not-nullable-field
ALTER TABLE "documents_storedpaper" ALTER COLUMN "owner_id" SET NOT NULL"""
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "stored_paper_organisation"
ON "documents_storedpaper" ("organisation_id", "put_at" DESC, "id" DESC)
WHERE "organisation_id" IS NOT NULL AND "removed_at" IS NULL"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "stored_paper_organisation\""""


def _refers(to: str) -> "models.ForeignKey[models.Model | None]":
    return models.ForeignKey(
        to,
        on_delete=django.db.models.deletion.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0011_evidence"), ("people", "0003_organisations")]

    operations = [
        migrations.RunSQL(
            sql=[_COLUMN, _FORGET.format("stored_paper_organisation_fk"), _KEY, _CHECKED],
            reverse_sql=[_BACK],
            state_operations=[
                migrations.AddField("storedpaper", "organisation", _refers("people.organisation"))
            ],
        ),
        migrations.RunSQL(
            sql=[_OWNER],
            reverse_sql=[_OWNER_BACK],
            state_operations=[
                migrations.AlterField("storedpaper", "owner", _refers("people.person"))
            ],
        ),
        migrations.RunSQL([_FORGET.format("stored_paper_has_one_owner")], migrations.RunSQL.noop),
        AddConstraintNotValid(
            "storedpaper",
            models.CheckConstraint(
                name="stored_paper_has_one_owner",
                condition=Q(owner__isnull=False, organisation=None)
                | Q(owner=None, organisation__isnull=False),
            ),
        ),
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    "storedpaper",
                    models.Index(
                        fields=["organisation", "-put_at", "-id"],
                        condition=Q(organisation__isnull=False, removed_at=None),
                        name="stored_paper_organisation",
                    ),
                )
            ],
        ),
    ]
