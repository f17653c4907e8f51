"""Organisations: tax codes, how one comes to be known, and who may speak for one on a day. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.kernel.actors import Scope
from motcua.kernel.errors import DomainError

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
TAX_CODE = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?")
UNCERTAIN = (
    "Chữ số kiểm tra của mã số thuế này không chắc chắn. Xin đối chiếu lại với giấy chứng nhận."
)
MOST_CLAIMS = 10  # of one person that wait to be checked


class Kind(StrEnum):
    """What sort of organisation; foreign codes of sorts are mapped where they come in."""

    ENTERPRISE = "enterprise"
    HOUSEHOLD = "household"
    COOPERATIVE = "cooperative"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "enterprise": "Doanh nghiệp",
            "household": "Hộ kinh doanh",
            "cooperative": "Hợp tác xã",
            "other": "Tổ chức khác",
        }[self]


class Capacity(StrEnum):
    """On what ground a person speaks for an organisation (Bộ luật Dân sự 2015, art. 135)."""

    LEGAL = "legal"
    AUTHORISED = "authorised"

    @property
    def label(self) -> str:
        return {
            "legal": "người đại diện theo pháp luật",
            "authorised": "người được ủy quyền",
        }[self]


class Standing(StrEnum):
    """Whether a mandate holds on a day; always computed."""

    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    ENDED = "ended"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return {
            "in_force": "còn hiệu lực",
            "upcoming": "chưa có hiệu lực",
            "ended": "đã hết hạn",
            "revoked": "đã chấm dứt",
        }[self]


class WrongTaxCode(DomainError):
    """A tax code that nobody has."""

    message = "Mã số thuế gồm 10 hoặc 13 chữ số và đúng chữ số kiểm tra. Xin kiểm tra lại."


class OrganisationNameDiffers(DomainError):
    """The tax code belongs to an organisation of another name."""

    message = "Mã số thuế này đã ghi cho tổ chức có tên khác. Xin xem lại giấy chứng nhận."


class OrganisationClosed(DomainError):
    """The business register says that the organisation has ended."""

    message = "Theo dữ liệu đăng ký kinh doanh, tổ chức này đã ngừng hoạt động."


class OrganisationUnclear(DomainError):
    """An organisation without a name or an address."""

    message = "Xin ghi tên và địa chỉ trụ sở của tổ chức, như trên giấy chứng nhận."


class EvidenceMissing(DomainError):
    """A mandate, or its end, that rests on nothing."""

    message = "Xin ghi giấy tờ làm căn cứ: tên, số và ngày của giấy."


class MandateDatesWrong(DomainError):
    """A mandate that ends before it begins."""

    message = "Ngày hết hạn phải sau hoặc trùng ngày bắt đầu."


class MandateForOneself(DomainError):
    """An officer who would give themselves a mandate."""

    message = "Cán bộ không ghi nhận người đại diện là chính mình. Xin nhờ người khác."


class NotRepresented(DomainError):
    """A person who may not speak for the organisation on the day."""

    message = "Người này không đại diện cho tổ chức vào ngày nộp. Xin kiểm tra giấy ủy quyền."


class StoreNotInMandate(DomainError):
    """A mandate that does not reach to the store of papers."""

    message = "Phạm vi ủy quyền không gồm kho giấy tờ của tổ chức."


class ClaimedOften(DomainError):
    """Too many claims of one person wait to be checked."""

    message = "Ông/bà đang có {most} đề nghị chờ kiểm tra. Xin chờ kết quả rồi đề nghị tiếp."


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What the paper of registration says of an organisation."""

    tax_code: str
    name: str
    kind: Kind
    address: str


@dataclass(frozen=True, slots=True)
class MandateTerms:
    """On what ground, how far and how long a person may speak for an organisation."""

    capacity: Capacity
    scope: Scope
    from_on: date
    until_on: date | None
    evidence: str


def check_tax_code(text: str) -> str:
    """Return a tax code as it is written: ten digits, and `-` and three for a branch.

    The tenth digit is 10 less the weighted sum of the nine before it modulo 11. Where that is 10,
    sources differ on whether the code exists: see `is_uncertain`.
    """
    found = TAX_CODE.fullmatch(re.sub(r"[\s.]", "", text))
    if found is None or found[2] == "000":
        raise WrongTaxCode
    if not is_uncertain(found[1]) and _check_digit(found[1]) != int(found[1][9]):
        raise WrongTaxCode
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


def is_uncertain(tax_code: str) -> bool:
    """Say whether a code is one of those that only some sources let exist: a tenth digit of 0
    where 10 would be due. It is taken, with a warning."""
    return _check_digit(tax_code) == 10 and tax_code[9] == "0"


def _check_digit(digits: str) -> int:
    return 10 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11


def standing_on(
    day: date, *, from_on: date, until_on: date | None, revoked_at: datetime | None
) -> Standing:
    """Say whether a mandate holds on a day; its end counts still, and what was revoked is over at
    once, whatever its dates say."""
    if revoked_at is not None:
        return Standing.REVOKED
    if day < from_on:
        return Standing.UPCOMING
    if until_on is not None and until_on < day:
        return Standing.ENDED
    return Standing.IN_FORCE


def last_day(terms: MandateTerms) -> date | None:
    """Return the last day of a mandate; none is without end.

    An authorisation that names no end holds for one year (Bộ luật Dân sự 2015, art. 563).
    """
    if terms.until_on is not None or terms.capacity is Capacity.LEGAL:
        return terms.until_on
    begun = terms.from_on
    leap = begun.month == 2 and begun.day == 29
    return begun.replace(year=begun.year + 1, day=28 if leap else begun.day)


def check_terms(terms: MandateTerms) -> None:
    """Refuse a mandate that rests on nothing or ends before it begins."""
    require_evidence(terms.evidence)
    if terms.until_on is not None and terms.until_on < terms.from_on:
        raise MandateDatesWrong


def require_evidence(evidence: str) -> str:
    """Return what something rests on, refuse nothing at all."""
    told = " ".join(evidence.split())
    if not told:
        raise EvidenceMissing
    return told
