"""The province writes code lists of its own."""

from django.db import migrations, models
from django.db.models import F, Q

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("forms", "0006_names_of_published")]

    operations = [
        migrations.CreateModel(
            name="CodeList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("version", models.IntegerField()),
                ("title", models.JSONField()),
                ("basis", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("options", models.JSONField()),
                ("drafted_by", models.UUIDField(null=True)),
                ("drafted_at", models.DateTimeField()),
                ("published_by", models.UUIDField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["name", "version"], name="code_list_version_once"
                    ),
                    models.UniqueConstraint(
                        fields=["name"], condition=Q(published_at=None), name="code_list_one_draft"
                    ),
                    models.CheckConstraint(
                        name="code_list_published_by_a_second_person",
                        condition=Q(published_by=None)
                        | Q(drafted_by=None)
                        | ~Q(published_by=F("drafted_by")),
                    ),
                ],
            },
        ),
    ]
