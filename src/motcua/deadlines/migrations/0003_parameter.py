"""Numbers of the law that the province sets from a day on."""

from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_office_hours")]

    operations = [
        migrations.CreateModel(
            name="Parameter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("answer_within", "answer_within"),
                            ("warn_holder_at", "warn_holder_at"),
                            ("warn_head_at", "warn_head_at"),
                            ("apology_before", "apology_before"),
                        ],
                        max_length=40,
                    ),
                ),
                ("value", models.CharField(max_length=40)),
                ("valid_from", models.DateField()),
                ("basis", models.CharField(max_length=300)),
                ("set_by", models.UUIDField()),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="parameter",
            constraint=models.UniqueConstraint(fields=("key", "valid_from"), name="parameter_once"),
        ),
        migrations.AddConstraint(
            model_name="parameter",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="parameter_has_a_basis"
            ),
        ),
    ]
