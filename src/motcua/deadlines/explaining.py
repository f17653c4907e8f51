"""The deadline receipt: every day from receipt to the due day, counted or not, and why.

Pure. The due moment comes from `rules.due_at`; this only tells how the days between add up, for
pages, slips and JSON.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.deadlines.rules import (
    ONE_DAY,
    ZONE,
    Pause,
    Policy,
    WorkingCalendar,
    deemed_receipt,
    due_at,
    formal_end,
    open_stretches,
    running,
)
from motcua.kernel.limits import Limit, Unit

WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
MOMENT = "%H:%M ngày %d/%m/%Y"
DAY_ZERO_BASIS = "Ngày nhận không tính vào thời hạn (Bộ luật Dân sự 2015, Điều 147 khoản 2)."
BASES = {
    Unit.HOUR: "Chỉ tính giờ làm việc, từ lúc được coi là nhận hồ sơ.",
    Unit.WORKING_DAY: "Chỉ tính ngày làm việc, hết hạn lúc hết giờ làm việc.",
    Unit.CALENDAR_DAY: "Tính cả ngày nghỉ; hết hạn vào ngày nghỉ thì chuyển sang ngày làm việc "
    "kế tiếp (Bộ luật Dân sự 2015, Điều 148 khoản 5).",
    Unit.MONTH: "Hết hạn vào ngày tương ứng của tháng cuối, tháng không có ngày đó thì vào ngày "
    "cuối tháng (Bộ luật Dân sự 2015, Điều 148 khoản 3 và 5).",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Working time that was counted, for limits in hours."""

    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> float:
        """Return its length."""
        return (self.ends - self.begins).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the receipt; `number` is its place among the days counted."""

    day: date
    counted: bool
    why: str
    number: int | None = None
    stretches: tuple[Stretch, ...] = ()

    @property
    def weekday(self) -> str:
        """Return the name of the weekday."""
        return WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a due moment came about; `due_at` is None while the clock stands still."""

    received_at: datetime
    begins_at: datetime
    deemed_at: datetime
    limit: Limit
    due_at: datetime | None
    days: tuple[Day, ...]
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """What the days are judged by."""

    limit: Limit
    calendar: WorkingCalendar
    names: Mapping[date, str]
    pauses: Sequence[tuple[Pause, str]]
    day_zero: date
    deemed_at: datetime
    due_at: datetime | None
    until: date

    def off(self, day: date) -> str:
        """Say why nobody works on a day."""
        name = self.names.get(day, f"nghỉ hằng tuần ({WEEKDAYS[day.weekday()]})")
        return name[0].upper() + name[1:] if "nghỉ" in name.lower() else f"Nghỉ {name}"

    def working(self, day: date) -> str:
        """Say what kind of working day a day is."""
        made_up = day in self.calendar.make_up_days
        return self.names.get(day, "Ngày làm bù") if made_up else "Ngày làm việc"

    def paused(self, day: date) -> str:
        """Say which pause touches a day; nothing when none does."""
        return next((why for pause, why in self.pauses if pause.touches(day)), "")

    def days(self) -> Iterator[date]:
        """Yield the days after day 0."""
        for number in range(1, (self.until - self.day_zero).days + 1):
            yield self.day_zero + number * ONE_DAY


def explain(
    received_at: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
    names: Mapping[date, str] | None = None,
) -> Explanation:
    """Tell for every day from receipt to the due day whether it is counted and why.

    While the clock stands still the last day told is the one on which it stopped.
    """
    begins, counted = running(received_at, pauses)
    deemed = deemed_receipt(begins, calendar)
    due = due_at(received_at, limit, calendar, pauses)
    told = [(pause, _told(pause)) for pause in counted]
    if due is not None:
        until = due.date()
    else:
        stopped = min(one.began_at for one in pauses if one.is_open and one.policy != Policy.NONE)
        until = max(stopped, received_at).astimezone(ZONE).date()
        midnight = datetime.combine(max(until, deemed.date()) + ONE_DAY, time(), ZONE)
        closed = Pause(stopped, midnight)
        told.append((closed, f"Tạm dừng từ {stopped.astimezone(ZONE):{MOMENT}}, chưa kết thúc"))
    run = _Run(limit, calendar, names or {}, told, deemed.date(), deemed, due, until)
    days = [*_before(received_at, begins, run), *COUNTERS[limit.unit](run)]
    day_zero = (DAY_ZERO_BASIS,) if limit.value and limit.unit is not Unit.HOUR else ()
    shown = tuple(one for one in days if one.day <= until)
    local = received_at.astimezone(ZONE)
    return Explanation(
        local, begins.astimezone(ZONE), deemed, limit, due, shown, (*day_zero, BASES[limit.unit])
    )


def _told(pause: Pause) -> str:
    assert pause.ended_at is not None  # pauses that take time out of a limit have ended
    began, ended = pause.began_at.astimezone(ZONE), pause.ended_at.astimezone(ZONE)
    return f"Tạm dừng từ {began:{MOMENT}} đến {ended:{MOMENT}}"


def _before(received_at: datetime, begins: datetime, run: _Run) -> Iterator[Day]:
    """Yield the days before day 0: before a restart, or while no office was open."""
    local = begins.astimezone(ZONE)
    day = received_at.astimezone(ZONE).date()
    while day < run.day_zero:
        if day < local.date():
            why = f"Không tính: thời hạn tính lại từ đầu từ {local:{MOMENT}}"
        elif day == local.date() and run.calendar.is_working(day):
            why = f"Nhận lúc {local:%H:%M}, hết giờ làm việc: coi như nhận {run.deemed_at:{MOMENT}}"
        else:
            why = run.off(day)
        yield Day(day, counted=False, why=why)
        day += ONE_DAY


def _working_days(run: _Run) -> Iterator[Day]:
    if run.limit.value == 0:
        yield from _same_day(run)
        return
    yield Day(run.day_zero, counted=False, why="Ngày nhận, không tính")
    number = 0
    for day in run.days():
        if not run.calendar.is_working(day):
            yield Day(day, counted=False, why=run.off(day))
        elif why := run.paused(day):
            yield Day(day, counted=False, why=why)
        elif number == run.limit.value:
            yield Day(day, counted=False, why="Đã hết thời hạn")
        else:
            number += 1
            yield Day(day, True, run.working(day), number)


def _same_day(run: _Run) -> Iterator[Day]:
    for day in (run.day_zero, *run.days()):
        if not run.calendar.is_working(day):
            yield Day(day, counted=False, why=run.off(day))
        elif why := run.paused(day):
            yield Day(day, counted=False, why=why)
        elif run.due_at is not None and day == run.due_at.date():
            yield Day(day, True, "Ngày trả kết quả", 1)
        else:
            cut_off = f"{run.calendar.cut_off_on(day):%H:%M}"
            why = f"Nhận từ {cut_off} trở đi: trả trong ngày làm việc tiếp theo"
            yield Day(day, counted=False, why=why)


def _calendar_days(run: _Run) -> Iterator[Day]:
    end, number = formal_end(run.day_zero, run.limit), 0
    first = "Ngày nhận, không tính" if run.limit.value else run.paused(run.day_zero)
    yield Day(run.day_zero, counted=False, why=first or "Ngày nhận, cũng là ngày trả kết quả")
    for day in run.days():
        works, why = run.calendar.is_working(day), run.paused(day)
        if why:
            end += (day <= end) * ONE_DAY
            yield Day(day, counted=False, why=why)
        elif day <= end:
            number += 1
            why = run.working(day) if works else f"Tính cả ngày nghỉ: {run.off(day)}"
            yield Day(day, True, why, number)
        elif works:
            yield Day(day, counted=False, why=f"Ngày làm việc kế tiếp sau khi hết {run.limit}")
        else:
            yield Day(day, counted=False, why=run.off(day))


def _hours(run: _Run) -> Iterator[Day]:
    left = timedelta(hours=run.limit.value)
    pauses = [pause for pause, _ in run.pauses]
    for day in (run.day_zero, *run.days()):
        stretches: list[Stretch] = []
        for begins, ends in run.calendar.hours(day):
            for opens, closes in open_stretches(max(begins, run.deemed_at), ends, pauses):
                closes = min(closes, opens + left)
                left -= closes - opens
                if opens < closes:
                    stretches.append(Stretch(opens, closes))
        yield _hours_of(day, stretches, run)


def _hours_of(day: date, stretches: list[Stretch], run: _Run) -> Day:
    if stretches:
        minutes = sum(stretch.minutes for stretch in stretches)
        parts = ", ".join(f"{one.begins:%H:%M}–{one.ends:%H:%M}" for one in stretches)
        return Day(day, True, f"Tính {minutes:g} phút: {parts}", stretches=tuple(stretches))
    if not run.calendar.is_working(day):
        return Day(day, counted=False, why=run.off(day))
    return Day(day, counted=False, why=run.paused(day) or "Không còn giờ làm việc nào để tính")


COUNTERS: dict[Unit, Callable[[_Run], Iterator[Day]]] = {
    Unit.HOUR: _hours,
    Unit.WORKING_DAY: _working_days,
    Unit.CALENDAR_DAY: _calendar_days,
    Unit.MONTH: _calendar_days,
}


def as_facts(explained: Explanation) -> dict[str, object]:
    """Return an explanation as plain values for JSON."""
    due = explained.due_at
    return {
        "received_at": explained.received_at.isoformat(),
        "begins_at": explained.begins_at.isoformat(),
        "deemed_at": explained.deemed_at.isoformat(),
        "limit": {"value": explained.limit.value, "unit": explained.limit.unit.value},
        "due_at": due.isoformat() if due else None,
        "paused": due is None,
        "basis": list(explained.basis),
        "days": [_day_facts(day) for day in explained.days],
    }


def _day_facts(day: Day) -> dict[str, object]:
    facts: dict[str, object] = {
        "date": day.day.isoformat(),
        "weekday": day.weekday,
        "counted": day.counted,
        "why": day.why,
        "number": day.number,
    }
    if day.stretches:
        facts["minutes"] = sum(one.minutes for one in day.stretches)
        facts["stretches"] = [
            {
                "from": one.begins.isoformat(),
                "to": one.ends.isoformat(),
                "minutes": one.minutes,
            }
            for one in day.stretches
        ]
    return facts
