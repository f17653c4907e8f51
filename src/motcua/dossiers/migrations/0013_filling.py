import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0012_obligation")]

    operations = [
        migrations.CreateModel(
            name="Filling",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="filling",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("revision", models.IntegerField(default=0)),
                ("pages", models.JSONField(default=dict)),
                (
                    "place",
                    models.CharField(blank=True, max_length=60, verbose_name="trang đang khai dở"),
                ),
                ("saved_at", models.DateTimeField(null=True)),
                ("sources", models.JSONField(default=dict)),
            ],
        ),
    ]
