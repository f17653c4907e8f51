import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0013_filling")]

    operations = [
        migrations.CreateModel(
            name="AnswersVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("wrapped_key", models.BinaryField()),
                ("sealed", models.BinaryField()),
                ("stated_by", models.UUIDField()),
                ("stated_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers_versions",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers_before",
                        to="dossiers.supplementrequest",
                    ),
                ),
            ],
        ),
    ]
