"""What an apology may say (văn bản xin lỗi; NĐ 61/2018/NĐ-CP art. 19, kept by NĐ 118/2025/NĐ-CP).

Pure. It names a cause, who answers for the lateness and one new day; it never moves the limit.
"""

from datetime import datetime

from motcua.deadlines.rules import WorkingCalendar
from motcua.kernel.errors import DomainError


class CauseUnknown(DomainError):
    """The cause comes from the list."""

    message = "Xin chọn lý do chậm trong danh sách."


class ExplanationMissing(DomainError):
    """“Other” says nothing by itself."""

    message = "Xin ghi rõ lý do khi chọn “Lý do khác”."


class NothingToApologise(DomainError):
    """There is no running limit that could be missed."""

    message = "Hồ sơ này không có thời hạn đang tính, nên chưa có gì để xin lỗi."


class NewDayTooEarly(DomainError):
    """A new day lies after the old one, and ahead."""

    message = "Ngày hẹn lại phải sau ngày hẹn cũ và sau thời điểm hiện tại."


class NewDayNotWorked(DomainError):
    """Results are handed out on working days."""

    message = "Ngày hẹn lại {day:%d/%m/%Y} không phải ngày làm việc."


class AlreadyApologised(DomainError):
    """Whoever apologises twice makes the first promise worthless: one new day, not more."""

    message = "Hồ sơ này đã được hẹn lại một lần. Luật không cho hẹn lại nữa."


class ApologyNotWritten(DomainError):
    """Only what was written can be signed."""

    message = "Chưa có văn bản xin lỗi nào được soạn cho hồ sơ này."


class ApologyChanged(DomainError):
    """What is signed is what was read."""

    message = "Văn bản xin lỗi vừa được sửa. Xin đọc lại trước khi ký."


OTHER = "other"


def check_cause(cause: str, explanation: str) -> None:
    """Refuse a cause that explains nothing."""
    if cause == OTHER and not explanation.strip():
        raise ExplanationMissing


def check_new_day(
    old_due_at: datetime, new_due_at: datetime, now: datetime, calendar: WorkingCalendar
) -> None:
    """Refuse a new moment that is not later, not ahead, or on a day without work."""
    if new_due_at <= old_due_at or new_due_at <= now:
        raise NewDayTooEarly
    if not calendar.is_working(new_due_at.date()):
        raise NewDayNotWorked(day=new_due_at)
