"""What every kind of field shares: its empty value, its limits, how a refusal is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

EMPTY: Mapping[str, object] = {
    "text": "",
    "long_text": "",
    "number": 0,
    "money": 0,
    "date": "",
    "time": "",
    "yes_no": False,
    "choice": "",
    "choices": [],
    "personal_number": "",
    "tax_code": "",
    "phone": "",
    "email": "",
    "address": {"province": "", "district": "", "commune": "", "line": ""},
    "agency": "",
    "table": [],
    "declaration": False,
    "strokes": "",
    "file": {"document": "", "name": ""},
}
COMPUTED = frozenset({"calculated", "hidden"})  # the server fills them; what is sent is ignored
SILENT = frozenset({"heading", "guidance", "hidden"})  # no question, no answer to read
TEXT_LENGTH = 500
LONG_TEXT_LENGTH = 5000
LONGEST_TEXT = 20_000
LINE_LENGTH = 300
MOST = 10**15
FIRST_YEAR = 1900
MOST_DECIMALS = 6
ROWS, MOST_ROWS = 50, 500


class FieldError(Exception):
    """An answer that does not fit, with the sentence for the person."""


@dataclass(frozen=True, slots=True)
class Places:
    """The provinces, communes and agencies that answers may name, by code.

    Without a list of agencies any code of the right form is taken.
    """

    provinces: Mapping[str, str]
    communes: Mapping[str, str]
    province_of_communes: str
    agencies: Mapping[str, str] = field(default_factory=dict)


Field = Mapping[str, object]
FieldCheck = Callable[[object, Field, date, Places], object]


def decimals_of(field: Field) -> int:
    """Return how many digits after the comma a number may have."""
    return min(int(str(field.get("decimals") or 0)), MOST_DECIMALS)


def length_of(field: Field) -> int:
    """Return how many characters an answer may have."""
    standard = LONG_TEXT_LENGTH if field["kind"] == "long_text" else TEXT_LENGTH
    return min(int(str(field.get("max_length", standard))), LONGEST_TEXT)


def rows_of(field: Field) -> tuple[int, int]:
    """Return how many rows a table must and may have."""
    least, most = int(str(field.get("min_rows", 0))), int(str(field.get("max_rows", ROWS)))
    return least, min(most, MOST_ROWS)
