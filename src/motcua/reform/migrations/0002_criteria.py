"""Scoring templates, and the assessments that agencies make of themselves."""

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("reform", "0001_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScoringTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField()),
                ("drafted_by", models.UUIDField()),
                ("drafted_at", models.DateTimeField()),
                ("published_by", models.UUIDField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "index",
                    models.CharField(
                        choices=[
                            ("PAR", "Chỉ số cải cách hành chính (PAR Index)"),
                            ("SIPAS", "Chỉ số hài lòng (SIPAS)"),
                            ("PCI", "Chỉ số năng lực cạnh tranh cấp tỉnh (PCI)"),
                            ("DTI", "Chỉ số chuyển đổi số (DTI)"),
                            ("PAPI", "Chỉ số hiệu quả quản trị và hành chính công (PAPI)"),
                        ],
                        max_length=10,
                        verbose_name="chỉ số",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("basis", models.CharField(max_length=300, verbose_name="căn cứ")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="tổng điểm tối đa"
                    ),
                ),
                (
                    "most_bonus",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="điểm thưởng tối đa"
                    ),
                ),
                (
                    "most_penalty",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="điểm trừ tối đa"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reform.scoringtemplate",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("agency", models.UUIDField()),
                ("held_by", models.UUIDField()),
                ("due_on", models.DateField(verbose_name="hạn tự chấm")),
                ("opened_at", models.DateTimeField()),
                ("submitted_by", models.UUIDField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "appraised_at",
                    models.DateTimeField(
                        null=True, verbose_name="thẩm định xong, đề nghị giải trình"
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="reform.scoringtemplate",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.SmallIntegerField()),
                ("code", models.CharField(max_length=12, verbose_name="mã")),
                ("name", models.CharField(max_length=500, verbose_name="nội dung")),
                (
                    "most",
                    models.DecimalField(decimal_places=2, max_digits=7, verbose_name="điểm tối đa"),
                ),
                (
                    "scored_by",
                    models.CharField(
                        choices=[("self", "tự chấm"), ("survey", "điều tra xã hội học")],
                        default="self",
                        max_length=6,
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="số liệu của hệ thống"
                    ),
                ),
                (
                    "full_at",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, null=True, verbose_name="đủ điểm từ %"
                    ),
                ),
                (
                    "none_under",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, null=True, verbose_name="không điểm dưới %"
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="tài liệu kiểm chứng cần có"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CriterionScore",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("counted_part", models.BigIntegerField(null=True)),
                ("counted_whole", models.BigIntegerField(null=True)),
                (
                    "counted_points",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, null=True, verbose_name="điểm theo số liệu"
                    ),
                ),
                ("counted_at", models.DateTimeField(null=True)),
                (
                    "own_points",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, null=True, verbose_name="điểm tự chấm"
                    ),
                ),
                ("own_note", models.CharField(blank=True, max_length=1000, verbose_name="lý giải")),
                ("scored_by", models.UUIDField(null=True)),
                (
                    "appraised_points",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, null=True, verbose_name="điểm thẩm định"
                    ),
                ),
                (
                    "appraised_note",
                    models.CharField(blank=True, max_length=1000, verbose_name="lý do thẩm định"),
                ),
                ("appraised_by", models.UUIDField(null=True)),
                (
                    "explanation",
                    models.CharField(blank=True, max_length=1000, verbose_name="giải trình"),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="reform.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reform.criterion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=300, verbose_name="tên, số, ký hiệu, ngày ban hành"
                    ),
                ),
                ("document", models.UUIDField(null=True)),
                ("added_by", models.UUIDField()),
                ("added_at", models.DateTimeField()),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="reform.criterionscore",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="điểm, âm là trừ"
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="lý do, căn cứ")),
                ("given_by", models.UUIDField()),
                ("given_at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="reform.assessment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points", 0), _negated=True),
                        name="adjustment_is_something",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="criterionscore",
            constraint=models.UniqueConstraint(
                fields=("assessment", "criterion"), name="score_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionscore",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("own_points", None), ("own_points__gte", 0), _connector="OR"),
                    models.Q(
                        ("appraised_points", None), ("appraised_points__gte", 0), _connector="OR"
                    ),
                ),
                name="score_not_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                fields=("template", "code"), name="criterion_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                fields=("template", "place"), name="criterion_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("none_under", None), ("none_under__lt", models.F("full_at")), _connector="OR"
                ),
                name="criterion_full_above_none",
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["held_by", "year"], name="assessment_held_by"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("year", "agency", "template"), name="assessment_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("appraised_at", None), ("submitted_at__isnull", False), _connector="OR"
                    ),
                    models.Q(("closed_at", None), ("appraised_at__isnull", False), _connector="OR"),
                ),
                name="assessment_steps_in_order",
            ),
        ),
    ]
