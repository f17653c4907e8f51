"""What a line of the register of results says, and whether its result is in force on a day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from motcua.kernel.errors import DomainError

FIRST_YEAR_OF_BIRTH = 1870
# A code of the national catalogue such as KQ.G07.000122, or a local one in the same letters.
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{1,39}")


class Origin(StrEnum):
    """How a result came into the register."""

    DOSSIER = "dossier"
    BACKLOG = "backlog"
    IMPORTED = "imported"

    @property
    def label(self) -> str:
        return {
            "dossier": "hồ sơ giải quyết trên hệ thống",
            "backlog": "nhập tay từ sổ giấy",
            "imported": "nhập từ tệp",
        }[self]


class Standing(StrEnum):
    """What a result is worth on a day; always computed."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return {
            "upcoming": "chưa có hiệu lực",
            "in_force": "còn hiệu lực",
            "expired": "hết hiệu lực",
            "replaced": "đã được thay thế",
            "revoked": "đã bị thu hồi",
        }[self]


class NameMissing(DomainError):
    """A result without a name or a holder."""

    message = "Xin ghi tên kết quả và tên người được cấp."


class NumberMissing(DomainError):
    """A result without its number and symbol."""

    message = "Xin ghi số, ký hiệu của kết quả."


class WrongTypeCode(DomainError):
    """A code of a kind of result that cannot be one."""

    message = "Mã loại kết quả “{code}” chưa đúng. Mã gồm chữ in hoa, chữ số và dấu chấm."


class ValidityWrong(DomainError):
    """Dates of validity that contradict each other."""

    message = "Ngày hết hiệu lực phải sau ngày bắt đầu có hiệu lực."


class IssuedInFuture(DomainError):
    """A date of issue that has not come yet."""

    message = "Ngày cấp không thể sau ngày hôm nay."


class WrongBirthYear(DomainError):
    """A year in which nobody alive was born."""

    message = "Năm sinh “{year}” chưa đúng. Xin ghi bốn chữ số."


class AlreadyRegistered(DomainError):
    """The same number of the same agency, day and kind stands in the register."""

    message = "Sổ đã có kết quả số {number} do cơ quan này cấp cùng ngày."


class NoLongerStands(DomainError):
    """The result was revoked or replaced before."""

    message = "Kết quả này đã bị thu hồi hoặc đã được thay thế nên không làm được việc này."


class RenewalShorter(DomainError):
    """A renewal that would not lengthen the validity."""

    message = "Ngày gia hạn phải sau ngày hết hiệu lực hiện nay."


class NothingToRenew(DomainError):
    """The result has no end."""

    message = "Kết quả này không có thời hạn nên không cần gia hạn."


class ReasonAndBasisMissing(DomainError):
    """A revocation, renewal or replacement that does not say why."""

    message = "Xin ghi lý do và căn cứ."


class CopyIsThere(DomainError):
    """The result has its electronic copy already."""

    message = "Kết quả này đã có bản điện tử."


class CopyCodeMissing(DomainError):
    """An electronic copy without its digitisation code."""

    message = "Bản số hóa chưa được cấp mã kết quả số hóa."


class AskerMissing(DomainError):
    """A certified copy that nobody asked for."""

    message = "Xin ghi tên người yêu cầu cấp bản sao."


class TemplateUnknown(DomainError):
    """A file that is no template of a result."""

    message = "Mẫu kết quả là tệp Word (.docx), HTML (.html) hoặc Typst (.typ)."


class TemplatePublished(DomainError):
    """What was published is frozen."""

    message = "Mẫu này đã được công bố."


class TemplateOfYourOwn(DomainError):
    """A template is published by a second person."""

    message = "Người soạn mẫu không tự công bố được. Xin nhờ người khác xem và công bố."


@dataclass(frozen=True, slots=True)
class Holder:
    """Who was given a result: a known person, or what the paper says of them.

    Without a number the law asks for what describes them (TT 01/2023/TT-VPCP art. 10 cl. 2).
    """

    name: str
    number: str = ""
    birth_year: int | None = None
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the register says of a result."""

    name: str
    number: str
    agency: UUID
    holder: Holder
    issued_on: date
    type_code: str = ""
    procedure_code: str = ""
    sector: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    scope: str = ""
    summary: str = ""

    @property
    def begins_on(self) -> date:
        """Return the first day of validity: the day of issue, unless the paper names another."""
        return self.valid_from or self.issued_on


def check_line(line: Line, today: date) -> None:
    """Refuse a line that cannot be true or does not say what the register needs."""
    if not line.name.strip() or not line.holder.name.strip():
        raise NameMissing
    if not line.number.strip():
        raise NumberMissing
    if line.type_code and not _CODE.fullmatch(line.type_code):
        raise WrongTypeCode(code=line.type_code)
    if line.issued_on > today:
        raise IssuedInFuture
    if line.valid_to is not None and line.valid_to < line.begins_on:
        raise ValidityWrong
    year = line.holder.birth_year
    if year is not None and not FIRST_YEAR_OF_BIRTH <= year <= today.year:
        raise WrongBirthYear(year=year)


def check_renewal(valid_to: date | None, until: date) -> None:
    """Refuse to renew what has no end, or to an earlier end (gia hạn)."""
    if valid_to is None:
        raise NothingToRenew
    if until <= valid_to:
        raise RenewalShorter


def check_stands(revoked_at: datetime | None, replaced_at: datetime | None) -> None:
    """Refuse to act on a result that was revoked or replaced."""
    if revoked_at is not None or replaced_at is not None:
        raise NoLongerStands


def standing_on(
    day: date,
    *,
    valid_from: date,
    valid_to: date | None,
    replaced_at: datetime | None,
    revoked_at: datetime | None,
) -> Standing:
    """Say what a result is worth on a day; what an agency did goes before what a date says."""
    if revoked_at is not None:
        return Standing.REVOKED
    if replaced_at is not None:
        return Standing.REPLACED
    if day < valid_from:
        return Standing.UPCOMING
    if valid_to is not None and valid_to < day:
        return Standing.EXPIRED
    return Standing.IN_FORCE


def valid_until(begins: date, months: int | None) -> date | None:
    """Return the last day of so many months of validity; None when it has no end.

    A validity of months ends on the day before the same day of the last month, or on that
    month's last day when it has no such day (Bộ luật Dân sự 2015 art. 148).
    """
    if months is None:
        return None
    year, month = divmod(begins.month - 1 + months, 12)
    last = date(begins.year + year, month + 1, 1)
    following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    length = (following - last).days
    if begins.day > length:
        return date(last.year, last.month, length)
    return date.fromordinal(date(last.year, last.month, begins.day).toordinal() - 1)


def template_format(name: str) -> str:
    """Return the format of a template by its name, or refuse it."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    formats = {"docx": "docx", "html": "html", "htm": "html", "typ": "typst"}
    if ending not in formats:
        raise TemplateUnknown
    return formats[ending]


def share(part: int, whole: int) -> float:
    """Return a part as a share of 0 to 1; of nothing it is 0."""
    return part / whole if whole else 0.0


def in_words(events: Mapping[str, object]) -> str:
    """Return the facts of an act on a line as its history shows them."""
    shown = {"until": "đến ngày", "basis": "căn cứ", "code": "mã số hóa"}
    return "; ".join(f"{word} {events[name]}" for name, word in shown.items() if events.get(name))
