"""Who confirms a single signature with a code is a number of the law too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0003_parameter"),
    ]

    operations = [
        migrations.AlterField(
            model_name="parameter",
            name="key",
            field=models.CharField(
                choices=[
                    ("answer_within", "answer_within"),
                    ("warn_holder_at", "warn_holder_at"),
                    ("warn_head_at", "warn_head_at"),
                    ("apology_before", "apology_before"),
                    ("sign_with_code", "sign_with_code"),
                ],
                max_length=40,
            ),
        ),
    ]
