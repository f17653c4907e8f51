"""Financial obligations of applicants."""

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0011_to_answer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("notice", models.CharField(max_length=200, verbose_name="số thông báo")),
                ("demanded_by", models.UUIDField()),
                ("demanded_at", models.DateTimeField()),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="chứng từ")),
                ("met_by", models.UUIDField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["dossier", "demanded_at"], name="obligation_dossier")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("met_at", None)),
                        fields=("dossier",),
                        name="obligation_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notice", ""), _negated=True),
                        name="obligation_names_its_notice",
                    ),
                ],
            },
        ),
    ]
