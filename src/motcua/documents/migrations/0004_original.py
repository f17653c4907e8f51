"""Pictures as they were sent, sealed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_upload")]
    operations = [
        migrations.CreateModel(
            name="Original",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("wrapped_key", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 của tệp đã gửi")),
                ("size", models.BigIntegerField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
    ]
