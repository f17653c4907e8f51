"""What must be so before a result is signed."""

from motcua.kernel.errors import DomainError

MOST_AT_ONCE = 100


class DraftNotRead(DomainError):
    """The signer has not opened the draft as it is now."""

    message = "Ông/bà chưa mở đọc bản văn bản hiện tại. Xin đọc văn bản sẽ ký, rồi ký lại."


class NothingToSign(DomainError):
    """No dossier was chosen."""

    message = "Xin chọn ít nhất một hồ sơ để ký."


class TooManyToSign(DomainError):
    """More dossiers than are signed with one confirmation."""

    message = "Mỗi lần ký được nhiều nhất {most} hồ sơ. Xin bớt lại."


class SignedAlready(DomainError):
    """The dossier is being signed in another bulk signing."""

    message = "Hồ sơ này đang được ký trong một lần ký khác."


class SignerNoLonger(DomainError):
    """The signer lost the role between confirming and signing."""

    message = "Người ký không còn thẩm quyền ký ở cơ quan này."
