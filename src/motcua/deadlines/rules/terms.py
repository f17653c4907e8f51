"""The numbers of the law that the clock follows (tham số pháp lý), and how they are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from motcua.kernel.errors import DomainError
from motcua.kernel.limits import Limit, limit_from


class Key(StrEnum):
    """What a number is about (regulations §28)."""

    ANSWER_WITHIN = "answer_within"
    WARN_HOLDER_AT = "warn_holder_at"
    WARN_HEAD_AT = "warn_head_at"
    APOLOGY_BEFORE = "apology_before"
    SIGN_WITH_CODE = "sign_with_code"


class TermMiswritten(DomainError):
    """A number of the law is not written as its kind must be."""

    message = "Giá trị “{value}” chưa đúng: {how}."


@dataclass(frozen=True, slots=True)
class ClockTerms:
    """The numbers in force on a day.

    `answer_within`: an online filing is answered so fast (NĐ 45/2020/NĐ-CP art. 11 §3).
    `warn_holder_at`, `warn_head_at`: the shares of the working time of a limit, in percent, after
    which its holder and then the head of the unit are told. `apology_before`: the apology is
    written no later than so long before the limit ends (NĐ 61/2018/NĐ-CP art. 19).
    `sign_with_code`: who confirms a single signature with a one-time code: nobody (`none`), who has
    a second factor (`enrolled`), or everybody (`always`); signing many at once always asks.
    """

    answer_within: Limit
    warn_holder_at: int
    warn_head_at: int
    apology_before: Limit
    sign_with_code: str


def _percent(value: str) -> int:
    number = int(value)
    if not 1 <= number <= 100:
        raise ValueError(value)
    return number


def _one_of(value: str) -> str:
    if value not in CODE_ASKED:
        raise ValueError(value)
    return value


CODE_ASKED = ("none", "enrolled", "always")
_LIMIT = "viết như 8h hoặc 1wd"
_SHARE = "số phần trăm từ 1 đến 100"
_CODE = "viết none (không ai), enrolled (người đã đăng ký) hoặc always (mọi người)"
_READING: Mapping[Key, tuple[Callable[[str], Limit | int | str], str]] = {
    Key.ANSWER_WITHIN: (limit_from, _LIMIT),
    Key.WARN_HOLDER_AT: (_percent, _SHARE),
    Key.WARN_HEAD_AT: (_percent, _SHARE),
    Key.APOLOGY_BEFORE: (limit_from, _LIMIT),
    Key.SIGN_WITH_CODE: (_one_of, _CODE),
}


def check_term(key: Key, value: str) -> str:
    """Return a value as it is kept; refuse one that is not written as its kind must be."""
    reading, how = _READING[key]
    try:
        reading(value.strip())
    except ValueError:
        raise TermMiswritten(value=value, how=how) from None
    return value.strip()


def terms_from(values: Mapping[str, str]) -> ClockTerms:
    """Read the numbers in force; each key must be there, written as `check_term` accepts it."""
    read = {key.value: _READING[key][0](values[key.value]) for key in Key}
    return ClockTerms(**read)  # type: ignore[arg-type]
