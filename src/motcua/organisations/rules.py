"""Who may lend a role, and for how long; which posts it takes two to give."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError

LONGEST_DELEGATION = 366  # days
LONGEST_TITLE = 120
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

# What an officer can be appointed to; nobody is appointed citizen.
OFFICES = frozenset(Role) - {Role.CITIZEN, Role.REPRESENTATIVE}
# Posts with power over others, each with why one administrator alone does not give it.
POWERFUL: dict[Role, str] = {
    Role.TECHNICAL_ADMIN: "mở tài khoản và giao vị trí cho người khác",
    Role.BUSINESS_ADMIN: "công bố quy trình, biểu mẫu mà mọi cơ quan phải theo",
    Role.CONTROLLER: "công bố quy trình và xem hồ sơ của cả tỉnh",
    Role.MONITOR: "xem hồ sơ của cả tỉnh",
    Role.INSPECTOR: "xem hồ sơ của cả tỉnh",
    Role.SIGNATORY: "ký kết quả, ràng buộc cơ quan và người dân",
}


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


class SecondPersonMissing(DomainError):
    """A post with power over others is given by two: one proposes, another confirms."""

    message = "Vị trí này cần hai người: một quản trị đề nghị, một quản trị khác xác nhận."


class NotToOneself(DomainError):
    """Nobody gives a post to themself, nor confirms one."""

    message = "Không ai tự giao hay tự xác nhận vị trí cho mình. Xin để quản trị khác làm."


class NoSuchOffice(DomainError):
    """A role that nobody is appointed to."""

    message = "Xin chọn một vai trò của cán bộ, công chức."


class TitleMissing(DomainError):
    """A post has a title (chức danh)."""

    message = "Xin ghi chức danh, không quá 120 ký tự."


class UnitTooLong(DomainError):
    """The name of a unit is longer than what is kept."""

    message = "Tên phòng, bộ phận không quá 120 ký tự."


class AgencyNotThere(DomainError):
    """The agency does not exist on the first day of the post."""

    message = "Cơ quan này không hoạt động vào ngày bắt đầu. Xin chọn cơ quan hoặc ngày khác."


class FirstDayTooFar(DomainError):
    """The first day lies more than a year away."""

    message = "Ngày bắt đầu không quá một năm kể từ hôm nay."


class PostHeld(DomainError):
    """The officer holds this post already, or will."""

    message = "Người này đang giữ, hoặc sắp giữ, vai trò này tại cơ quan."


class LastAdministrator(DomainError):
    """Without a technical administrator nobody could appoint the next one."""

    message = (
        "Đây là quản trị kỹ thuật cuối cùng. Xin giao vị trí này cho người khác trước, "
        "rồi mới ghi ngày cuối."
    )


class StaffNumberTaken(DomainError):
    """A staff number is one officer's."""

    message = "Mã cán bộ “{number}” đã ghi cho người khác. Xin kiểm tra lại."


class AgencyDiffers(DomainError):
    """An agency stays what it was entered as; only its last day may be added."""

    message = "Cơ quan “{code}” đã có với {what} khác. Chỉ bổ sung được ngày cuối."


class ParentMissing(DomainError):
    """An agency is entered after the one above it."""

    message = "Chưa có cơ quan cấp trên “{code}”. Xin ghi cơ quan cấp trên ở dòng phía trước."


class AgencyOver(DomainError):
    """The last day of an agency lies before its first."""

    message = "Ngày cuối của cơ quan phải từ ngày đầu trở đi."


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """An agency as a file tells it."""

    code: str
    name: str
    kind: str
    tier: str
    parent_code: str
    gso_code: str
    valid_from: date
    valid_to: date | None


class Standing(StrEnum):
    """Where a post stands on a day; the values are what pages call it."""

    TO_COME = "Sắp giữ"
    HELD = "Đang giữ"
    OVER = "Đã thôi"
    CANCELLED = "Hủy trước ngày bắt đầu"
    TAKEN_BACK = "Thu hồi khi mới giao"


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it is given: where, as what, from which day."""

    agency: UUID
    role: Role
    title: str
    from_on: date
    unit: str = ""


def check_title(said: str) -> str:
    """Return a title as it is kept, or refuse none and one that is too long."""
    title = " ".join(said.split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise TitleMissing
    return title


def check_agency(line: AgencyLine) -> None:
    """Refuse an agency that ends before it begins."""
    if line.valid_to is not None and line.valid_to < line.valid_from:
        raise AgencyOver


def check_post(post: Post, today: date) -> Post:
    """Return a post as it is kept, or refuse what cannot be meant.

    One with power over others begins today at the earliest: nothing was done in it before.
    """
    if post.role not in OFFICES:
        raise NoSuchOffice
    title, unit = check_title(post.title), " ".join(post.unit.split())
    if len(unit) > LONGEST_TITLE:
        raise UnitTooLong
    if (post.from_on - today).days > LONGEST_DELEGATION:
        raise FirstDayTooFar
    first = max(post.from_on, today) if post.role in POWERFUL else post.from_on
    return Post(post.agency, post.role, title, first, unit)


def check_two_hands(role: Role, officer: UUID, proposed_by: Actor | None, by: Actor) -> None:
    """Refuse who gives a post to themself, and a powerful post that one person alone gives.

    The system alone may: it opens the first administrator of an empty installation.
    """
    if by.person == officer:
        raise NotToOneself
    if role not in POWERFUL or by.is_system:
        return
    if proposed_by is None or proposed_by.person == by.person:
        raise SecondPersonMissing


def standing(first: date, last: date | None, ended_on: date | None, today: date) -> Standing:
    """Say where a post stands that is held from one day to another; `ended_on` is the day on which
    its last day was noted, which tells one cancelled in time from one that had begun."""
    if last is not None and last < first:
        early = ended_on is not None and ended_on < first
        return Standing.CANCELLED if early else Standing.TAKEN_BACK
    if last is not None and last < today:
        return Standing.OVER
    return Standing.TO_COME if first > today else Standing.HELD


def check_days(first: date, last: date) -> None:
    """Refuse days in the wrong order or more than a year apart."""
    if last < first or (last - first).days > LONGEST_DELEGATION:
        raise DaysWrong


def check_lendable(role: Role) -> None:
    """Refuse roles that oversee or administer."""
    if role not in LENDABLE:
        raise NotYoursToLend
