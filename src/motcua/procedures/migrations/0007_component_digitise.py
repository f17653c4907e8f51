"""Why the papers of a component must be digitised, or that they need not."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "0006_component_file_types_known")]
    operations = [
        migrations.AddField(
            model_name="component",
            name="digitise",
            field=models.CharField(
                choices=[
                    ("result", "kết quả của thủ tục khác"),
                    ("law", "pháp luật chuyên ngành yêu cầu"),
                    ("province", "tỉnh yêu cầu để quản lý"),
                    ("request", "khi người nộp đề nghị"),
                    ("never", "không số hóa"),
                ],
                db_default="request",
                default="request",
                max_length=10,
            ),
        ),
        AddConstraintNotValid(
            model_name="component",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("digitise__in", ["result", "law", "province", "request", "never"])
                ),
                name="component_digitise_known",
            ),
        ),
    ]
