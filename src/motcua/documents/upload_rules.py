"""Files that come in parts: how much of them at once, for how long, and what is refused."""

from datetime import timedelta

from motcua.kernel.errors import DomainError

PART_BYTES = 1024 * 1024  # what the script sends at once
MOST_PART_BYTES = 4 * 1024 * 1024
LASTS = timedelta(hours=24)


class UploadsTooMany(DomainError):
    """One person has as much under way as one may."""

    message = "Ông/bà đang gửi dở quá nhiều tệp. Xin đợi các tệp ấy xong, hoặc thử lại sau một giờ."


class UploadElsewhere(DomainError):
    """The part does not begin where the last one ended; `offset` says where that is."""

    message = "Phần gửi lên không nối tiếp phần đã nhận. Xin gửi lại tệp."


class UploadPartWrong(DomainError):
    """A part that is empty, too large, or reaches beyond the end of the file."""

    message = "Phần gửi lên không đúng cỡ. Xin gửi lại tệp."


class UploadUnfinished(DomainError):
    """Not all parts have come."""

    message = "Tệp “{name}” chưa gửi xong. Xin đợi thêm, hoặc gửi lại."


class UploadDamaged(DomainError):
    """What came is not what was announced."""

    message = "Tệp “{name}” bị sai khi gửi. Xin gửi lại."


class UploadOver(DomainError):
    """The upload was given up, or took longer than it may."""

    message = "Việc gửi tệp này đã hết hạn. Xin chọn lại tệp."
