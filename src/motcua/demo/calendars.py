"""The national working calendar and the formats of dossier numbers."""

from datetime import date

from django.utils.timezone import now

from motcua.deadlines.actions import enter_national_calendar
from motcua.dossiers.models import NumberFormat
from motcua.kernel.actors import SYSTEM

FORMATS = (
    ("{agency}-{yymmdd}-{seq4}", date(2018, 11, 23), "Thông tư 01/2018/TT-VPCP, Điều 19"),
    ("{agency}-{yyyymmdd}-{seq7}", date(2025, 9, 15), "Thông tư 03/2025/TT-VPCP"),
)


def load_calendar() -> None:
    """Enter the office hours and the published days 2020–2027, each with its source."""
    enter_national_calendar(by=SYSTEM, at=now())


def load_number_formats() -> None:
    """Load how dossier numbers are written, with the texts that say so."""
    NumberFormat.objects.bulk_create(
        NumberFormat(template=template, valid_from=begins, basis=basis)
        for template, begins, basis in FORMATS
    )
