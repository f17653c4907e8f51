"""Who may lend a role, and for how long."""

from datetime import date

from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError

LONGEST_DELEGATION = 366  # days
# Roles that rest on the person and their certificate may be lent too, but never to oneself.
LENDABLE = frozenset(
    {
        Role.RECEPTIONIST,
        Role.CASE_OFFICER,
        Role.SECTION_HEAD,
        Role.SIGNATORY,
        Role.RECORDS_CLERK,
        Role.RETURN_CLERK,
        Role.CASHIER,
    }
)


class DaysWrong(DomainError):
    """The last day lies before the first, or too far from it."""

    message = "Ngày cuối phải từ ngày đầu trở đi và không quá một năm."


class NotYoursToLend(DomainError):
    """Only a role that one holds by one's own position may be lent."""

    message = "Chỉ ủy quyền được vai trò ông/bà đang giữ theo chức vụ của mình."


class NotAColleague(DomainError):
    """The receiver holds no position at the agency that day."""

    message = "Người nhận ủy quyền phải đang giữ chức vụ tại cùng cơ quan."


class BasisMissing(DomainError):
    """A delegation names the document it rests on (Luật Tổ chức chính quyền địa phương)."""

    message = "Xin ghi văn bản làm căn cứ ủy quyền."


class AlreadyEnded(DomainError):
    """What is to be ended has ended before."""

    message = "Việc này đã chấm dứt trước đó."


def check_days(first: date, last: date) -> None:
    """Refuse days in the wrong order or more than a year apart."""
    if last < first or (last - first).days > LONGEST_DELEGATION:
        raise DaysWrong


def check_lendable(role: Role) -> None:
    """Refuse roles that oversee or administer."""
    if role not in LENDABLE:
        raise NotYoursToLend
