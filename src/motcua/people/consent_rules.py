"""What people are asked to consent to: one purpose at a time, in a text that has a version.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, art. 9; Nghị định 356/2025/NĐ-CP, art. 6. What the
law lets the State keep is not asked for: nobody could refuse it.
"""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from motcua.kernel.errors import DomainError

FACTS = Path(__file__).parent / "facts" / "consents.csv"


class ConsentTo(StrEnum):
    """What for."""

    EXPIRY_REMINDER = "expiry_reminder"


class TextChanged(DomainError):
    """What was read is not what is asked now."""

    message = "Nội dung hỏi đồng ý vừa thay đổi, xin đọc lại rồi chọn."


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is asked: the very words, their version, and whether the data are sensitive."""

    purpose: str
    version: int
    sensitive: bool
    title: str
    text: str


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def texts_on(day: date) -> list[ConsentText]:
    """Return what is asked on a day, one text for each purpose."""
    return [
        _text(row)
        for row in _rows()
        if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
    ]


def text_asked(purpose: str, version: int, day: date) -> ConsentText:
    """Return the text that somebody agrees to; refuse one that is not asked on the day."""
    for text in texts_on(day):
        if (text.purpose, text.version) == (purpose, version):
            return text
    raise TextChanged


def _text(row: dict[str, str]) -> ConsentText:
    return ConsentText(
        row["purpose"], int(row["version"]), row["sensitive"] == "yes", row["title"], row["text"]
    )
