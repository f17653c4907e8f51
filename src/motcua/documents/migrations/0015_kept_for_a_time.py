"""Drafts, dossiers never accepted and uploads never used are kept for some time only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0014_sealed_parts")]
    operations = [
        migrations.AlterField(
            "retention",
            "what",
            models.CharField(
                choices=[
                    ("removed", "giấy tờ tự tải lên mà chủ kho đã xóa"),
                    ("ended", "bản trong kho của giấy tờ không còn hiệu lực"),
                    ("loose", "tệp đã tải lên mà không dùng vào hồ sơ nào"),
                    ("draft", "bản nháp không ai khai tiếp"),
                    ("unaccepted", "hồ sơ đã rút hoặc bị từ chối trước khi tiếp nhận"),
                ],
                max_length=10,
            ),
        ),
    ]
