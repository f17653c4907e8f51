"""What an officer typed into the legal fields, brought into the form in which it is kept."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from motcua.digitisation.rules import FIELDS, LONGEST_VALUE, Kind
from motcua.kernel.errors import InvalidInput
from motcua.kernel.text import normal

DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
EARLIEST_YEAR = 1900
NUMBER = re.compile(r"\d{10}(?:-?\d{3})?|\d{12}|[A-Z]\d{7,8}|\d{9}")
NOT_A_DAY = "Ngày chưa đúng. Xin nhập ngày/tháng/năm, ví dụ 14/05/2021."
NOT_A_YEAR = "Năm sinh chưa đúng. Xin nhập bốn chữ số."
NOT_A_NUMBER = "Số định danh chưa đúng. Cá nhân có 12 số, tổ chức có 10 hoặc 13 số."
TOO_LONG = "Dài quá 500 ký tự."


def stated(values: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Return the fields that were filled in, or refuse the wrong ones by name."""
    said: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for field in FIELDS:
        typed = " ".join(normal(str(values.get(field.id, ""))).split())
        if not typed:
            continue
        problem = _problem(field.kind, typed, localdate(at))
        if problem:
            wrong[field.id] = problem
        said[field.id] = typed
    if wrong:
        raise InvalidInput(wrong)
    return said


def _problem(kind: Kind, typed: str, today: date) -> str:
    if len(typed) > LONGEST_VALUE:
        return TOO_LONG
    if kind is Kind.DATE and day_of(typed) is None:
        return NOT_A_DAY
    if kind is Kind.YEAR and not (typed.isdecimal() and EARLIEST_YEAR <= int(typed) <= today.year):
        return NOT_A_YEAR
    if kind is Kind.NUMBER and not NUMBER.fullmatch(typed):
        return NOT_A_NUMBER
    return ""


def day_of(typed: str) -> date | None:
    """Return a day written as day, month, year; None when there is no such day."""
    hit = DAY.fullmatch(typed.strip())
    if hit is None:
        return None
    try:
        return date(int(hit[3]), int(hit[2]), int(hit[1]))
    except ValueError:
        return None
