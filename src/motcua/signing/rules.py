"""What a signature must be, and what checking one may find."""

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about one signature of a file."""

    signer: str
    issuer: str
    signed_at: datetime | None
    intact: bool
    trusted: bool
    covers_whole_file: bool
    is_sample: bool
    reason: str

    @property
    def holds(self) -> bool:
        """Say whether the content is as signed, by a certificate of a trusted authority."""
        return self.intact and self.trusted
