"""Papers that prove what an agency says of itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_personal_store"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("component", "thành phần hồ sơ"),
                    ("slip", "phiếu"),
                    ("draft", "dự thảo kết quả"),
                    ("result", "kết quả"),
                    ("scan", "bản số hóa"),
                    ("store", "giấy tờ trong kho của chủ"),
                    ("copy", "bản sao điện tử"),
                    ("package", "gói lưu trữ"),
                    ("evidence", "tài liệu kiểm chứng"),
                ],
                max_length=20,
            ),
        ),
    ]
