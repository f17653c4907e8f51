"""The causes that an apology may name; an agency adds its own from the pages."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2018, 6, 23)
CAUSES = (
    ("verification", "Hồ sơ phức tạp, phải xác minh thực tế"),
    ("opinion", "Cơ quan phối hợp cho ý kiến chậm"),
    ("workload", "Số hồ sơ tăng nhiều so với số người giải quyết"),
    ("transfer", "Chuyển hồ sơ giữa các bộ phận chậm"),
    ("signatory_away", "Người có thẩm quyền ký đi vắng"),
    ("financial_obligation", "Xác định nghĩa vụ tài chính chậm"),
    ("outage", "Sự cố hệ thống, mất điện hoặc mất mạng"),
    ("force_majeure", "Thiên tai, dịch bệnh"),
    ("other", "Lý do khác"),
)


def enter_causes(apps: Apps, editor: BaseDatabaseSchemaEditor | None) -> None:
    """Enter the causes; those that are there stay as they are."""
    causes = apps.get_model("dossiers", "LateCause")
    causes.objects.bulk_create(
        [causes(code=code, name=name, valid_from=SINCE) for code, name in CAUSES],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_lateness")]

    operations = [migrations.RunPython(enter_causes, migrations.RunPython.noop)]
