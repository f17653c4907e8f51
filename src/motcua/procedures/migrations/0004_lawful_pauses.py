"""What a procedure says of the clock while an obligation is met or an opinion is given."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0003_parts_are_frozen"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedureversion",
            name="obligation_basis",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="opinion_basis",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="pause_for_obligation",
            field=models.CharField(
                choices=[
                    ("restart", "tính lại từ đầu"),
                    ("continue", "tính tiếp"),
                    ("none", "không dừng"),
                ],
                db_default="continue",
                default="continue",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="pause_for_opinion",
            field=models.CharField(
                choices=[
                    ("restart", "tính lại từ đầu"),
                    ("continue", "tính tiếp"),
                    ("none", "không dừng"),
                ],
                db_default="none",
                default="none",
                max_length=10,
            ),
        ),
    ]
