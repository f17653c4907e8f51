"""Forms that applicants sign with a certificate of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0020_signing"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignedForm",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="signed_form",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("given", models.UUIDField(verbose_name="tờ khai để ký")),
                ("answers_digest", models.CharField(max_length=64)),
                ("given_at", models.DateTimeField()),
                ("signed", models.UUIDField(null=True, verbose_name="tờ khai đã ký")),
                ("signer", models.CharField(blank=True, max_length=200)),
                ("serial", models.CharField(blank=True, max_length=60)),
                ("signed_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
