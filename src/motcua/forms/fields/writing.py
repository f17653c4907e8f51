"""Answers that are written freely: text and numbers."""

import math
from datetime import date

from motcua.forms.fields.kinds import (
    MOST,
    Field,
    FieldError,
    Places,
    decimals_of,
    length_of,
)
from motcua.kernel.text import normal, refusal_of

_BEFORE_TIDYING = 4  # an answer may be this many times too long and still be blanks


def written(answer: object, most: int, *, lines: bool = False) -> str:
    """Return text as it is stored, or refuse it: too long, hidden or look-alike characters."""
    if not isinstance(answer, str):
        raise FieldError("Mục này phải là chữ.")
    too_long = FieldError(f"Nội dung dài quá {most} ký tự. Xin viết ngắn lại.")
    if len(answer) > _BEFORE_TIDYING * most:
        raise too_long
    if refusal := refusal_of(answer):
        raise FieldError(refusal)
    text = normal(answer)
    if not lines:
        text = " ".join(text.split())
    if len(text) > most:
        raise too_long
    return text


def check_text(answer: object, field: Field, today: date, places: Places) -> object:
    """Return text in Unicode NFC with single blanks; only long text keeps its lines."""
    return written(answer, length_of(field), lines=field["kind"] == "long_text")


def check_number(answer: object, field: Field, today: date, places: Places) -> object:
    """Return a whole number, or one with as many decimals as the field says."""
    number = _decimal(answer, field) if decimals_of(field) else _whole(answer)
    least, most = field.get("min"), field.get("max")
    if field["kind"] == "money" and least is None:
        least = 0
    if isinstance(least, int | float) and number < least:
        raise FieldError(f"Số này phải từ {in_words(least)} trở lên.")
    if isinstance(most, int | float) and number > most:
        raise FieldError(f"Số này không được quá {in_words(most)}.")
    return number


def _whole(answer: object) -> int:
    is_whole = isinstance(answer, int) or (isinstance(answer, float) and answer.is_integer())
    if isinstance(answer, bool) or not is_whole or abs(answer) > MOST:  # type: ignore[arg-type]
        raise FieldError("Xin nhập một số nguyên, chỉ gồm chữ số.")
    return int(answer)  # type: ignore[call-overload, no-any-return]


def _decimal(answer: object, field: Field) -> float:
    is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
    if not is_number or not -MOST <= answer <= MOST:  # type: ignore[operator]
        raise FieldError("Xin nhập một số, ví dụ 85,5.")
    number = float(answer)  # type: ignore[arg-type]
    most = decimals_of(field)
    if not math.isclose(number, round(number, most), rel_tol=0, abs_tol=1e-9):
        raise FieldError(f"Số này có nhiều nhất {most} chữ số sau dấu phẩy.")
    return round(number, most)


def in_words(number: float) -> str:
    """Write a number as people here do: a comma before the decimals, none that are zero."""
    if number == int(number):
        return str(int(number))
    return f"{number:.6f}".rstrip("0").replace(".", ",")
