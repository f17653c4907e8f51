"""The words of a department's table of steps: headings, performers, times, what comes next."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from motcua.kernel.actors import Role

HOURS_A_DAY = 8
END = "kết thúc"

# Which heading is which column; the first that fits, in this order.
HEADINGS: tuple[tuple[str, str], ...] = (
    ("next", r"tiep theo|ke tiep|chuyen den|chuyen buoc|buoc sau|dieu kien|\bnext\b"),
    ("time", r"thoi gian|thoi han|^(so )?(gio|ngay)\b|\btime\b"),
    ("action", r"noi dung|cong viec|hanh dong|ten buoc|mo ta|hoat dong|trinh tu|\baction\b"),
    ("step", r"^buoc|^(s?tt|so tt|so thu tu|ma)\b|^step\b"),
    ("result", r"ket qua|san pham|bieu mau"),
    ("role", r"vai tro|chuc danh|chuc vu|can bo|nguoi|\brole\b"),
    ("unit", r"don vi|co quan|phong|bo phan|\bunit\b"),
    ("role", r"thuc hien|trach nhiem"),
)
NAMES = {
    "step": "Bước",
    "role": "Vai trò",
    "unit": "Đơn vị",
    "action": "Nội dung công việc",
    "time": "Thời gian",
    "next": "Bước tiếp theo",
}

ROLES: tuple[tuple[Role, str], ...] = (
    (Role.RECEPTIONIST, r"mot cua|1 cua|tiep nhan|hanh chinh cong|tra ket qua|receptionist"),
    (Role.RECORDS_CLERK, r"van thu|records.clerk"),
    (
        Role.SECTION_HEAD,
        r"(lanh dao|truong|pho) (phong|ban|bo phan|to|chi cuc|doi|khoa|trung tam)"
        r"|chi cuc truong|phu trach|section.head",
    ),
    (
        Role.SIGNATORY,
        r"chu tich|giam doc|thu truong|cuc truong|tham quyen|nguoi ky|signatory"
        r"|lanh dao (ubnd|uy ban|so|co quan|tinh|xa|phuong|don vi|van phong)|lanh dao$",
    ),
    (Role.CASHIER, r"ke toan|thu quy|thu phi|cashier"),
    (
        Role.CASE_OFFICER,
        r"chuyen vien|can bo|cong chuc|vien chuc|thu ly|tham dinh|dia chinh|ho tich|case.officer",
    ),
)
_AGENCY = re.compile(
    r"\b(so|ubnd|uy ban nhan dan|cong an|cuc|chi cuc|ban quan ly|van phong dang ky|kho bac"
    r"|bao hiem xa hoi|co quan thue|toa an|vien kiem sat|bo chi huy|dien luc)\b.*"
)
_SECTION = re.compile(r"^(phong|to|ban|doi|bo phan)\b")

_AMOUNT = re.compile(r"(\d+)\s*/\s*(\d+)|(\d+(?:[.,]\d+)?)")
_UNITS: tuple[tuple[str, str], ...] = (
    ("minute", r"phut|minute"),
    ("hour", r"gio|\bh\b|hour|(?<=\d)h"),
    ("half_day", r"buoi"),
    ("calendar_day", r"ngay (lich|duong lich|theo lich)|calendar day"),
    ("month", r"thang|month"),
    ("week", r"tuan|week"),
    ("day", r"ngay|day|(?<=\d)n\b"),
)
_HOURS: dict[str, Fraction] = {
    "minute": Fraction(1, 60),
    "hour": Fraction(1),
    "half_day": Fraction(4),
    "day": Fraction(HOURS_A_DAY),
    "week": Fraction(5 * HOURS_A_DAY),
}
_LEAD = re.compile(
    r"^(?:(?:thi|chuyen|den|sang|ve|toi|quay|tra|lai|lam|thuc|hien|xuong|len|qua)\s+)*"
    r"(?:cac\s+)?(?:buoc|step)?\s*(?:so\s+)?"
)
_OTHERWISE = re.compile(r"^(con lai|nguoc lai|truong hop (con lai|khac)|khac|mac dinh)$")


def plain(words: object) -> str:
    """Return words in small letters without accents, spaces made single."""
    spread = unicodedata.normalize("NFD", str(words).casefold().replace("đ", "d"))
    bare = "".join(one for one in spread if not unicodedata.combining(one))
    return " ".join(bare.split())


def heading(words: str) -> str:
    """Return which column a heading names, or nothing."""
    bare = plain(words)
    if not bare or len(bare) > 60:
        return ""
    return next((name for name, pattern in HEADINGS if re.search(pattern, bare)), "")


def step_code(words: str) -> str:
    """Return the code of a step as compared: `Bước 01.` and `1.0` are both `1`."""
    bare = re.sub(r"^(buoc|step|b)\s*(?=\d)", "", plain(words)).strip(" .):")
    bare = re.sub(r"^(\d+)\.0$", r"\1", bare)
    return re.sub(r"^0+(?=\d)", "", bare)


def role_in(words: str) -> Role | None:
    """Return the role that words name; a bare agency or section works through its officers."""
    bare = plain(words)
    for role, pattern in ROLES:
        if re.search(pattern, bare):
            return role
    return Role.CASE_OFFICER if agency_in(words) or _SECTION.search(bare) else None


def agency_in(words: str) -> str:
    """Return the agency that words name, for comparing; nothing when they name none."""
    found = _AGENCY.search(plain(words))
    return found[0].strip(" .,;") if found else ""


def limit_in(words: str, heading_words: str = "") -> str | None:
    """Return a time as the engine writes limits (`4h`, `2wd`, `5d`, `1m`); None if unreadable.

    A day of a step is a working day of eight hours unless the table says calendar days; parts of
    an hour count as a whole one. A bare number has the unit of its heading.
    """
    bare = plain(words)
    if re.search(r"^(trong|cung)( mot| 1)? (ngay|buoi)( lam viec)?$", bare):
        bare = f"1 {bare}"
    unit = _unit(bare) or _unit(plain(heading_words))
    amount = _amount(bare)
    if amount is None or not unit or amount <= 0:
        return None
    if unit in {"calendar_day", "month"}:
        symbol = "d" if unit == "calendar_day" else "m"
        return f"{amount}{symbol}" if amount.denominator == 1 else None
    if unit in {"day", "week"} and (amount * _HOURS[unit] / HOURS_A_DAY).denominator == 1:
        return _bounded(amount * _HOURS[unit] / HOURS_A_DAY, "wd")
    return _bounded(Fraction(-(-amount * _HOURS[unit] // 1)), "h")


def _bounded(amount: Fraction, symbol: str) -> str | None:
    return f"{amount}{symbol}" if amount < 10_000 else None


def _unit(bare: str) -> str:
    return next((unit for unit, pattern in _UNITS if re.search(pattern, bare)), "")


def _amount(bare: str) -> Fraction | None:
    """Return the one number of a text; two numbers, such as a range, are no time."""
    bare = bare.replace("½", " 1/2").replace("1⁄2", " 1/2")
    found = list(_AMOUNT.finditer(bare))
    if len(found) != 1:
        return None
    above, below, decimal = found[0].groups()
    if decimal:
        return Fraction(decimal.replace(",", "."))
    return Fraction(int(above), int(below)) if int(below) else None


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a step may lead: one step, or several at once, under a condition in words."""

    targets: tuple[str, ...]
    condition: str = ""


def branches_in(words: str) -> list[Branch]:
    """Return the ways on that a cell names; a target that is no step is the caller's to find."""
    parts = [
        part.strip(" .") for part in re.split(r"[;\n]|,\s*(?=n[eế]u\b)|\.\s+(?=N[eế]u\b)", words)
    ]
    return [branch for part in parts if part for branch in _alternatives(part)]


def _alternatives(part: str) -> list[Branch]:
    for pattern in _CONDITIONED:
        found = pattern.match(part)
        if found:
            condition = found["condition"].strip(" ,.:")
            return [Branch(_targets(found["target"]), "" if _otherwise(condition) else condition)]
    return [Branch(_targets(one)) for one in re.split(r"\s+ho[aặ]c\s+", part)]


def _otherwise(condition: str) -> bool:
    return bool(_OTHERWISE.match(plain(condition)))


_CONDITIONED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?P<target>.+?)[\s,]+(?:n[eế]u|khi)\s+(?P<condition>.+)$",
        r"^n[eế]u\s+(?P<condition>.+?)\s*(?:\bth[iì]\b|:|→|->|=>|,)\s*(?P<target>.+)$",
        r"^(?P<condition>[^:→>]+?)\s*(?::|→|->|=>)\s*(?P<target>.+)$",
        r"^(?P<target>\S+)\s*\((?P<condition>[^)]+)\)$",
    )
)


def _targets(words: str) -> tuple[str, ...]:
    parts = re.split(r"\s+v[aà]\s+|\s*[,+&]\s*", words.strip(" ."))
    return tuple(_target(part) for part in parts if part.strip())


def _target(words: str) -> str:
    bare = plain(words)
    if re.search(r"^(-|(quy trinh )?(ket thuc|het|xong|end)( quy trinh)?)$", bare):
        return END
    return step_code(_LEAD.sub("", bare) or bare)
