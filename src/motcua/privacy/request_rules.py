"""What people may ask about their own data, and by when they are answered.

The clocks are those of Nghị định 356/2025/NĐ-CP, art. 5, as dated data: a first answer, a limit,
once a longer one with a reason; each longer again where somebody else holds the data for us.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from motcua.deadlines.rules import WorkingCalendar, due_at
from motcua.kernel.errors import DomainError
from motcua.kernel.limits import Limit, limit_from

FACTS = Path(__file__).parent / "facts" / "requests.csv"
LONGEST_WORDS = 2000


class Kind(StrEnum):
    """What is asked for."""

    VIEW = "view"
    CORRECT = "correct"
    SUPPLY = "supply"
    DELETE = "delete"
    RESTRICT = "restrict"
    OBJECT = "object"
    WITHDRAW = "withdraw"


KIND_NAMES: dict[Kind, str] = {
    Kind.VIEW: "Xem dữ liệu của tôi",
    Kind.CORRECT: "Sửa dữ liệu sai",
    Kind.SUPPLY: "Cung cấp bản sao dữ liệu",
    Kind.DELETE: "Xóa dữ liệu",
    Kind.RESTRICT: "Hạn chế xử lý dữ liệu",
    Kind.OBJECT: "Phản đối xử lý dữ liệu",
    Kind.WITHDRAW: "Rút lại sự đồng ý",
}


class Outcome(StrEnum):
    """How a request stands."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


OUTCOME_NAMES: dict[Outcome, str] = {
    Outcome.OPEN: "đang giải quyết",
    Outcome.DONE: "đã làm",
    Outcome.REFUSED: "không làm được",
}


class KindUnknown(DomainError):
    """Nobody said what is asked for."""

    message = "Xin chọn điều bạn yêu cầu."


class WordsMissing(DomainError):
    """Nobody said about what."""

    message = "Xin ghi rõ yêu cầu là về dữ liệu nào."


class EndedBefore(DomainError):
    """The request was answered for good."""

    message = "Yêu cầu này đã giải quyết xong."


class AnsweredBefore(DomainError):
    """The first answer was given."""

    message = "Yêu cầu này đã được trả lời tiếp nhận."


class ExtendedBefore(DomainError):
    """A limit is made longer once."""

    message = "Thời hạn chỉ được gia hạn một lần."


class ExtendedTooLate(DomainError):
    """A limit that has ended is not made longer."""

    message = "Đã quá hạn nên không gia hạn được."


class ArticleMissing(DomainError):
    """A refusal names the article that it rests on."""

    message = "Xin ghi điều, khoản làm căn cứ từ chối."


class AllKeptByLaw(DomainError):
    """Nothing of somebody's data may be erased as yet."""

    message = (
        "Luật còn giữ mọi dữ liệu của người này nên chưa xóa được gì. Hãy từ chối và ghi căn cứ."
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """How fast a kind of request is answered and done, on the day it comes."""

    answer: Limit
    limit: Limit
    longer: Limit
    article: str


@dataclass(frozen=True, slots=True)
class Due:
    """By when a request is answered, done, and done at the latest if that is made longer."""

    answer_at: datetime
    done_at: datetime
    longer_at: datetime


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def clock_on(kind: Kind, day: date, *, with_processor: bool) -> Clock:
    """Return the clock of a kind of request on a day; raises `LookupError` before the decree."""
    for row in _rows():
        until = row["valid_to"] or "9999"
        if row["kind"] == kind and row["valid_from"] <= day.isoformat() <= until:
            ending = "with_processor" if with_processor else "limit"
            longer = "longer_with_processor" if with_processor else "longer"
            return Clock(
                limit_from(row["answer"]),
                limit_from(row[ending]),
                limit_from(row[longer]),
                row["article"],
            )
    raise LookupError(kind)


def due_of(clock: Clock, asked_at: datetime, calendar: WorkingCalendar) -> Due:
    """Return by when a request must be dealt with; what ends on a day without work ends with the
    next working day (Civil Code 2015, art. 148 §5)."""
    answer, done, longer = (
        due_at(asked_at, limit, calendar) for limit in (clock.answer, clock.limit, clock.longer)
    )
    assert answer is not None
    assert done is not None
    assert longer is not None
    return Due(answer, done, longer)
