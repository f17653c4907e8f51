"""Who was given which paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_original")]
    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.UUIDField()),
                ("subject", models.UUIDField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("agency", models.UUIDField(null=True)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("own", "chủ giấy tờ tự xem"),
                            ("helping", "người khai hộ xem"),
                            ("duty", "giải quyết hồ sơ"),
                            ("identity", "xem ảnh giấy tờ tùy thân"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["document", "at"], name="reading_document"),
                    models.Index(fields=["subject", "at"], name="reading_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("why", "identity"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reading_of_identity_has_reason",
                    )
                ],
            },
        ),
    ]
