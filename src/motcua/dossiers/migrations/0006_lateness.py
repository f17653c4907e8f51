"""What follows from limits that run out, and due moments that move."""

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0003_parameter"),
        ("dossiers", "0005_register"),
        ("organisations", "0002_absence_and_delegation"),
    ]

    operations = [
        migrations.CreateModel(
            name="LateCause",
            fields=[
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="late_cause_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("supplement", "Tạm dừng chờ bổ sung"),
                            ("obligation", "Tạm dừng chờ nghĩa vụ tài chính"),
                            ("opinion", "Tạm dừng chờ ý kiến"),
                            ("resumed", "Tính tiếp sau khi tạm dừng"),
                            ("calendar", "Lịch làm việc thay đổi"),
                            ("checked", "Kiểm tra hằng đêm"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(max_length=300)),
                (
                    "since",
                    models.DateField(null=True, verbose_name="ngày đầu tiên có thể khác"),
                ),
                ("by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("expected", models.IntegerField(default=0, verbose_name="dự kiến đổi")),
                ("moved", models.IntegerField(default=0, verbose_name="đã đổi")),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deadlines.calendar",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DueChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("old_due_at", models.DateTimeField(null=True)),
                ("new_due_at", models.DateTimeField(null=True)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("supplement", "Tạm dừng chờ bổ sung"),
                            ("obligation", "Tạm dừng chờ nghĩa vụ tài chính"),
                            ("opinion", "Tạm dừng chờ ý kiến"),
                            ("resumed", "Tính tiếp sau khi tạm dừng"),
                            ("calendar", "Lịch làm việc thay đổi"),
                            ("checked", "Kiểm tra hằng đêm"),
                        ],
                        max_length=10,
                    ),
                ),
                ("by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="due_changes",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "recount",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="dossiers.recount",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DueNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("warn_holder", "warn_holder"),
                            ("warn_head", "warn_head"),
                            ("apology_owed", "apology_owed"),
                            ("overdue", "overdue"),
                            ("apology_missed", "apology_missed"),
                            ("late_again", "late_again"),
                            ("answer_overdue", "answer_overdue"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("told", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="due_notices",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["stage", "at"], name="due_notice_by_stage")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "due_at", "stage"), name="due_notice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Apology",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="apology",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("explanation", models.CharField(blank=True, max_length=1000)),
                ("old_due_at", models.DateTimeField()),
                ("new_due_at", models.DateTimeField(verbose_name="hẹn lại")),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.latecause",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("signed_at", None)),
                        fields=["written_at"],
                        name="apology_to_sign",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("new_due_at__gt", models.F("old_due_at"))),
                        name="apology_names_a_later_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="apology_signed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="recount",
            index=models.Index(fields=["-at", "-id"], name="recount_newest"),
        ),
        migrations.AddIndex(
            model_name="duechange",
            index=models.Index(fields=["dossier", "at"], name="due_change_of_dossier"),
        ),
        migrations.AddIndex(
            model_name="duechange",
            index=models.Index(
                condition=models.Q(("recount__isnull", False)),
                fields=["recount", "id"],
                name="due_change_of_recount",
            ),
        ),
    ]
