"""What was just handed in goes into the index of names at once.

A search asks for a hundred stretches of time and read everything that waited to be sorted in for
each of them: at ten million dossiers 370 ms instead of 3, while whoever filled the list paid for
sorting it in.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

_AT_ONCE = """
ALTER INDEX dossier_findable SET (fastupdate = off);
SELECT gin_clean_pending_list('dossier_findable');
"""
_LATER = "ALTER INDEX dossier_findable SET (fastupdate = on)"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0024_never_accepted")]
    operations = [
        migrations.RunSQL(
            _AT_ONCE,
            _LATER,
            state_operations=[
                migrations.RemoveIndex("dossier", "dossier_findable"),
                migrations.AddIndex(
                    "dossier",
                    django.contrib.postgres.indexes.GinIndex(
                        models.Func(
                            "search",
                            "receiving_agency",
                            "settling_agency",
                            "submitted_at",
                            function="motcua_findable",
                        ),
                        fastupdate=False,
                        name="dossier_findable",
                    ),
                ),
            ],
        ),
    ]
