"""What a stored paper is worth: where it came from, who vouches for it, whether it is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from motcua.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a store is: a person's, or else an organisation's; never of both."""

    person: UUID | None = None
    organisation: UUID | None = None

    def __post_init__(self) -> None:
        if (self.person is None) == (self.organisation is None):
            raise ValueError("a store has one owner")

    @property
    def id(self) -> UUID:
        """Return the id of whoever owns the store."""
        one = self.person or self.organisation
        assert one is not None
        return one


class Source(StrEnum):
    """How a paper came into the store of its owner."""

    RESULT = "result"
    DIGITISED = "digitised"
    UPLOAD = "upload"
    DATA = "data"

    @property
    def label(self) -> str:
        return {
            "result": "kết quả giải quyết thủ tục",
            "digitised": "bản số hóa từ giấy",
            "upload": "chủ kho tự tải lên",
            "data": "cơ sở dữ liệu",
        }[self]


class Trust(StrEnum):
    """Who vouches for a paper. What its owner uploads is no proof that anybody checked it."""

    ISSUED = "issued"
    CHECKED = "checked"
    OWN = "own"

    @property
    def label(self) -> str:
        return {
            "issued": "cơ quan cấp, có chữ ký số",
            "checked": "đã đối chiếu với bản giấy",
            "own": "chưa có cơ quan nào kiểm tra",
        }[self]


TRUST_OF: Mapping[Source, Trust] = {
    Source.RESULT: Trust.ISSUED,
    Source.DATA: Trust.ISSUED,
    Source.DIGITISED: Trust.CHECKED,
    Source.UPLOAD: Trust.OWN,
}


class Worth(StrEnum):
    """Whether a stored paper still counts on a day; always computed."""

    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return {
            "in_force": "còn hiệu lực",
            "upcoming": "chưa có hiệu lực",
            "expired": "hết hiệu lực",
            "replaced": "đã được thay thế",
            "revoked": "đã bị thu hồi",
        }[self]


class Use(StrEnum):
    """What was done with a stored paper, as its owner reads it."""

    FILED = "filed"
    READ = "read"
    EXPORTED = "exported"

    @property
    def label(self) -> str:
        return {
            "filed": "nộp vào hồ sơ",
            "read": "cán bộ xem",
            "exported": "chủ kho tải về",
        }[self]


class NotInForce(DomainError):
    """A paper that does not count any more, or not yet, cannot be filed again."""

    message = "Giấy tờ này {worth} nên không dùng cho hồ sơ được. Xin nộp giấy tờ khác."


class NotOfThisKind(DomainError):
    """A paper of another kind than the component asks for."""

    message = "Giấy tờ này không phải là giấy tờ mà thủ tục cần."


class NothingToFile(DomainError):
    """Data without an electronic copy."""

    message = "Kho chỉ có dữ liệu của giấy tờ này, chưa có bản điện tử để nộp."


class ConsentMissing(DomainError):
    """A paper taken from a store without its owner's consent."""

    message = "Xin xác nhận chủ giấy tờ đồng ý cho dùng giấy tờ trong kho vào hồ sơ này."


class OnlyOwnUploads(DomainError):
    """What an agency has put in cannot be taken out by the owner."""

    message = "Chỉ xóa được giấy tờ do mình tự tải lên."


class StoreFull(DomainError):
    """More own uploads than a store holds."""

    message = "Kho đã có {most} giấy tờ tự tải lên. Xin xóa bớt giấy tờ không dùng nữa."


class PaperNameMissing(DomainError):
    """An own upload that does not say what it is."""

    message = "Xin ghi tên giấy tờ."


MOST_UPLOADS = 200


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is known of a paper: its kind, who issued it, until when it counts, what it says.

    `data` is what was taken from it, by what a field means (`applicant.address`); it is sealed.
    `signatures` tells of each: `signer`, `issuer`, `signed_at` as ISO, `kind`.
    """

    kind_name: str
    kind_code: str = ""
    agency: UUID | None = None
    agency_name: str = ""
    number: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    scope: str = ""
    code: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    signatures: Sequence[Mapping[str, str]] = ()


def worth_on(
    day: date,
    *,
    valid_from: date | None,
    valid_to: date | None,
    replaced_at: datetime | None,
    revoked_at: datetime | None,
) -> Worth:
    """Say what a paper is worth on a day; what an agency did goes before what a date says."""
    if revoked_at is not None:
        return Worth.REVOKED
    if replaced_at is not None:
        return Worth.REPLACED
    if valid_from is not None and day < valid_from:
        return Worth.UPCOMING
    if valid_to is not None and valid_to < day:
        return Worth.EXPIRED
    return Worth.IN_FORCE


def require_in_force(worth: Worth) -> None:
    """Refuse to file what does not count on the day."""
    if worth is not Worth.IN_FORCE:
        raise NotInForce(worth=worth.label)
