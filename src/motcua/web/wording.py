"""How dates, times, amounts and limits are written on pages, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, gettext, ngettext

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_NBSP = "\N{NO-BREAK SPACE}"
_MEGABYTE = 1024 * 1024


def bilingual(text: object, language: str | None = None) -> str:
    """Return a {"vi", "en"} text in the reader's language, in Vietnamese if it lacks that one."""
    if not isinstance(text, Mapping):
        return "" if text is None else str(text)
    wanted = (language or get_language() or "vi")[:2]
    return str(text.get(wanted) or text.get("vi") or "")


def shortened(text: str, most: int) -> str:
    """Return text that fits its column, cut between words; a little more may stay whole."""
    if len(text) <= most + 5:
        return text
    return text[: most - 1].rsplit(" ", 1)[0] + "…"


def date_vn(moment: date | datetime | str | None) -> str:
    """Write a day as 21/08/2026, as counted in Vietnam; nothing when there is none."""
    if isinstance(moment, str):
        moment = parse_datetime(moment) if "T" in moment else parse_date(moment)
    if isinstance(moment, datetime):
        moment = moment.astimezone(_ZONE).date()
    return _day_words(moment) if moment else ""


def moment_input(moment: datetime | None) -> str:
    """Write a moment as an input of day and time takes it, in the time of the province."""
    return f"{moment.astimezone(_ZONE):%Y-%m-%dT%H:%M}" if moment else ""


def datetime_vn(moment: datetime | str | None) -> str:
    """Write a moment as "14:30 ngày 24/08/2026", in Vietnamese time; nothing when there is none."""
    if isinstance(moment, str):
        moment = parse_datetime(moment)
    if moment is None:
        return ""
    local = moment.astimezone(_ZONE)
    return _moment_words(get_language()) % {
        "time": f"{local.hour:02}:{local.minute:02}",
        "date": _day_words(local),
    }


@lru_cache(maxsize=8)
def _moment_words(_language: str | None) -> str:
    """Return how a moment is written in the language in force; a list writes a hundred of them."""
    return gettext("%(time)s ngày %(date)s")


def _day_words(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def money(amount: object) -> str:
    """Write whole đồng as 1.250.000 ₫, unbroken; accept an int or anything with an `amount`."""
    whole = getattr(amount, "amount", amount)
    if whole is None or whole == "":
        return ""
    return f"{grouped(int(str(whole)))}{_NBSP}₫"


def grouped(number: int) -> str:
    """Write a whole number with a point after each thousand: 12.480."""
    return f"{number:,}".replace(",", ".")


def file_size(size: int) -> str:
    """Write a size in bytes as people say it: 820 KB, 1,4 MB."""
    if size < _MEGABYTE:
        return f"{max(1, round(size / 1024))}{_NBSP}KB"
    mark = "." if (get_language() or "vi").startswith("en") else ","
    return f"{size / _MEGABYTE:.1f}".replace(".", mark) + f"{_NBSP}MB"


def limit(value: Any, unit: str | None = None, same_day: bool = False) -> str:
    """Write a time limit in words: 10 ngày làm việc, 4 giờ làm việc, 1 tháng, trong ngày làm việc.

    The limit is a number with its unit, or anything that carries `value`, `unit` and `same_day`.
    """
    if isinstance(value, Mapping):
        value, unit, same_day = value["value"], value["unit"], bool(value.get("same_day"))
    elif unit is None:
        value, unit, same_day = value.value, str(value.unit), bool(getattr(value, "same_day", 0))
    if same_day or int(value) == 0:
        return gettext("Trong ngày làm việc")
    return _counted(int(value), unit)


def _counted(number: int, unit: str) -> str:
    words = {
        "hour": ngettext("%(n)s giờ làm việc", "%(n)s giờ làm việc", number),
        "working_day": ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", number),
        "calendar_day": ngettext("%(n)s ngày", "%(n)s ngày", number),
        "month": ngettext("%(n)s tháng", "%(n)s tháng", number),
    }
    return words[unit] % {"n": number}
