"""The two ways a request can fail: refused by a rule, or broken by a bug."""

import re
from typing import ClassVar


class DomainError(Exception):
    """A request the system understood and must turn down.

    Each subclass names one reason. `message` is read by citizens and officers, so it
    is Vietnamese and says what to do next. Anything that is not a `DomainError` is a bug.
    """

    message: ClassVar[str] = "Yêu cầu này không thể thực hiện."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))

    @property
    def code(self) -> str:
        """Name the reason for machines: `ComponentsMissing` -> `components_missing`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class NotPermitted(DomainError):
    """The actor lacks the right that the act needs."""

    message = "Ông/bà không có thẩm quyền thực hiện việc này."


class NotFound(DomainError):
    """The thing does not exist, or the reader may not know that it does."""

    message = "Không tìm thấy nội dung ông/bà cần. Xin kiểm tra lại đường dẫn hoặc mã số."


class InvalidInput(DomainError):
    """Answers or fields that do not fit; `errors` maps a path to a sentence."""

    message = "Có nội dung chưa đúng. Xin xem các chỗ được đánh dấu và sửa lại."

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()
