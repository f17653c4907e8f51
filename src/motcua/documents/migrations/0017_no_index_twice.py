"""Drop indexes that others make needless: every file writes them.

Nothing looks for the beginning of a digest.
"""

from django.db import migrations

NEEDLESS = (
    "documents_document_file_id_ac7fcc0b_like",
    "documents_storedfile_digest_4c3e6607_like",
)

# Dropped beside running desks, so that nobody waits for it.
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "{}\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0016_read_between")]

    operations = [
        migrations.RunSQL([_DROP.format(name)], migrations.RunSQL.noop) for name in NEEDLESS
    ]
