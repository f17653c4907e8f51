"""Identity numbers, phones, and what the register says about a person."""

import re
from dataclasses import dataclass
from datetime import date

from motcua.kernel.errors import DomainError

CENTURIES = {"0": ("male", 1900), "1": ("female", 1900), "2": ("male", 2000), "3": ("female", 2000)}


class WrongPersonalNumber(DomainError):
    """A personal identification number that cannot exist."""

    message = "Số định danh gồm 12 chữ số, như in trên thẻ căn cước. Xin kiểm tra lại."


class NumberDoesNotMatch(DomainError):
    """The number exists, but its year of birth or sex is not that of the person."""

    message = "Số định danh không khớp với ngày sinh hoặc giới tính đã khai. Xin kiểm tra lại."


class NameDoesNotMatch(DomainError):
    """The number belongs to a person of another name."""

    message = "Số định danh này đã ghi cho người có họ tên khác. Xin xem lại thẻ căn cước."


class NotInRegister(DomainError):
    """The register knows no such person."""

    message = "Không tìm thấy số định danh này với họ tên đã khai trong dữ liệu dân cư."


class WrongPhone(DomainError):
    """A phone number that cannot be called."""

    message = "Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0; số cố định gồm 11 chữ số."


class SignInRefused(DomainError):
    """Name or password wrong, or the account is closed; never says which."""

    message = "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra lại."


class FirstPasswordOver(DomainError):
    """A first password that nobody changed in time; said only to who knows it."""

    message = "Mật khẩu ban đầu đã hết hạn. Xin gặp quản trị kỹ thuật để nhận mật khẩu mới."


class LoginWrong(DomainError):
    """A login that is hard to type or to tell apart."""

    message = "Tên đăng nhập gồm 3 đến 60 chữ thường không dấu, số, dấu chấm hoặc gạch ngang."


class LoginTaken(DomainError):
    """Somebody has this login already."""

    message = "Tên đăng nhập “{login}” đã có người dùng. Xin chọn tên khác."


class TwoHandsNeeded(DomainError):
    """Who has both password and device of somebody is that somebody."""

    message = (
        "Một người không vừa cấp mật khẩu mới vừa gỡ xác thực hai lớp của cùng một tài khoản. "
        "Xin để quản trị khác làm bước này, hoặc đợi chủ tài khoản đăng nhập."
    )


class TooManyAttempts(DomainError):
    """Too many tries from one place; the sentence says when to come back."""

    message = "Ông/bà đã thử quá nhiều lần. Xin thử lại sau {minutes} phút."


class SecondFactorMissing(DomainError):
    """The act needs a second factor, and the account has none."""

    message = "Việc này cần xác thực hai lớp. Xin đăng ký ứng dụng tạo mã trước, rồi làm lại."


class SecondFactorNeeded(DomainError):
    """The act needs a code that was entered a moment ago."""

    message = "Xin nhập mã 6 số đang hiện trên ứng dụng tạo mã của ông/bà."


class CodeWrong(DomainError):
    """The code is not one the app shows now."""

    message = "Mã chưa đúng hoặc đã hết hạn. Xin nhập mã đang hiện trên ứng dụng."


class CodeUsed(DomainError):
    """The code was taken before; each is taken once."""

    message = "Mã này đã dùng rồi. Xin chờ ứng dụng hiện mã mới rồi nhập lại."


class PasskeyWrong(DomainError):
    """What a device answered is not of this account, this site or this question."""

    message = "Thiết bị không xác nhận được. Xin thử lại, hoặc nhập mã 6 số."


class SecondFactorKnown(DomainError):
    """The account has a second factor already."""

    message = "Tài khoản này đã có xác thực hai lớp. Muốn đổi máy, xin gỡ ra trước."


ERASED = "Đã xóa"  # where a name stood


@dataclass(frozen=True, slots=True)
class Contact:
    """What is sealed about a person."""

    personal_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


def check_personal_number(number: str) -> str:
    """Return a well-formed number (12 digits: place, sex and century, year, serial).

    Structure: Nghị định 137/2015/NĐ-CP art. 13, kept by Luật Căn cước 2023.
    """
    digits = re.sub(r"[\s.]", "", number)
    if not re.fullmatch(r"[0-9]{12}", digits):
        raise WrongPersonalNumber
    if digits[3] not in CENTURIES:
        raise WrongPersonalNumber
    return digits


def check_number_fits(number: str, birth_date: date | None, sex: str | None) -> None:
    """Refuse a number whose sex or year of birth is not the person's."""
    told_sex, century = CENTURIES[number[3]]
    if sex is not None and sex != told_sex:
        raise NumberDoesNotMatch
    if birth_date is not None and birth_date.year != century + int(number[4:6]):
        raise NumberDoesNotMatch


def check_login(login: str) -> str:
    """Return a login as it is kept: small letters without accents, figures, full stops, hyphens."""
    tidy = login.strip().lower()
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]{1,58})[a-z0-9]", tidy):
        raise LoginWrong
    return tidy


def normal_phone(phone: str) -> str:
    """Return a phone number as ten digits, eleven for a landline; +84 becomes 0."""
    digits = re.sub(r"[\s.()-]", "", phone)
    digits = re.sub(r"^(\+840?|00840?|84(?=[0-9]{9}$))", "0", digits)
    if not re.fullmatch(r"0[1-9][0-9]{8}|02[0-9]{9}", digits):
        raise WrongPhone
    return digits


def masked_number(number: str) -> str:
    """Return a number of which only the last three digits can be read."""
    return "•" * max(len(number) - 3, 0) + number[-3:]
