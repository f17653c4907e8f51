"""What a signature must be, and what checking one may find."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.kernel.errors import DomainError


class NoCertificate(DomainError):
    """The person or agency has no certificate that is valid now."""

    message = "{who} chưa có chứng thư chữ ký số còn hiệu lực. Xin liên hệ quản trị kỹ thuật."


class NotSigned(DomainError):
    """The file carries no signature, or is not a PDF at all."""

    message = "Tệp này không phải là văn bản PDF có chữ ký số."


class SignatureBroken(NotSigned):
    """The file was signed once, but its signatures can no longer be read."""

    message = "Tệp này đã bị sửa hoặc bị hỏng nên không kiểm tra được chữ ký số."


class SigningWaits(DomainError):
    """The same thing is being signed already by somebody outside, and is not back."""

    message = "Văn bản này đã gửi đi ký và đang chờ chữ ký. Xin tải lại trang sau ít phút."


class KeyElsewhere(DomainError):
    """The act needs a signature at once, and the key is not on this machine."""

    message = "Khóa ký của {who} do nơi khác giữ nên không ký ngay tại bước này được."


class CertificateUnfit(DomainError):
    """A certificate that cannot be taken into use; the sentence says why."""

    message = "Chứng thư chưa dùng được: {reason}."


class KeeperUnavailable(Exception):
    """The keeper of a key or a time-stamp authority did not answer as it should; tried again."""


class KeeperRefused(Exception):
    """The keeper of a key said no for good; its reason is told to the signer."""


class Keeper(StrEnum):
    """Who keeps the key of a certificate (nơi giữ khóa bí mật)."""

    KEY_FILE = "key_file"
    TOKEN = "token"  # noqa: S105 -- a device, not a password
    REMOTE = "remote"


class Level(StrEnum):
    """How long a signature can be checked (ETSI EN 319 142-1 §6)."""

    BASIC = "B-B"
    TIME_STAMPED = "B-T"
    ARCHIVED = "B-LTA"


class Revocation(StrEnum):
    """What is known of whether a certificate was revoked (thu hồi) when it signed."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class Finding(StrEnum):
    """What may be wrong with a signature, by its own name."""

    CHANGED = "changed"
    OTHER_FILE = "other_file"
    FORGED = "forged"
    WRONG_CERTIFICATE = "wrong_certificate"
    GAP = "gap"
    TRAILING = "trailing"
    ADDED = "added"
    PAGES_CHANGED = "pages_changed"
    SHADOWED = "shadowed"
    WEAK_DIGEST = "weak_digest"
    UNTRUSTED = "untrusted"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WRONG_USE = "wrong_use"
    TIME_STAMP_WRONG = "time_stamp_wrong"
    UNREADABLE = "unreadable"
    NO_AUTHORITY = "no_authority"
    NO_TIME_STAMP = "no_time_stamp"
    REVOCATION_UNKNOWN = "revocation_unknown"


# What a reader should know, and what does not make a signature fail.
NOTES = frozenset({Finding.NO_TIME_STAMP, Finding.REVOCATION_UNKNOWN})
# What says that the file is not what was signed.
TAMPERED = frozenset(
    {
        Finding.CHANGED,
        Finding.OTHER_FILE,
        Finding.FORGED,
        Finding.WRONG_CERTIFICATE,
        Finding.GAP,
        Finding.TRAILING,
        Finding.ADDED,
        Finding.PAGES_CHANGED,
        Finding.SHADOWED,
        Finding.UNREADABLE,
    }
)
# What says that the signer is not who may be believed.
DOUBTED = frozenset(
    {
        Finding.UNTRUSTED,
        Finding.NOT_YET_VALID,
        Finding.EXPIRED,
        Finding.REVOKED,
        Finding.WRONG_USE,
        Finding.WEAK_DIGEST,
        Finding.TIME_STAMP_WRONG,
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """What the signer was entitled to on the day, where this system knows them."""

    name: str
    title: str
    agency: str
    by_delegation: bool
    entitled: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about one signature of a file.

    `signed_at` is the time-stamp where there is a good one, else what the signer's clock said.
    """

    signer: str
    issuer: str
    serial: str
    signed_at: datetime | None
    is_time_stamped: bool
    covers_whole_file: bool
    is_sample: bool
    reason: str
    revocation: Revocation
    findings: tuple[Finding, ...]
    signed_digest: str = ""
    fingerprint: str = ""
    personal_numbers: tuple[str, ...] = ()
    covered_until: int = 0
    office: Office | None = None

    @property
    def intact(self) -> bool:
        """Say whether the content is as it was signed."""
        return TAMPERED.isdisjoint(self.findings)

    @property
    def trusted(self) -> bool:
        """Say whether the certificate leads to a trusted authority and was good at the time."""
        return DOUBTED.isdisjoint(self.findings)

    @property
    def holds(self) -> bool:
        """Say whether nothing that was found speaks against the signature."""
        return NOTES.issuperset(self.findings)
