from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_turn"),
    ]

    operations = [
        migrations.CreateModel(
            name="UsualTime",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("procedure", models.UUIDField()),
                ("node", models.CharField(max_length=200)),
                ("median_minutes", models.IntegerField()),
                ("ninetieth_minutes", models.IntegerField()),
                ("dossiers", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("procedure", "node"), name="usual_time")
                ],
            },
        ),
    ]
