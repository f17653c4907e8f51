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


class FormNotGiven(DomainError):
    """Nothing was fetched to be signed, or it is not to be signed any more."""

    message = "Xin tải tờ khai về để ký trước, rồi gửi lại tệp đã ký."


class FormChanged(DomainError):
    """The answers have changed since the form was fetched to be signed."""

    message = "Tờ khai đã đổi sau khi tải về. Xin tải bản mới, ký rồi gửi lại."


class NotThisForm(DomainError):
    """The signed file does not begin with the form that was given."""

    message = "Đây không phải tờ khai đã tải về. Xin ký đúng tệp đó, không lưu thành tệp khác."


class FormSignatureWrong(DomainError):
    """A signature in the file does not hold; `verdict` is what was found of it."""

    message = "Chữ ký số trong tệp không hợp lệ."


class NotTheApplicant(DomainError):
    """The certificate does not bear the personal number of the applicant."""

    message = "Chứng thư đã ký không mang số định danh của người nộp hồ sơ."


class FormNotSigned(DomainError):
    """The form must be signed with a certificate, and is not, or has changed since."""

    message = "Tờ khai này phải ký bằng chứng thư chữ ký số. Xin tải về, ký, rồi gửi lại ở đây."
