"""Working calendars (lịch làm việc): days and hours of work, and up to when they are published."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from motcua.configuration.kinds.kind import SEPARATOR, Kind
from motcua.configuration.rules import SHORT, Content, Field, any_day_in, cells, in_cells
from motcua.deadlines.announced import entries, owners_of_calendars
from motcua.deadlines.permissions import KEEPERS
from motcua.deadlines.proposals import (
    DayWrong,
    HoursWrong,
    NothingProposed,
    Proposal,
    ProposedDay,
    SourceMissing,
    check_proposal,
)
from motcua.deadlines.published import KINDS
from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import Timetable
from motcua.deadlines.writing import Miswritten, cut_off_from, shifts_from, shifts_written
from motcua.dossiers.actions import change_calendar
from motcua.dossiers.recounts import preview
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.organisations.models import Agency

CODE = "lich-lam-viec"
COMMON = "chung"  # the part of the calendar of the whole province
LONGEST_TABLE, LONGEST_SOURCE = 200_000, 300
TAKEN_AWAY, DAY_OFF = "bỏ khỏi lịch", "nghỉ"
WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
NO, YES = "0", "1"
ABOUT = {DayWrong: "days", HoursWrong: "hours", NothingProposed: "days", SourceMissing: "source"}
WRITTEN_DAY = "02/09/2027 | ngày nghỉ lễ, tết | Quốc khánh"
WRITTEN_HOURS = "thứ hai | 07:30-11:30, 13:00-17:00"
FIELDS = (
    Field(
        "days",
        "Ngày",
        f"Mỗi dòng một ngày: ngày | loại | tên | căn cứ riêng nếu có, ví dụ: {WRITTEN_DAY}. "
        f"Loại: {'; '.join(KINDS.values())}; {TAKEN_AWAY}.",
        lines=6,
        keyed=True,
        longest=LONGEST_TABLE,
    ),
    Field("provisional", "Các ngày này là tạm tính", choices=((NO, "Không"), (YES, "Có"))),
    Field(
        "until",
        "Công bố lịch đến hết ngày",
        "Viết như 31/12/2027; để trống nếu không đổi.",
        longest=SHORT,
    ),
    Field(
        "hours_from",
        "Giờ làm việc mới từ ngày",
        "Để trống nếu không đổi giờ làm việc.",
        longest=SHORT,
    ),
    Field(
        "hours",
        "Giờ làm việc",
        f"Đủ bảy thứ, mỗi dòng một thứ, ví dụ: {WRITTEN_HOURS}; ngày không làm viết: "
        f"chủ nhật | {DAY_OFF}.",
        lines=7,
        keyed=True,
    ),
    Field("cut_off", "Thủ tục trả trong ngày nhận trước", "Viết như 15:00.", longest=SHORT),
    Field("source", "Căn cứ", "Số và ngày của văn bản.", longest=LONGEST_SOURCE),
)


def code_of(agency: UUID | None) -> str:
    """Return the code of the calendar of an agency, or of the whole province."""
    return f"{CODE}{SEPARATOR}{agency or COMMON}"


def written(change: Proposal, source: str) -> dict[str, str]:
    """Return a change as it is typed into the fields."""
    said = {
        "days": "\n".join(
            _line(one.day, one.kind, one.name, change.sources.get(one.day, ""))
            for one in change.days
        ),
        "provisional": YES if change.provisional else NO,
        "until": f"{change.until:%d/%m/%Y}" if change.until else "",
        "source": source,
    }
    return {**said, **(_week(change.hours) if change.hours else {})}


def _line(day: date, kind: str, name: str, source: str) -> str:
    parts = [f"{day:%d/%m/%Y}", KINDS[kind] if kind else TAKEN_AWAY, name, source]
    while not parts[-1]:
        parts.pop()
    return in_cells(parts)


def _week(hours: Timetable) -> dict[str, str]:
    return {
        "hours_from": f"{hours.valid_from:%d/%m/%Y}" if hours.valid_from > date.min else "",
        "hours": "\n".join(
            in_cells((name, shifts_written(hours.shifts.get(number, ())) or DAY_OFF))
            for number, name in enumerate(WEEKDAYS)
        ),
        "cut_off": f"{hours.cut_off:%H:%M}",
    }


def _agency(part: str) -> UUID | None:
    if part == COMMON:
        return None
    try:
        return UUID(part)
    except ValueError:
        raise NotFound from None


def _change(part: str, content: Content) -> Proposal:
    days, sources = _days(content["days"])
    return Proposal(
        agency=_agency(part),
        days=days,
        hours=_hours(content),
        until=any_day_in(content, "until") if content["until"] else None,
        provisional=content["provisional"] == YES,
        sources=sources,
    )


def _days(text: str) -> tuple[tuple[ProposedDay, ...], dict[date, str]]:
    kinds = {words: kind for kind, words in KINDS.items()} | {TAKEN_AWAY: ""}
    found: dict[date, ProposedDay] = {}
    sources: dict[date, str] = {}
    for number, (written_day, *rest) in enumerate(cells(text), 1):
        kind, name, source = (*rest, "", "", "")[:3]
        day = any_day_in({"days": written_day}, "days")
        if kind.lower() not in kinds or day in found or len(rest) > 3:
            words = f"Dòng {number}: mỗi ngày một dòng, ví dụ: {WRITTEN_DAY}."
            raise InvalidInput({"days": words})
        found[day] = ProposedDay(day, kinds[kind.lower()], name)
        if source:
            sources[day] = source
    return tuple(found.values()), sources


def _hours(content: Content) -> Timetable | None:
    if not content["hours_from"]:
        if content["hours"]:
            raise InvalidInput({"hours_from": "Xin nhập ngày giờ mới bắt đầu áp dụng."})
        return None
    shifts = {}
    for name, *rest in cells(content["hours"]):
        if name.lower() not in WEEKDAYS or WEEKDAYS.index(name.lower()) in shifts or len(rest) > 1:
            raise InvalidInput({"hours": f"Mỗi thứ một dòng, ví dụ: {WRITTEN_HOURS}."})
        said = "" if rest == [DAY_OFF] else "".join(rest)
        try:
            shifts[WEEKDAYS.index(name.lower())] = shifts_from(said)
        except Miswritten as refusal:
            raise InvalidInput({"hours": str(refusal)}) from refusal
    if len(shifts) < len(WEEKDAYS):
        raise InvalidInput({"hours": "Xin viết đủ bảy thứ, để không ai phải đoán."})
    try:
        cut_off = cut_off_from(content["cut_off"])
    except Miswritten as refusal:
        raise InvalidInput({"cut_off": str(refusal)}) from refusal
    worked = {weekday: said for weekday, said in shifts.items() if said}
    return Timetable(any_day_in(content, "hours_from"), worked, cut_off)


def _check(part: str, content: Content, today: date) -> None:
    change = _change(part, content)
    if change.agency is not None and not Agency.objects.filter(pk=change.agency).exists():
        raise NotFound
    try:
        check_proposal(change, content["source"], today)
    except tuple(ABOUT) as refusal:
        raise InvalidInput({ABOUT[type(refusal)]: str(refusal)}) from refusal


def _touched(part: str, content: Content, today: date) -> Content:
    """Return what the calendar says of the days and hours that a proposal speaks of."""
    change = _change(part, content)
    said = {"days": "\n".join(_entered(change)), "provisional": NO}
    if change.until:
        said["until"] = f"{working_calendar(change.agency).known_until:%d/%m/%Y}"
    if change.hours:
        said |= _week(working_calendar(change.agency).timetable(change.hours.valid_from))
    return said


def _entered(change: Proposal) -> Iterable[str]:
    for one in entries(change.agency, [one.day for one in change.days]):
        yield _line(one.day, one.kind, one.name, one.source if one.day in change.sources else "")


def _adopt(part: str, content: Content, by: Actor, at: datetime) -> None:
    """Announce the days and hours; every open dossier is then counted anew."""
    change = _change(part, content)
    moved = preview(change).moved
    change_calendar(change, source=content["source"], expected=moved, by=by, at=at)


def _known() -> dict[str, str]:
    own = {code_of(one.id): one.name for one in owners_of_calendars()}
    return {code_of(None): "chung của cả tỉnh"} | own


def _called(part: str) -> str:
    found = [one.name for one in Agency.objects.filter(pk=part)] if _agency(part) else []
    return found[0] if found else part


KIND = Kind(
    code=CODE,
    name="Lịch làm việc",
    about="Ngày nghỉ, ngày làm bù và giờ làm việc mà mọi thời hạn được đếm theo.",
    after="Ngày hẹn của các hồ sơ đang giải quyết được tính lại; người nộp và người giữ hồ sơ "
    "được báo tin.",
    keepers=KEEPERS,
    fields=FIELDS,
    check=_check,
    adopt=_adopt,
    known=_known,
    now=lambda part, today: {},
    several=True,
    touched=_touched,
    called=_called,
    foreseen=lambda part, content: preview(_change(part, content)),
)
