"""Answers that are days and times of day."""

import re
from datetime import date, time

from motcua.forms.fields.kinds import FIRST_YEAR, Field, FieldError, Places

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_date(answer: object, field: Field, today: date, places: Places) -> object:
    """Return a day as YYYY-MM-DD, within the bounds of the field."""
    day = day_of(answer)
    if day is None:
        raise FieldError("Ngày này không có thật. Xin nhập lại ngày, tháng, năm.")
    if day.year < FIRST_YEAR:
        raise FieldError("Năm phải gồm bốn chữ số, từ 1900 trở đi.")
    if field.get("max") and day > bound_of(field["max"], today):
        raise FieldError(f"Ngày này không được sau {bound_of(field['max'], today):%d/%m/%Y}.")
    if field.get("min") and day < bound_of(field["min"], today):
        raise FieldError(f"Ngày này không được trước {bound_of(field['min'], today):%d/%m/%Y}.")
    return day.isoformat()


def day_of(answer: object) -> date | None:
    """Return the day that an answer names, or none."""
    if not isinstance(answer, str) or not _DAY.fullmatch(answer):
        return None
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None


def bound_of(bound: object, today: date) -> date:
    """Return the day a bound means; `today` is the day of the check."""
    return today if bound == "today" else date.fromisoformat(str(bound))


def check_time(answer: object, field: Field, today: date, places: Places) -> object:
    """Return a time of day as HH:MM."""
    try:
        return time.fromisoformat(answer if isinstance(answer, str) else "").strftime("%H:%M")
    except ValueError:
        raise FieldError("Giờ này không đúng. Xin nhập giờ và phút, ví dụ 14:30.") from None
