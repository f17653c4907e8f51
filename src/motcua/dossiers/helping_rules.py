"""Filling in for somebody else: how the applicant confirms, and what is refused. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from motcua.kernel.errors import DomainError

CODE_DIGITS = 6
CODE_HOLDS = timedelta(hours=24)
TRIES = 5


class Confirmation(StrEnum):
    """How the applicant said yes to what was filled in for them."""

    SIGN_IN = "sign_in"
    CODE = "code"

    @property
    def label(self) -> str:
        return {
            "sign_in": "tự đăng nhập xác nhận",
            "code": "đọc mã xác nhận cho người khai hộ",
        }[self]


class HelpsThemselves(DomainError):
    """Nobody fills in for themselves."""

    message = "Đây là số định danh của chính bạn. Xin dùng nút nộp hồ sơ cho mình."


class WrongConfirmation(DomainError):
    """The code is not the one the applicant was sent, or holds no more."""

    message = (
        "Mã xác nhận chưa đúng hoặc đã hết hạn. Xin hỏi lại người nộp, hoặc gửi lại yêu cầu "
        "xác nhận."
    )


def code_from(digest: bytes) -> str:
    """Return the code that a keyed digest stands for."""
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def still_holds(asked_at: datetime | None, at: datetime) -> bool:
    """Say whether a question put to the applicant can still be answered by its code."""
    return asked_at is not None and asked_at <= at < asked_at + CODE_HOLDS
