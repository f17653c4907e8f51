import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0015_supplement_answered_by")]

    operations = [
        migrations.CreateModel(
            name="Assistance",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="assistance",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("helper", models.UUIDField(verbose_name="người khai hộ")),
                (
                    "agency",
                    models.UUIDField(null=True, verbose_name="cơ quan của người khai hộ"),
                ),
                ("began_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sign_in", "tự đăng nhập xác nhận"),
                            ("code", "đọc mã xác nhận cho người khai hộ"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at", None),
                            ("confirmed_by", ""),
                        )
                        | models.Q(
                            ("confirmed_at__isnull", False),
                            models.Q(("confirmed_by", ""), _negated=True),
                        ),
                        name="assistance_confirmed_somehow",
                    )
                ],
            },
        ),
    ]
