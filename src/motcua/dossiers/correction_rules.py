"""When an issued result may be corrected, and what its correction must say."""

from collections.abc import Mapping

from motcua.dossiers.rules import Status
from motcua.kernel.errors import DomainError

CORRECTABLE = frozenset({Status.DECIDED, Status.DELIVERED})
# Kinds of answers that a correction may word anew; others are corrected through the content.
WORDED = frozenset({"text", "long_text", "date", "number", "personal_number", "phone", "email"})
APOLOGY = (
    "{agency} xin lỗi ông/bà vì sai sót trong kết quả đã cấp. Bản đính chính thay cho bản trước; "
    "ông/bà không phải nộp thêm giấy tờ hay phí."
)


class NothingToCorrect(DomainError):
    """A dossier without an issued electronic result."""

    message = "Hồ sơ chưa có kết quả điện tử đã cấp nên chưa có gì để đính chính."


class CorrectionOpen(DomainError):
    """A correction is on its way already."""

    message = "Kết quả này đang được đính chính. Xin hoàn tất lần đính chính đó trước."


class NoCorrection(DomainError):
    """Nothing was asked to be corrected, or it was done before."""

    message = "Không có đề nghị đính chính nào đang chờ."


class CorrectionSays(DomainError):
    """A correction that says neither what was wrong nor what is right."""

    message = "Xin ghi rõ sai sót và nội dung đúng."


class CorrectionSigned(DomainError):
    """What was signed is fixed."""

    message = "Bản đính chính đã được ký nên không sửa được nữa."


class CorrectionUnsigned(DomainError):
    """Only what the competent person signed is numbered and sealed."""

    message = "Bản đính chính chưa được người có thẩm quyền ký."


def check_said(reason: str) -> None:
    """Refuse to return a result without saying what is wrong with it."""
    if not reason.strip():
        raise CorrectionSays


def check_fixes(fixes: Mapping[str, str], content: str, known: Mapping[str, str]) -> None:
    """Refuse a correction that changes nothing, or an answer that the form does not have.

    `known` is the kind of every field by its id.
    """
    if not fixes and not content.strip():
        raise CorrectionSays
    if any(known.get(name) not in WORDED or not value.strip() for name, value in fixes.items()):
        raise CorrectionSays
