"""How facts stood on earlier days, and figures of whole days and months."""

import django.contrib.postgres.fields
from django.db import migrations, models

# The day of the migration for every row: kept once by the database, nothing is rewritten.
_ADD = """ALTER TABLE "indicators_{}" ADD COLUMN "since" date
-- squawk-ignore adding-field-with-default
DEFAULT ((now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) NOT NULL"""
_DROP = 'ALTER TABLE "indicators_{}" DROP COLUMN "since"'


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_genuine_signs"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayFigures",
            fields=[
                ("begins", models.DateTimeField()),
                ("month", models.CharField(max_length=7)),
                ("received", models.IntegerField()),
                ("late_for_good", models.IntegerField()),
                ("finished", models.IntegerField()),
                ("seconds", models.BigIntegerField(verbose_name="từ tiếp nhận đến xong, cộng lại")),
                ("synced", models.IntegerField()),
                ("online", models.IntegerField()),
                ("by_post", models.IntegerField()),
                ("online_as_due", models.IntegerField()),
                ("gives_document", models.IntegerField()),
                ("document_electronic", models.IntegerField()),
                ("result_electronic", models.IntegerField()),
                ("digitised", models.IntegerField()),
                ("digitised_as_due", models.IntegerField()),
                ("reused", models.IntegerField()),
                ("from_store", models.IntegerField()),
                ("population_data", models.IntegerField()),
                ("fee_due", models.IntegerField()),
                ("paid_online", models.IntegerField()),
                ("disliked", models.IntegerField()),
                ("liked", models.IntegerField()),
                ("synced_fee", models.IntegerField()),
                ("synced_population", models.IntegerField()),
                ("submitter_known", models.IntegerField()),
                ("genuine", models.IntegerField()),
                (
                    "open_due",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), null=True, size=None
                    ),
                ),
                ("settling_agency", models.CharField(max_length=35)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "begins",
                        "settling_agency",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PastProcedureFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tier", models.CharField(blank=True, max_length=10)),
                (
                    "settled_by",
                    models.CharField(blank=True, max_length=35, verbose_name="cơ quan giải quyết"),
                ),
                ("settled_here", models.BooleanField()),
                (
                    "online",
                    models.BooleanField(
                        verbose_name="cung cấp trực tuyến một phần hoặc toàn trình"
                    ),
                ),
                ("has_fee", models.BooleanField(verbose_name="có phí, lệ phí")),
                ("gives_document", models.BooleanField(verbose_name="có kết quả là giấy tờ")),
                ("for_citizens", models.BooleanField(verbose_name="công dân thực hiện được")),
                ("content_complete", models.BooleanField(verbose_name="đủ các bộ phận tạo thành")),
                (
                    "reading_words",
                    models.IntegerField(
                        null=True, verbose_name="số chữ của các câu hỏi luôn phải đọc"
                    ),
                ),
                (
                    "since",
                    models.DateField(
                        db_default=models.Func(
                            output_field=models.DateField(),
                            template="(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
                        )
                    ),
                ),
                ("code", models.CharField(max_length=30)),
                ("until", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProcedureFigures",
            fields=[
                ("begins", models.DateTimeField()),
                ("month", models.CharField(max_length=7)),
                ("received", models.IntegerField()),
                ("late_for_good", models.IntegerField()),
                ("finished", models.IntegerField()),
                ("seconds", models.BigIntegerField(verbose_name="từ tiếp nhận đến xong, cộng lại")),
                ("synced", models.IntegerField()),
                ("online", models.IntegerField()),
                ("by_post", models.IntegerField()),
                ("online_as_due", models.IntegerField()),
                ("gives_document", models.IntegerField()),
                ("document_electronic", models.IntegerField()),
                ("result_electronic", models.IntegerField()),
                ("digitised", models.IntegerField()),
                ("digitised_as_due", models.IntegerField()),
                ("reused", models.IntegerField()),
                ("from_store", models.IntegerField()),
                ("population_data", models.IntegerField()),
                ("fee_due", models.IntegerField()),
                ("paid_online", models.IntegerField()),
                ("disliked", models.IntegerField()),
                ("liked", models.IntegerField()),
                ("synced_fee", models.IntegerField()),
                ("synced_population", models.IntegerField()),
                ("submitter_known", models.IntegerField()),
                ("genuine", models.IntegerField()),
                (
                    "open_due",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), null=True, size=None
                    ),
                ),
                ("procedure", models.CharField(max_length=30)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "begins",
                        "procedure",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stale",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("settling_agency", models.CharField(max_length=35)),
                ("procedure", models.CharField(max_length=30)),
                ("begins", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            sql=[_ADD.format("dossierfact")],
            reverse_sql=[_DROP.format("dossierfact")],
            state_operations=[
                migrations.AddField(
                    model_name="dossierfact",
                    name="since",
                    field=models.DateField(
                        db_default=models.Func(
                            output_field=models.DateField(),
                            template="(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
                        )
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            sql=[_ADD.format("procedurefact")],
            reverse_sql=[_DROP.format("procedurefact")],
            state_operations=[
                migrations.AddField(
                    model_name="procedurefact",
                    name="since",
                    field=models.DateField(
                        db_default=models.Func(
                            output_field=models.DateField(),
                            template="(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
                        )
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MonthFigures",
            fields=[
                ("begins", models.DateTimeField()),
                ("month", models.CharField(max_length=7)),
                ("received", models.IntegerField()),
                ("late_for_good", models.IntegerField()),
                ("finished", models.IntegerField()),
                ("seconds", models.BigIntegerField(verbose_name="từ tiếp nhận đến xong, cộng lại")),
                ("synced", models.IntegerField()),
                ("online", models.IntegerField()),
                ("by_post", models.IntegerField()),
                ("online_as_due", models.IntegerField()),
                ("gives_document", models.IntegerField()),
                ("document_electronic", models.IntegerField()),
                ("result_electronic", models.IntegerField()),
                ("digitised", models.IntegerField()),
                ("digitised_as_due", models.IntegerField()),
                ("reused", models.IntegerField()),
                ("from_store", models.IntegerField()),
                ("population_data", models.IntegerField()),
                ("fee_due", models.IntegerField()),
                ("paid_online", models.IntegerField()),
                ("disliked", models.IntegerField()),
                ("liked", models.IntegerField()),
                ("synced_fee", models.IntegerField()),
                ("synced_population", models.IntegerField()),
                ("submitter_known", models.IntegerField()),
                ("genuine", models.IntegerField()),
                (
                    "open_due",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), null=True, size=None
                    ),
                ),
                ("settling_agency", models.CharField(max_length=35)),
                ("procedure", models.CharField(max_length=30)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "procedure",
                        "begins",
                        "settling_agency",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["settling_agency", "begins"], name="month_figures_of_agency"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PastDossierFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("own", "hồ sơ của hệ thống"),
                            ("imported", "nhập từ hệ thống khác"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="mã hồ sơ")),
                ("procedure", models.CharField(max_length=30, verbose_name="mã thủ tục")),
                (
                    "settling_agency",
                    models.CharField(max_length=35, verbose_name="cơ quan giải quyết"),
                ),
                (
                    "receiving_agency",
                    models.CharField(blank=True, max_length=35, verbose_name="cơ quan tiếp nhận"),
                ),
                (
                    "channel",
                    models.SmallIntegerField(
                        choices=[(1, "trực tiếp"), (2, "trực tuyến"), (3, "bưu chính công ích")],
                        verbose_name="kênh thực hiện",
                    ),
                ),
                ("status", models.SmallIntegerField(verbose_name="trạng thái (mã quốc gia)")),
                ("month", models.CharField(blank=True, max_length=7)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True, verbose_name="ngày tiếp nhận")),
                ("due_at", models.DateTimeField(null=True, verbose_name="ngày hẹn trả")),
                (
                    "limit_due_at",
                    models.DateTimeField(
                        null=True, verbose_name="hạn theo thời hạn tối đa, khi không hẹn ngày"
                    ),
                ),
                (
                    "finished_at",
                    models.DateTimeField(null=True, verbose_name="xử lý xong, hoặc dừng"),
                ),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="trả kết quả")),
                ("supplement_requested_at", models.DateTimeField(null=True)),
                ("supplement_done_at", models.DateTimeField(null=True)),
                ("supplement_count", models.SmallIntegerField(default=0)),
                ("fee_due", models.BigIntegerField(default=0)),
                ("paid_online", models.BooleanField(default=False)),
                ("result_electronic", models.BooleanField(default=False)),
                ("component_digitised", models.BooleanField(default=False)),
                ("reused", models.BooleanField(default=False)),
                ("from_store", models.BooleanField(default=False)),
                ("vneid", models.BooleanField(default=False)),
                ("synced", models.BooleanField(default=False)),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[("like", "hài lòng"), ("dislike", "không hài lòng")],
                        max_length=10,
                    ),
                ),
                (
                    "submitter",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "tự nộp"),
                            ("assisted", "được hỗ trợ"),
                            ("officer", "cán bộ nộp"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "device",
                    models.BigIntegerField(
                        null=True, verbose_name="dấu của thiết bị, không đọc ngược được"
                    ),
                ),
                ("reception_seconds", models.IntegerField(null=True)),
                (
                    "account",
                    models.BigIntegerField(
                        null=True, verbose_name="dấu của tài khoản nộp, không đọc ngược được"
                    ),
                ),
                (
                    "owner",
                    models.BigIntegerField(
                        null=True, verbose_name="dấu của chủ hồ sơ, không đọc ngược được"
                    ),
                ),
                (
                    "fill_seconds",
                    models.IntegerField(null=True, verbose_name="từ lúc mở đến lúc nộp"),
                ),
                (
                    "first_due_at",
                    models.DateTimeField(null=True, verbose_name="ngày hẹn trả ban đầu"),
                ),
                (
                    "due_untraced",
                    models.BooleanField(null=True, verbose_name="ngày hẹn khác với lịch sử của nó"),
                ),
                (
                    "result_is_input",
                    models.BooleanField(null=True, verbose_name="tệp kết quả trùng tệp nộp vào"),
                ),
                (
                    "since",
                    models.DateField(
                        db_default=models.Func(
                            output_field=models.DateField(),
                            template="(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
                        )
                    ),
                ),
                ("fact", models.UUIDField()),
                ("until", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["received_at"], name="past_dossier_received")],
            },
        ),
    ]
