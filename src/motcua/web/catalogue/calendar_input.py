"""What is typed into the forms of the working calendar, as a change that may be announced."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from motcua.deadlines.proposals import Proposal, ProposedDay, table_proposal
from motcua.deadlines.published import MAKE_UP, CalendarUnreadable, days_in
from motcua.deadlines.rules import Timetable
from motcua.deadlines.writing import Miswritten, shifts_from
from motcua.kernel.errors import InvalidInput
from motcua.web.staff_input import day_from

LONGEST_FILE = 200_000  # bytes; a table of ten years has some 20,000
LONGEST_RANGE = 31  # days off in a row
SATURDAY = 5
FROM = "Xin nhập ngày, ví dụ 31/08/2026."
UNTIL = "Xin nhập ngày cuối, ví dụ 04/09/2026, hoặc để trống."
STARTS = "Xin nhập ngày giờ mới bắt đầu áp dụng."
WEEK = "Viết như 07:30-11:30, 13:00-17:00; để trống là nghỉ."
CLOCK = "Viết như 15:00."
NO_FILE = "Xin chọn tệp CSV có cột date,kind."
TOO_LONG = "Tệp này quá lớn, không phải bảng ngày nghỉ."
NOT_TEXT = "Tệp này không phải tệp chữ (CSV)."


def agency_of(given: QueryDict) -> UUID | None:
    """Return the agency whose own calendar is meant, None for the national one."""
    try:
        return UUID(given.get("agency", ""))
    except ValueError:
        return None


def proposal_from(posted: QueryDict, files: Mapping[str, object]) -> Proposal:
    """Read a change from the form that was sent."""
    agency, what = agency_of(posted), posted.get("what", "")
    if what == "file":
        return _table(agency, _uploaded(files.get("file")))
    if what == "hours":
        return Proposal(agency, hours=_hours(posted))
    if what == "remove":
        try:
            day = date.fromisoformat(posted.get("day", ""))
        except ValueError:
            raise InvalidInput({"day": FROM}) from None
        return Proposal(agency, (ProposedDay(day, ""),))
    return Proposal(agency, _days(posted), provisional=posted.get("provisional") == "1")


def _days(posted: QueryDict) -> tuple[ProposedDay, ...]:
    """Read one day, or a stretch of days off from which weekends are left out."""
    first = day_from(posted, "day", FROM)
    assert first is not None
    last = day_from(posted, "until", UNTIL, required=False) or first
    if not 0 <= (last - first).days < LONGEST_RANGE:
        raise InvalidInput({"until": f"Ngày cuối phải trong {LONGEST_RANGE} ngày từ ngày đầu."})
    kind, name = posted.get("kind", ""), posted.get("name", "")
    if not kind:
        raise InvalidInput({"kind": "Xin chọn loại ngày."})
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if len(days) > 1 and kind != MAKE_UP:
        days = [day for day in days if day.weekday() < SATURDAY]
    return tuple(ProposedDay(day, kind, name) for day in days)


def _uploaded(file: object) -> str:
    if not isinstance(file, UploadedFile):
        raise InvalidInput({"file": NO_FILE})
    if (file.size or 0) > LONGEST_FILE:
        raise InvalidInput({"file": TOO_LONG})
    content: bytes = file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput({"file": NOT_TEXT}) from None


def _table(agency: UUID | None, lines: str) -> Proposal:
    try:
        days = days_in(lines.splitlines(), "CSV")
    except CalendarUnreadable as refusal:
        raise InvalidInput({"file": str(refusal)}) from None
    return table_proposal(agency, days)


def _hours(posted: QueryDict) -> Timetable:
    starts = day_from(posted, "starts", STARTS)
    assert starts is not None
    week: dict[int, tuple[tuple[time, time], ...]] = {}
    errors: dict[str, str] = {}
    for weekday in range(7):
        try:
            shifts = shifts_from(posted.get(f"week.{weekday}", ""))
        except Miswritten:
            errors[f"week.{weekday}"] = WEEK
        else:
            if shifts:
                week[weekday] = shifts
    try:
        cut_off = time.fromisoformat(posted.get("cut_off", "").strip().zfill(5))
    except ValueError:
        errors["cut_off"] = CLOCK
    if errors:
        raise InvalidInput(errors)
    return Timetable(starts, week, cut_off)
