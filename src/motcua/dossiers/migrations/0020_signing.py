"""Drafts that signers have read, and dossiers signed together."""

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0019_store_and_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkSigning",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("signer", models.UUIDField()),
                ("agency", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["asked_at"],
                        name="bulk_signing_open",
                    ),
                    models.Index(fields=["signer", "asked_at"], name="bulk_signing_signer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShownDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("task", models.UUIDField(verbose_name="bước ký")),
                ("signer", models.UUIDField()),
                ("document", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("facts_digest", models.CharField(max_length=64)),
                ("revision", models.IntegerField()),
                ("shown_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shown_drafts",
                        to="dossiers.dossier",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("task", models.UUIDField(verbose_name="bước ký")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "chờ ký"),
                            ("asked", "chờ nơi giữ khóa"),
                            ("signed", "đã ký"),
                            ("failed", "không ký được"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="lý do không ký được"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "bulk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="dossiers.bulksigning",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.showndraft",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="showndraft",
            constraint=models.UniqueConstraint(
                fields=("dossier", "task", "signer", "facts_digest"), name="shown_draft_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(fields=("bulk", "dossier"), name="bulk_item_once"),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "asked"))),
                fields=("task",),
                name="bulk_item_one_open_per_step",
            ),
        ),
    ]
