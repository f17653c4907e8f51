"""Numbers without gaps: dossiers by agency and day, results and slips by agency and year."""

from datetime import date
from uuid import UUID

from django.db import connection

from motcua.dossiers.models import NumberFormat
from motcua.dossiers.rules import number_text
from motcua.events.rows import read

_NEXT = """
INSERT INTO dossiers_numberseries (agency, kind, period, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (agency, kind, period) DO UPDATE SET last = dossiers_numberseries.last + 1
RETURNING last
"""


def _next(agency: UUID, kind: str, period: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency, kind, period])
        return int(cursor.fetchone()[0])


def next_number(agency: UUID, code: str, day: date) -> str:
    """Give an agency's next dossier number (mã hồ sơ) for a day; no gaps, no repeats.

    Must run inside the action's transaction: the series row stays locked until commit.
    The format is the one in force on the day (TT 01/2018/TT-VPCP art. 19; TT 03/2025/TT-VPCP).
    """
    [form] = read(NumberFormat, "WHERE valid_from <= %s ORDER BY valid_from DESC LIMIT 1", [day])
    return number_text(form.template, code, f"{day:%Y%m%d}", _next(agency, "dossier", day))


def next_result_number(agency: UUID, day: date) -> str:
    """Give an agency's next result number of the year; no gaps, no repeats."""
    return f"{_next(agency, 'result', day.replace(month=1, day=1))}/KQGQ"


def next_slip_number(agency: UUID, form: str, day: date, symbol: str) -> str:
    """Give an agency's next number of a form in a year, `12/TTPVHCC`; no gaps, no repeats.

    Must run inside the transaction that keeps the slip (TT 01/2018/TT-VPCP, the forms' head).
    """
    return f"{_next(agency, form, day.replace(month=1, day=1))}/{symbol}"
