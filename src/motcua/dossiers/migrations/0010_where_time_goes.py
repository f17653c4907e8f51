from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0009_timeliness"),
    ]

    operations = [
        migrations.CreateModel(
            name="StepFigure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("procedure", models.UUIDField()),
                ("node", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("begins_minutes", models.IntegerField(verbose_name="sau khi tiếp nhận")),
                ("waiting_minutes", models.IntegerField()),
                ("working_minutes", models.IntegerField()),
                ("paused_minutes", models.IntegerField()),
                (
                    "ninetieth_minutes",
                    models.IntegerField(verbose_name="9 trong 10 lượt chờ và làm nhiều nhất"),
                ),
                ("dossiers", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("procedure", "node"), name="step_figure")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcedureTime",
            fields=[
                ("procedure", models.UUIDField(primary_key=True, serialize=False)),
                ("dossiers", models.IntegerField()),
                ("counted", models.IntegerField()),
                ("median_days", models.SmallIntegerField(null=True)),
                ("ninetieth_days", models.SmallIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-dossiers", "-procedure"], name="procedure_time_by_many")
                ],
            },
        ),
    ]
