"""What it takes to bring somebody into office."""

from dataclasses import dataclass

from motcua.kernel.errors import DomainError

LONGEST_NAME, LONGEST_STAFF_NUMBER = 120, 30


class NameMissing(DomainError):
    """Whoever gets an account has a name."""

    message = "Xin ghi họ tên, không quá 120 ký tự."


class NumberMissing(DomainError):
    """Somebody is known by a personal number, or by the number their agency gave them."""

    message = "Xin ghi số định danh cá nhân; chưa có thì ghi mã cán bộ, không quá 30 ký tự."


class AlreadyProposed(DomainError):
    """The same post waits for a second person."""

    message = "Vị trí này đã được đề nghị cho người này và đang chờ xác nhận."


class AlreadySettled(DomainError):
    """Somebody else was quicker."""

    message = "Đề nghị này đã được người khác xác nhận hoặc bỏ trước đó."


class NothingChosen(DomainError):
    """Nothing was ticked."""

    message = "Xin chọn ít nhất một vị trí."


class AdministratorsThere(DomainError):
    """The console opens the first administrator only."""

    message = "Đã có quản trị kỹ thuật đang dùng hệ thống. Xin mở tài khoản ở trang {page}."


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to get an account: by what they are known, and the login they shall have."""

    full_name: str
    personal_number: str
    staff_number: str
    login: str


def check_newcomer(one: Newcomer) -> Newcomer:
    """Return somebody as they are kept, or refuse who is not named or has no number."""
    name, numbers = check_name(one.full_name), check_numbers(one.personal_number, one.staff_number)
    return Newcomer(name, *numbers, one.login)


def check_name(full_name: str) -> str:
    """Return a name as it is kept, with single spaces; refuse none and what is too long."""
    name = " ".join(full_name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NameMissing
    return name


def check_numbers(personal: str, staff: str) -> tuple[str, str]:
    """Return personal and staff number as they are kept; refuse when there is neither."""
    personal, staff = personal.strip(), staff.strip().upper()
    if len(staff) > LONGEST_STAFF_NUMBER or not (staff or personal):
        raise NumberMissing
    return personal, staff
