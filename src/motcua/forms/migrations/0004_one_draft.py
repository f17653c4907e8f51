"""One draft of a form at a time; whoever proposed a version does not publish it."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q

# Built beside running desks, so that nobody waits for it.
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "form_one_draft" ON "forms_formversion" ("code")
WHERE "published_at" IS NULL"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "form_one_draft\""""
_FORGET = """-- squawk-ignore ban-drop-constraint
ALTER TABLE "forms_formversion" DROP CONSTRAINT IF EXISTS
"form_published_by_a_second_person\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("forms", "0003_drafts")]

    operations = [
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddConstraint(
                    "formversion",
                    models.UniqueConstraint(
                        fields=["code"], condition=Q(published_at=None), name="form_one_draft"
                    ),
                ),
            ],
        ),
        migrations.RunSQL([_FORGET], migrations.RunSQL.noop),
        AddConstraintNotValid(
            "formversion",
            models.CheckConstraint(
                name="form_published_by_a_second_person",
                condition=Q(published_by=None)
                | Q(proposed_by=None)
                | ~Q(published_by=F("proposed_by")),
            ),
        ),
    ]
