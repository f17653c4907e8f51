"""A change of a calendar before it is announced: what it says, and what days would then count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from motcua.deadlines.published import KINDS, PublishedDay
from motcua.deadlines.rules import Timetable
from motcua.kernel.errors import DomainError

FURTHEST_YEARS = 3  # no government announces days further ahead


class NothingProposed(DomainError):
    """The change names no day and no hours."""

    message = "Chưa có ngày hoặc giờ làm việc nào để đổi."


class SourceMissing(DomainError):
    """Days and hours of work come from a text that can be named."""

    message = "Xin ghi căn cứ: số và ngày của văn bản."


class DayWrong(DomainError):
    """A day cannot be announced like this."""

    message = "Ngày {day:%d/%m/%Y} chưa đúng: {why}."


class HoursWrong(DomainError):
    """A week of hours cannot be announced like this."""

    message = "Giờ làm việc chưa đúng: {why}."


@dataclass(frozen=True, slots=True)
class ProposedDay:
    """A day that will no longer be what its weekday says; an empty kind takes the entry away."""

    day: date
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the national calendar, or of an agency's own; `until` publishes up to a day."""

    agency: UUID | None = None
    days: tuple[ProposedDay, ...] = ()
    hours: Timetable | None = None
    until: date | None = None
    provisional: bool = False
    sources: Mapping[date, str] = field(default_factory=dict)

    @property
    def since(self) -> date | None:
        """Return the first day that would be worked otherwise; None when no published day is."""
        days = [one.day for one in self.days]
        return min([*days, self.hours.valid_from] if self.hours else days, default=None)

    def applied(self, days: Mapping[date, str]) -> dict[date, str]:
        """Return the kinds of special days of the changed calendar."""
        kept = dict(days)
        for one in self.days:
            if one.kind:
                kept[one.day] = one.kind
            else:
                kept.pop(one.day, None)
        return kept


def table_proposal(agency: UUID | None, days: Sequence[PublishedDay]) -> Proposal:
    """Return a table of days as a change; it publishes to the end of its last year."""
    return Proposal(
        agency,
        tuple(ProposedDay(one.day, one.kind, one.name) for one in days),
        until=date(max(one.day.year for one in days), 12, 31) if days else None,
        provisional=any(one.provisional for one in days),
        sources={one.day: one.source for one in days if one.source},
    )


def check_proposal(proposal: Proposal, source: str, today: date) -> None:
    """Refuse a change that says nothing, names no source, or cannot be meant."""
    if not proposal.days and proposal.hours is None and proposal.until is None:
        raise NothingProposed
    if not source.strip():
        raise SourceMissing
    last = date(today.year + FURTHEST_YEARS, 12, 31)
    for one in proposal.days:
        if one.kind and one.kind not in KINDS:
            raise DayWrong(day=one.day, why="loại ngày không có trong danh sách")
        if not date(2000, 1, 1) <= one.day <= last:
            raise DayWrong(day=one.day, why=f"phải từ năm 2000 đến hết năm {last.year}")
    if proposal.hours is not None:
        _check_hours(proposal.hours)
    if proposal.until is not None and proposal.until > last:
        raise DayWrong(day=proposal.until, why=f"lịch chỉ công bố trước đến năm {last.year}")


def _check_hours(hours: Timetable) -> None:
    if not any(hours.shifts.values()):
        raise HoursWrong(why="cả tuần không có ca nào")
    for shifts in hours.shifts.values():
        ended = None
        for begins, ends in shifts:
            if begins >= ends or (ended is not None and begins < ended):
                raise HoursWrong(why="ca sau phải bắt đầu sau khi ca trước kết thúc")
            ended = ends
