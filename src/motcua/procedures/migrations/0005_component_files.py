"""What a component asks of the files attached for it."""

import django.contrib.postgres.fields
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "0004_lawful_pauses")]
    operations = [
        migrations.AddField(
            model_name="component",
            name="file_types",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="component",
            name="is_identity",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="component",
            name="keeps_original",
            field=models.BooleanField(db_default=False, default=False),
        ),
        AddConstraintNotValid(
            model_name="component",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("file_types__contained_by", ["application/pdf", "image/jpeg", "image/png"])
                ),
                name="component_file_types_known",
            ),
        ),
    ]
