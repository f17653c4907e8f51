"""The national working calendar and the formats of dossier numbers."""

from datetime import date, time

from motcua.deadlines.models import Calendar, Holiday, Shift
from motcua.deadlines.queries import DEFAULT_CALENDAR
from motcua.demo.reading import HOLIDAYS, rows
from motcua.dossiers.models import NumberFormat

SHIFTS = ((time(7, 30), time(11, 30)), (time(13), time(17)))
WORKDAYS = range(5)
FORMATS = (
    ("{agency}-{yymmdd}-{seq4}", date(2018, 11, 23), "Thông tư 01/2018/TT-VPCP, Điều 19"),
    ("{agency}-{yyyymmdd}-{seq7}", date(2025, 9, 15), "Thông tư 03/2025/TT-VPCP"),
)


def load_calendar() -> None:
    """Load the office hours and the published days 2020–2027, each with its source."""
    calendar = Calendar.objects.create(
        code=DEFAULT_CALENDAR,
        name="Lịch làm việc chung",
        published_until=date(2027, 12, 31),
        same_day_cut_off=time(15),
    )
    Shift.objects.bulk_create(
        Shift(calendar=calendar, weekday=weekday, begins=begins, ends=ends)
        for weekday in WORKDAYS
        for begins, ends in SHIFTS
    )
    Holiday.objects.bulk_create(
        Holiday(
            calendar=calendar,
            day=date.fromisoformat(row["date"]),
            kind=row["kind"],
            name=row["name"],
            source=row["source"],
            provisional=row["provisional"] == "1",
        )
        for row in rows(HOLIDAYS)
    )


def load_number_formats() -> None:
    """Load how dossier numbers are written, with the texts that say so."""
    NumberFormat.objects.bulk_create(
        NumberFormat(template=template, valid_from=begins, basis=basis)
        for template, begins, basis in FORMATS
    )
