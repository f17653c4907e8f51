import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0008_fewer_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="LatenessPeriod",
            fields=[
                ("code", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("counted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Timeliness",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="timeliness",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("procedure", models.UUIDField()),
                ("sector", models.UUIDField()),
                ("agency", models.UUIDField()),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("early", "trước hạn"),
                            ("on_time", "đúng hạn"),
                            ("late", "trễ hạn"),
                            ("overdue", "đang quá hạn"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(verbose_name="lúc có kết quả, hoặc lúc đếm khi chưa xong"),
                ),
                (
                    "days_late",
                    models.SmallIntegerField(default=0, verbose_name="số ngày làm việc quá hạn"),
                ),
                ("step", models.CharField(blank=True, max_length=200)),
                ("step_agency", models.UUIDField(null=True)),
                ("cause", models.CharField(blank=True, max_length=20)),
                (
                    "cause_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("records", "tính từ dữ liệu đã ghi"),
                            ("apology", "theo phiếu xin lỗi"),
                        ],
                        max_length=10,
                    ),
                ),
                ("cause_step", models.CharField(blank=True, max_length=200)),
                ("cause_agency", models.UUIDField(null=True)),
                ("cause_minutes", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["standing", "ended_at", "dossier"], name="timeliness_of_all"
                    ),
                    models.Index(
                        fields=["sector", "standing", "ended_at", "dossier"],
                        name="timeliness_of_sector",
                    ),
                    models.Index(
                        fields=["agency", "standing", "ended_at", "dossier"],
                        name="timeliness_of_agency",
                    ),
                    models.Index(
                        fields=["procedure", "standing", "ended_at", "dossier"],
                        name="timeliness_of_procedure",
                    ),
                    models.Index(
                        condition=models.Q(("standing__in", ["late", "overdue"])),
                        fields=["step", "standing", "ended_at", "dossier"],
                        name="timeliness_of_step",
                    ),
                    models.Index(
                        condition=models.Q(("standing__in", ["late", "overdue"])),
                        fields=["cause", "standing", "ended_at", "dossier"],
                        name="timeliness_of_cause",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("standing__in", ["late", "overdue"]),
                                ("days_late__gte", 1),
                                models.Q(("cause", ""), ("cause_source", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("standing__in", ["late", "overdue"]), _negated=True),
                                ("cause", ""),
                                ("days_late", 0),
                            ),
                            _connector="OR",
                        ),
                        name="timeliness_late_has_a_cause",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LatenessFigure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("all", "cả tỉnh"),
                            ("sector", "lĩnh vực"),
                            ("agency", "cơ quan"),
                            ("procedure", "thủ tục"),
                            ("step", "bước"),
                            ("cause", "nguyên nhân"),
                        ],
                        max_length=10,
                    ),
                ),
                ("scope", models.UUIDField(null=True, verbose_name="trong cơ quan")),
                ("key", models.CharField(blank=True, max_length=200)),
                ("early", models.IntegerField()),
                ("on_time", models.IntegerField()),
                ("late", models.IntegerField()),
                ("overdue", models.IntegerField()),
                (
                    "median_days",
                    models.SmallIntegerField(null=True, verbose_name="một nửa trễ nhiều nhất"),
                ),
                (
                    "ninetieth_days",
                    models.SmallIntegerField(null=True, verbose_name="9 trong 10 trễ nhiều nhất"),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="dossiers.latenessperiod",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "dimension", "scope", "key"),
                        name="lateness_figure_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
