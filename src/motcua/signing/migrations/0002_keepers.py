"""Who keeps the key of a certificate, and signatures that somebody outside makes."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("signing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignatureRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="signing.certificate",
                    ),
                ),
                ("subject", models.UUIDField()),
                ("act", models.CharField(max_length=20)),
                ("key", models.UUIDField(verbose_name="việc hoặc phiếu cần ký")),
                ("name", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=20)),
                ("shown_digest", models.CharField(max_length=64)),
                ("prepared", models.UUIDField(verbose_name="tệp chờ ký")),
                ("hole_begins", models.IntegerField()),
                ("hole_ends", models.IntegerField()),
                ("attributes", models.BinaryField()),
                ("answer", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "đang ký"),
                            ("made", "đã ký"),
                            ("failed", "không ký được"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.IntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=300)),
                ("document", models.UUIDField(null=True)),
                ("by", models.UUIDField()),
                ("agency", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="certificate",
            name="keeper",
            field=models.CharField(
                choices=[
                    ("key_file", "tệp khóa của hệ thống"),
                    ("token", "thiết bị PKCS#11"),
                    ("remote", "dịch vụ ký số từ xa"),
                ],
                db_default="key_file",
                default="key_file",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="key_name",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="signature",
            name="level",
            field=models.CharField(
                choices=[("B-B", "B-B"), ("B-T", "B-T"), ("B-LTA", "B-LTA")],
                db_default="B-B",
                default="B-B",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="message_digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddField(
            model_name="signature",
            name="shown_digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="key_file",
            field=models.CharField(blank=True, max_length=200),
        ),
        AddConstraintNotValid(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("keeper", "key_file"),
                        ("key_name", ""),
                        models.Q(("key_file", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("keeper", "key_file"), _negated=True),
                        ("key_file", ""),
                        models.Q(("key_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="certificate_names_its_key",
            ),
        ),
        migrations.AddIndex(
            model_name="signaturerequest",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["asked_at"],
                name="signature_request_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="signaturerequest",
            index=models.Index(fields=["key", "act", "asked_at"], name="signature_request_key"),
        ),
        migrations.AddIndex(
            model_name="signaturerequest",
            index=models.Index(fields=["subject"], name="signature_request_subject"),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("act", "key"),
                name="signature_request_one_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "made"), _negated=True),
                    ("document__isnull", False),
                    _connector="OR",
                ),
                name="signature_request_made_has_a_document",
            ),
        ),
    ]
