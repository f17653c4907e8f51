"""What was just entered goes into the index of words at once; searches read no list of it."""

import django.contrib.postgres.indexes
from django.db import migrations

_AT_ONCE = """
ALTER INDEX entry_search SET (fastupdate = off);
SELECT gin_clean_pending_list('entry_search');
"""
_LATER = "ALTER INDEX entry_search SET (fastupdate = on)"


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial")]
    operations = [
        migrations.RunSQL(
            _AT_ONCE,
            _LATER,
            state_operations=[
                migrations.RemoveIndex("entry", "entry_search"),
                migrations.AddIndex(
                    "entry",
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], fastupdate=False, name="entry_search"
                    ),
                ),
            ],
        ),
    ]
