"""`./motcua manage rebuild_indicators`: every fact derived anew from what is recorded."""

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from motcua.indicators.actions import rebuild
from motcua.kernel.actors import SYSTEM


class Command(BaseCommand):
    """Throw the derived facts away and derive them anew; imported ones stay."""

    help = "Dựng lại toàn bộ số liệu gốc của các chỉ số từ dữ liệu đã ghi."

    def handle(self, *args: object, **options: object) -> None:
        """Rebuild, and say of how many dossiers and procedures."""
        rebuilt = rebuild(by=SYSTEM, at=now())
        self.stdout.write(f"Đã dựng lại: {rebuilt.dossiers} hồ sơ, {rebuilt.procedures} thủ tục.")
