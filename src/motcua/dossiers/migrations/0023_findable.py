"""Names with where and when they were handed in, so that a common name is found near by first."""

import django.contrib.postgres.indexes
from django.db import migrations, models

_FUNCTION = """
CREATE FUNCTION motcua_findable(
    words tsvector, receiving uuid, settling uuid, submitted timestamp with time zone
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN words || array_to_tsvector(
    array_remove(ARRAY[
        '@' || receiving::text, '@' || settling::text,
        '#' || extract(year FROM submitted AT TIME ZONE 'Asia/Ho_Chi_Minh')::int::text,
        '#' || extract(year FROM submitted AT TIME ZONE 'Asia/Ho_Chi_Minh')::int::text || '-' || lpad(
            extract(month FROM submitted AT TIME ZONE 'Asia/Ho_Chi_Minh')::int::text, 2, '0'
        )
    ], NULL)
)"""
# Built beside running desks, so that nobody waits for it.
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY "dossier_findable" ON "dossiers_dossier"
USING gin (
    (motcua_findable("search", "receiving_agency_id", "settling_agency_id", "submitted_at"))
)"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "dossier_findable\""""
_OLD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "dossier_search\""""
_OLD_AGAIN = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY "dossier_search" ON "dossiers_dossier" USING gin ("search")"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0022_organisation"), ("events", "0002_search_document")]

    operations = [
        migrations.RunSQL(
            [_FUNCTION], ["DROP FUNCTION motcua_findable(tsvector, uuid, uuid, timestamptz)"]
        ),
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    "dossier",
                    django.contrib.postgres.indexes.GinIndex(
                        models.Func(
                            models.F("search"),
                            models.F("receiving_agency"),
                            models.F("settling_agency"),
                            models.F("submitted_at"),
                            function="motcua_findable",
                        ),
                        name="dossier_findable",
                    ),
                )
            ],
        ),
        migrations.RunSQL(
            sql=[_OLD],
            reverse_sql=[_OLD_AGAIN],
            state_operations=[migrations.RemoveIndex("dossier", "dossier_search")],
        ),
    ]
