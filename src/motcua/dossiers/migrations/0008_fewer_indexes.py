"""Drop indexes that others make needless: every act on a dossier writes all of them.

Five belong to foreign keys whose column leads another index or is never looked up by; two serve
searches for the beginning of a code, which nothing does: codes are found whole.
"""

import django.db.models.deletion
from django.db import migrations, models

NEEDLESS = (
    "dossiers_dossier_submission_code_a79d584f_like",
    "dossiers_dossier_number_214803fc_like",
    "dossiers_dossier_applicant_id_3ba18564",
    "dossiers_dossier_assisting_agency_id_a796bde8",
    "dossiers_dossier_procedure_id_4e0e78d6",
    "dossiers_dossier_receiving_agency_id_d0b091b4",
    "dossiers_dossier_settling_agency_id_10c28d66",
)

# Dropped beside running desks, so that nobody waits for it.
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "{}\""""


def to_agency() -> "models.ForeignKey[object, object]":
    """Return the column of an agency, without an index of its own."""
    return models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="organisations.agency",
    )


def to(table: str) -> "models.ForeignKey[object, object]":
    """Return the column of another table, without an index of its own."""
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=table
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0007_late_causes_entered")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL([_DROP.format(name)], migrations.RunSQL.noop) for name in NEEDLESS
            ],
            state_operations=[
                migrations.AlterField("dossier", "receiving_agency", to_agency()),
                migrations.AlterField("dossier", "settling_agency", to_agency()),
                migrations.AlterField("dossier", "assisting_agency", to_agency()),
                migrations.AlterField("dossier", "applicant", to("people.person")),
                migrations.AlterField("dossier", "procedure", to("procedures.procedureversion")),
            ],
        ),
    ]
