"""A signature drawn by hand: strokes as text, so that they are small, checked and drawn anywhere.

Points are `x,y` on a field of 600 by 200; a blank leads to the next point, a semicolon lifts the
pen: `10,20 12,24;40,20 44,28`. Whoever cannot draw signs by typing the name.
"""

import re
from datetime import date

from motcua.forms.fields.kinds import Field, FieldError, Places

WIDTH, HEIGHT = 600, 200
LONGEST = 12_000
_POINT = "(?:[0-5]?[0-9]{1,2}|600),(?:1?[0-9]{1,2}|200)"
STROKES = f"^{_POINT}(?:[ ;]{_POINT})*$"
_STROKES = re.compile(STROKES)


def check_strokes(answer: object, field: Field, today: date, places: Places) -> object:
    """Return strokes as they were drawn."""
    text = answer.strip() if isinstance(answer, str) else ""
    if len(text) > LONGEST:
        raise FieldError("Chữ ký vẽ quá nhiều nét. Xin xóa và ký lại.")
    if not _STROKES.fullmatch(text):
        raise FieldError("Không đọc được chữ ký vẽ. Xin xóa và ký lại.")
    return text


def lines_of(strokes: object) -> list[list[tuple[int, int]]]:
    """Return the points of every stroke; none for what is no drawing."""
    if not isinstance(strokes, str) or not _STROKES.fullmatch(strokes):
        return []
    return [[_point(one) for one in line.split(" ")] for line in strokes.split(";")]


def _point(written: str) -> tuple[int, int]:
    across, _, down = written.partition(",")
    return int(across), int(down)
