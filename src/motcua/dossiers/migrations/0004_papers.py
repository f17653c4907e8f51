from datetime import date
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids

TT_01 = "Thông tư 01/2018/TT-VPCP"
TT_03 = "Thông tư 03/2025/TT-VPCP, Phụ lục I"
ONE_STOP = "Bộ phận Tiếp nhận và Trả kết quả"
CENTRE = "Trung tâm Phục vụ hành chính công"
# In force from 23 November 2018 to 14 September 2025, and from 15 September 2025.
FIRST = (date(2018, 11, 23), date(2025, 9, 14), TT_01, ONE_STOP, "BPTNTKQ")
SECOND = (date(2025, 9, 15), None, TT_03, CENTRE, "TTPVHCC")
RECEIPT = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
SUPPLEMENT = "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
REFUSAL = "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
CONTROL = "Phiếu kiểm soát quá trình giải quyết hồ sơ"
REGISTER = "Sổ theo dõi hồ sơ"
# Circular, form, its number there, its name there, the drawing, and its own symbol if it has one.
FORMS = (
    (FIRST, "receipt", "01", RECEIPT, "receipt", ""),
    (FIRST, "supplement", "02", SUPPLEMENT, "supplement", ""),
    (FIRST, "refusal", "03", REFUSAL, "refusal", ""),
    (FIRST, "apology", "04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "apology", "PXL"),
    (FIRST, "control", "05", CONTROL, "control", ""),
    (FIRST, "register", "06", REGISTER, "register", ""),
    (SECOND, "receipt", "01", RECEIPT, "receipt", ""),
    (SECOND, "supplement", "02", SUPPLEMENT, "supplement", ""),
    (SECOND, "refusal", "03", REFUSAL, "refusal", ""),
    (
        SECOND,
        "apology",
        "04",
        "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        "extension",
        "XLGH",
    ),
    (SECOND, "stop", "05", "Thông báo dừng giải quyết hồ sơ", "stop", "TB"),
    (SECOND, "control", "06", CONTROL, "control", ""),
    (SECOND, "register", "07", REGISTER, "register", ""),
)


def enter_forms(apps: Any, editor: Any) -> None:
    """Enter the forms of both circulars with the days on which they are used."""
    form_model = apps.get_model("dossiers", "PaperForm")
    for circular, form, number, name, layout, symbol in FORMS:
        begins, ends, basis, unit, usual = circular
        form_model.objects.create(
            form=form,
            number=number,
            name=name,
            layout=layout,
            unit=unit,
            symbol=symbol or usual,
            basis=basis,
            valid_from=begins,
            valid_to=ends,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0003_usual_time"),
        ("organisations", "0002_absence_and_delegation"),
    ]

    operations = [
        migrations.AddField(
            model_name="slip",
            name="agency",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="slip",
            name="drawn_by",
            field=models.UUIDField(null=True, verbose_name="mẫu"),
        ),
        migrations.AddField(
            model_name="slip",
            name="fallback",
            field=models.CharField(blank=True, db_default="", max_length=300),
        ),
        migrations.AddField(
            model_name="slip",
            name="number",
            field=models.CharField(blank=True, db_default="", max_length=40, verbose_name="số"),
        ),
        migrations.AddField(
            model_name="slip",
            name="signed",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="slip",
            name="template",
            field=models.UUIDField(null=True, verbose_name="mẫu riêng của cơ quan"),
        ),
        migrations.AlterField(
            model_name="numberseries",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dossier", "hồ sơ"),
                    ("result", "kết quả"),
                    ("receipt", "giấy tiếp nhận"),
                    ("supplement", "yêu cầu bổ sung"),
                    ("refusal", "từ chối tiếp nhận"),
                    ("apology", "xin lỗi"),
                    ("stop", "dừng giải quyết"),
                    ("control", "phiếu kiểm soát"),
                    ("register", "sổ theo dõi"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("receipt", "giấy tiếp nhận"),
                            ("supplement", "yêu cầu bổ sung"),
                            ("refusal", "từ chối tiếp nhận"),
                            ("apology", "xin lỗi"),
                            ("stop", "dừng giải quyết"),
                            ("control", "phiếu kiểm soát"),
                            ("register", "sổ theo dõi"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(max_length=4, verbose_name="mẫu số")),
                ("name", models.CharField(max_length=200)),
                ("layout", models.CharField(max_length=40)),
                ("unit", models.CharField(max_length=120)),
                ("symbol", models.CharField(max_length=20)),
                ("basis", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form", "valid_from"), name="paper_form_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="paper_form_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="stopped",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("reason", models.TextField()),
                ("basis", models.CharField(max_length=300)),
                (
                    "fees",
                    models.CharField(blank=True, max_length=300, verbose_name="xử lý phí, lệ phí"),
                ),
                ("step", models.CharField(blank=True, max_length=200, verbose_name="giai đoạn")),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                        ),
                        name="stop_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("valid_from", models.DateField()),
                ("drafted_by", models.UUIDField()),
                ("drafted_at", models.DateTimeField()),
                ("published_by", models.UUIDField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="templates",
                        to="dossiers.paperform",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at", None)),
                        fields=("form", "agency"),
                        name="paper_template_one_draft",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by", None),
                            models.Q(("published_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_template_published_by_a_second_person",
                    ),
                ],
            },
        ),
        migrations.RunPython(enter_forms, migrations.RunPython.noop),
    ]
