"""How long something is kept once it stopped counting, by its kind and by the law of a day."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.kernel.errors import DomainError


class What(StrEnum):
    """What is kept for some time only."""

    REMOVED = "removed"
    ENDED = "ended"
    LOOSE = "loose"
    DRAFT = "draft"
    UNACCEPTED = "unaccepted"

    @property
    def label(self) -> str:
        return {
            "removed": "giấy tờ tự tải lên mà chủ kho đã xóa",
            "ended": "bản trong kho của giấy tờ không còn hiệu lực",
            "loose": "tệp đã tải lên mà không dùng vào hồ sơ nào",
            "draft": "bản nháp không ai khai tiếp",
            "unaccepted": "hồ sơ đã rút hoặc bị từ chối trước khi tiếp nhận",
        }[self]


class KeepingUnclear(DomainError):
    """A rule of retention that does not say what, from when, or on which basis."""

    message = "{file}, dòng {line}: {why}."


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many months something is kept from a day on; `months` none is for good.

    `kind` empty is for every kind of paper that has no rule of its own.
    """

    what: What
    kind: str
    months: int | None
    valid_from: date
    basis: str


def keeping_of(known: Iterable[Keeping], what: What, kind: str, day: date) -> Keeping | None:
    """Return the rule in force on a day: that of the kind before that of all kinds, the latest.

    Of two that begin on one day the one named later counts, so that a province can set its own.
    """
    fitting = [
        one
        for one in known
        if one.what is what and one.kind in {"", kind} and one.valid_from <= day
    ]
    fitting.sort(key=lambda one: (one.kind != "", one.valid_from))
    return fitting[-1] if fitting else None


def kept_until(stopped_on: date, keeping: Keeping | None) -> date | None:
    """Return the last day something is kept; none is for good, also without any rule."""
    if keeping is None or keeping.months is None:
        return None
    year, month = divmod(stopped_on.month - 1 + keeping.months, 12)
    year, month = stopped_on.year + year, month + 1
    return date(year, month, min(stopped_on.day, monthrange(year, month)[1]))


def over_before(day: date, keeping: Keeping | None) -> date | None:
    """Return the first day that is still within what is kept on a day; none is for good."""
    if keeping is None or keeping.months is None:
        return None
    return kept_until(day, Keeping(keeping.what, "", -keeping.months, day, keeping.basis))


def first_of(*moments: date | datetime | None) -> date | None:
    """Return the earliest of some days; none when there is none."""
    days = [one.date() if isinstance(one, datetime) else one for one in moments if one]
    return min(days, default=None)
