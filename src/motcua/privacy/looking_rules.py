"""On what ground an officer reads a dossier, and how long that stays written down.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 gives people the right to know who has read about them;
Nghị định 333/2026/NĐ-CP, art. 16 §6 says how long such a log is kept at least.
"""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

FACTS = Path(__file__).parent / "facts" / "keeping.csv"
QUARTER = 15 * 60  # seconds
DAYS_IN_A_MONTH = 31  # never shorter than the law says


class Ground(StrEnum):
    """What gives the right to read a dossier, the nearest first."""

    STEP = "step"
    HANDLED = "handled"
    DESK = "desk"
    HEAD = "head"
    OPINION = "opinion"
    UNIT = "unit"
    OVERSIGHT = "oversight"


GROUND_NAMES: dict[Ground, str] = {
    Ground.STEP: "đang giải quyết hồ sơ",
    Ground.HANDLED: "đã giải quyết một bước của hồ sơ",
    Ground.DESK: "tiếp nhận hoặc trả kết quả hồ sơ",
    Ground.HEAD: "lãnh đạo nơi giải quyết hồ sơ",
    Ground.OPINION: "được hỏi ý kiến về hồ sơ",
    Ground.UNIT: "làm việc ở nơi có hồ sơ, không giữ bước nào",
    Ground.OVERSIGHT: "theo dõi, kiểm tra việc giải quyết",
}


class Found(StrEnum):
    """By what somebody searched."""

    CODE = "code"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long looks and searches stay written down, and what says so."""

    least_months: int
    usual_months: int
    basis: str

    def forgotten_before(self, at: datetime) -> datetime:
        """Return before which moment everything may be forgotten."""
        return at - timedelta(days=self.usual_months * DAYS_IN_A_MONTH)


def keeping() -> Keeping:
    """Return how long the log of reading is kept."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    return Keeping(int(row["least_months"]), int(row["usual_months"]), row["basis"])


def quarter_of(at: datetime) -> int:
    """Return the quarter of an hour of a moment, counted from 1970: one look in each is noted."""
    return int(at.timestamp()) // QUARTER
