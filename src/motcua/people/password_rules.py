"""What a password must be, by the policy of the day (TCVN 14423:2026 §5.6, ASVS 5.0 V6.2)."""

import re
from collections.abc import Iterable

from motcua.kernel.errors import DomainError
from motcua.kernel.text import folded
from motcua.people.policy_rules import Policy

LONGEST = 200
LEAST_PART = 4  # letters of a known word, and of what a password must have beside it
READABLE = "abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789"  # none looks like another
CLASSES = (r"[a-zà-ỹđ]", r"[A-ZÀ-ỸĐ]", r"[0-9]", r"[^0-9A-Za-zÀ-ỹĐđ]")


class PasswordTooShort(DomainError):
    """Too few characters."""

    message = "Mật khẩu cần ít nhất {least} ký tự. Một câu dễ nhớ là tốt nhất."


class PasswordTooLong(DomainError):
    """More than anybody types."""

    message = "Mật khẩu dài quá 200 ký tự."


class PasswordTooPlain(DomainError):
    """Too few kinds of characters, where there is no second factor."""

    message = "Khi chưa bật xác thực hai lớp, mật khẩu cần có chữ hoa, chữ thường, số và dấu."


class PasswordKnown(DomainError):
    """Among the most common ones, or made of what everybody knows of the person."""

    message = "Mật khẩu này dễ đoán. Xin chọn mật khẩu khác, không dùng tên hay từ phổ biến."


class PasswordBreached(DomainError):
    """Found among those that were taken from other systems."""

    message = "Mật khẩu này đã bị lộ ở nơi khác. Xin chọn mật khẩu chưa dùng ở đâu."


class BreachedNotKnown(DomainError):
    """The list of breached passwords is configured and cannot be read: nothing is let through."""

    message = (
        "Lúc này chưa tra được danh sách mật khẩu đã lộ nên chưa đổi được mật khẩu. "
        "Xin thử lại sau; vẫn vậy thì báo quản trị hệ thống."
    )


class PasswordUsedBefore(DomainError):
    """One of the last passwords of an administrator."""

    message = "Mật khẩu này đã dùng trước đây. Xin chọn mật khẩu khác."


class PasswordNotTheSame(DomainError):
    """Typed twice, not the same."""

    message = "Hai lần nhập mật khẩu mới không giống nhau."


def check_password_fits(
    password: str,
    policy: Policy,
    *,
    has_second_factor: bool,
    is_staff: bool,
    personal: Iterable[str],
    is_common: bool,
) -> None:
    """Refuse a password that the policy does not allow.

    Kinds of characters are asked of staff alone, and only without a second factor.
    """
    least = policy.length_with_second_factor if has_second_factor else policy.length_alone
    if len(password) < least:
        raise PasswordTooShort(least=least)
    if len(password) > LONGEST:
        raise PasswordTooLong
    kinds = _kinds(password)
    if is_staff and not has_second_factor and kinds < policy.classes_alone:
        raise PasswordTooPlain
    if is_common or _is_made_of(password, personal):
        raise PasswordKnown


def first_password_fits(password: str, policy: Policy) -> bool:
    """Say whether a password that the program drew is one the policy allows to everybody."""
    return len(password) >= policy.length_alone and _kinds(password) >= len(CLASSES)


def _kinds(password: str) -> int:
    return sum(bool(re.search(kind, password)) for kind in CLASSES)


def _is_made_of(password: str, personal: Iterable[str]) -> bool:
    """Say whether little is left of a password without what everybody knows; beside a known word
    numbers and marks are little, for a year and an exclamation mark are guessed with it."""
    whole = rest = folded(password).replace(" ", "")
    plain = (folded(word).replace(" ", "") for word in personal)
    for word in sorted(plain, key=len, reverse=True):
        if len(word) >= LEAST_PART:
            rest = rest.replace(word, "")
    left = rest if rest == whole else [letter for letter in rest if letter.isalpha()]
    return len(left) < LEAST_PART
