"""Drop indexes that others make needless: every scanned page writes them.

Their column leads another index, or nothing looks for the beginning of such a code.
"""

import django.db.models.deletion
from django.db import migrations, models

NEEDLESS = (
    "digitisation_batchentry_batch_id_ee0759b8",
    "digitisation_digitalcopy_batch_id_4d70a8c3",
    "digitisation_digitalcopy_agency_id_24d64f64",
    "digitisation_digitalcopy_code_61b4ac81_like",
    "digitisation_scannedpage_copy_id_21f37fdc",
)

# Dropped beside running desks, so that nobody waits for it.
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "{}\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("digitisation", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL([_DROP.format(name)], migrations.RunSQL.noop) for name in NEEDLESS
            ],
            state_operations=[
                migrations.AlterField(
                    "batchentry",
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="digitisation.batch",
                    ),
                ),
                migrations.AlterField(
                    "digitalcopy",
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                migrations.AlterField(
                    "digitalcopy",
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="digitisation.batch",
                    ),
                ),
                migrations.AlterField(
                    "scannedpage",
                    "copy",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="digitisation.digitalcopy",
                    ),
                ),
            ],
        ),
    ]
