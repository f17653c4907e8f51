"""Drop indexes that others make needless: every paper and hand-over writes them.

Their column leads another index, or nothing looks for the beginning of such a code.
"""

import django.db.models.deletion
from django.db import migrations, models

NEEDLESS = (
    "dossiers_attachment_dossier_id_435188db",
    "dossiers_bulkitem_bulk_id_a832f26f",
    "dossiers_consultation_dossier_id_1c8e3dd1",
    "dossiers_handover_dossier_id_b0ea5f86",
    "dossiers_showndraft_dossier_id_a665e8db",
    "dossiers_slip_dossier_id_f78ce3dc",
    "dossiers_supplementrequest_dossier_id_9e3c5dda",
    "dossiers_result_verify_code_686d5778_like",
    "dossiers_correction_verify_code_09a550c0_like",
    "dossiers_correction_old_verify_code_12a493c9_like",
)

# Dropped beside running desks, so that nobody waits for it.
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "{}\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0026_of_case_officer")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL([_DROP.format(name)], migrations.RunSQL.noop) for name in NEEDLESS
            ],
            state_operations=[
                migrations.AlterField(
                    "attachment",
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="dossiers.dossier",
                    ),
                ),
                migrations.AlterField(
                    "bulkitem",
                    "bulk",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="dossiers.bulksigning",
                    ),
                ),
                migrations.AlterField(
                    "consultation",
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="dossiers.dossier",
                    ),
                ),
                migrations.AlterField(
                    "handover",
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="dossiers.dossier",
                    ),
                ),
                migrations.AlterField(
                    "showndraft",
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shown_drafts",
                        to="dossiers.dossier",
                    ),
                ),
                migrations.AlterField(
                    "slip",
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="dossiers.dossier",
                    ),
                ),
                migrations.AlterField(
                    "supplementrequest",
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplements",
                        to="dossiers.dossier",
                    ),
                ),
            ],
        ),
    ]
