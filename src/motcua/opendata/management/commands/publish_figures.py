"""`./motcua manage publish_figures`: publish the figures now instead of tonight."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from motcua.kernel.actors import SYSTEM
from motcua.opendata.actions import publish


class Command(BaseCommand):
    help = "Công khai số liệu và tệp dữ liệu mở ngay bây giờ."

    def handle(self, *args: Any, **options: Any) -> None:
        release = publish(by=SYSTEM, at=now())
        self.stdout.write(
            f"Đã công khai {release.rows} dòng, từ {release.first:%m/%Y} đến {release.last:%m/%Y}."
        )
