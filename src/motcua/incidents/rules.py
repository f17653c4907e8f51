"""Which clocks run from the moment an incident was noticed, and what stands in way of ending it.

Two flows by two laws, which may run at once: an incident of network security (Nghị định
331/2026/NĐ-CP, art. 31) and a breach of personal data (Luật 91/2025/QH15, art. 23; Nghị định
356/2025/NĐ-CP, art. 28). Hours run through nights and holidays.
"""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from motcua.kernel.errors import DomainError

FACTS = Path(__file__).parent / "facts"
LONGEST_WORDS = 4000
MOST_LINES = 100_000  # in a file given out by a page


class Flow(StrEnum):
    """By which law something must be told."""

    NETWORK = "network"
    PERSONAL = "personal"


FLOW_NAMES = {Flow.NETWORK: "Sự cố an ninh mạng", Flow.PERSONAL: "Vi phạm dữ liệu cá nhân"}
# What is written down of an incident, and stands in its papers.
FIELDS = {
    "what": "Chuyện gì đã xảy ra",
    "systems": "Hệ thống, dữ liệu bị ảnh hưởng",
    "data_kinds": "Loại dữ liệu cá nhân",
    "consequences": "Hậu quả đã có và có thể có",
    "measures": "Đã làm gì và sẽ làm gì",
    "prevention": "Phòng ngừa về sau",
    "contact": "Cơ quan, người liên hệ",
    "late_reason": "Lý do báo muộn, nếu muộn",
}


class State(StrEnum):
    """How an incident stands: being worked on, one person says it is over, another agrees."""

    OPEN = "open"
    ENDING = "ending"
    CLOSED = "closed"


STATE_NAMES = {State.OPEN: "đang xử lý", State.ENDING: "chờ người thứ hai", State.CLOSED: "đã đóng"}


class DutyState(StrEnum):
    """How a duty to tell somebody stands."""

    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"


class FlowMissing(DomainError):
    """Nobody said by which law."""

    message = "Xin chọn ít nhất một loại: sự cố an ninh mạng hoặc vi phạm dữ liệu cá nhân."


class WordsMissing(DomainError):
    """Nothing was said."""

    message = "Xin ghi rõ nội dung."


class FoundLater(DomainError):
    """The moment at which it was noticed has not come."""

    message = "Thời điểm phát hiện không thể ở tương lai."


class TooLong(DomainError):
    """A period ends before it begins, or is longer than a year."""

    message = "Khoảng thời gian chưa đúng: từ lúc phải trước đến lúc, dài nhất một năm."


class ClosedBefore(DomainError):
    """Nothing is changed about an incident that two persons have closed."""

    message = "Sự cố này đã đóng, không sửa được nữa."


class DoneBefore(DomainError):
    """The duty was done or does not apply."""

    message = "Việc này đã ghi xong trước đó."


class DutiesOpen(DomainError):
    """An incident ends when everything was told, or it was said why not."""

    message = "Còn việc phải báo chưa làm. Ghi đã làm, hoặc ghi lý do không phải làm."


class NotEnding(DomainError):
    """Nobody has said that the incident is over."""

    message = "Chưa ai đề nghị đóng sự cố này."


class SamePerson(DomainError):
    """It takes two."""

    message = "Phải là người khác, không phải người đã đề nghị."


class ReleasedBefore(DomainError):
    """The notice went out."""

    message = "Thông báo này đã gửi."


class NobodyConcerned(DomainError):
    """No dossier was read in what was asked about."""

    message = "Trong phạm vi này không có hồ sơ nào bị xem."


class TooManyLines(DomainError):
    """A page gives no file that large."""

    message = "Quá nhiều lượt xem cho một tệp trên trang; nhờ quản trị chạy ./motcua privacy reads."


@dataclass(frozen=True, slots=True)
class Clock:
    """Something to be told: to whom, within how many hours, by which article.

    `applies` says when: always in its flow, or only when the incident is severe, touches the
    security of the State or stops the system (at once), or people must be told. What is not
    `confirmed` comes from digests or is our own guess, as the note says.
    """

    flow: Flow
    code: str
    applies: str
    name: str
    to: str
    within: timedelta
    paper: str
    basis: str
    confirmed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Gravity:
    """What decides which clocks run."""

    is_network: bool
    is_personal: bool
    is_severe: bool = False
    is_at_once: bool = False
    tells_people: bool = False

    def has(self, clock: Clock) -> bool:
        """Say whether a clock runs."""
        flows = {Flow.NETWORK: self.is_network, Flow.PERSONAL: self.is_personal}
        when = {
            "always": True,
            "severe": self.is_severe,
            "at_once": self.is_at_once,
            "people": self.tells_people,
        }
        return flows[clock.flow] and when[clock.applies]


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands in a paper, in order; `confirmed` says whether we saw the official form."""

    id: str
    title: str
    form: str
    confirmed: bool
    source: str
    to: str
    sections: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with (FACTS / "clocks.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def clocks_on(day: date) -> list[Clock]:
    """Return the clocks of a day; none before the laws were in force."""
    return [
        Clock(
            Flow(row["flow"]),
            row["code"],
            row["applies"],
            row["name"],
            row["to"],
            timedelta(hours=int(row["hours"])),
            row["paper"],
            row["basis"],
            row["confirmed"] == "yes",
            row["note"],
        )
        for row in _rows()
        if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
    ]


def clock_of(code: str, day: date) -> Clock:
    """Return one clock of a day; raises `LookupError` when there is none."""
    for clock in clocks_on(day):
        if clock.code == code:
            return clock
    raise LookupError(code)


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """Return what stands in each paper, by its id."""
    told = tomllib.loads((FACTS / "papers.toml").read_text(encoding="utf-8"))["paper"]
    return {
        one["id"]: Layout(
            **{name: value for name, value in one.items() if name != "sections"},
            sections=tuple((part["heading"], part["field"]) for part in one["sections"]),
        )
        for one in told
    }


def is_late(due_at: datetime, done_at: datetime | None, now: datetime) -> bool:
    """Say whether a duty was done late, or is late and not done; late stays late."""
    return (done_at or now) > due_at
