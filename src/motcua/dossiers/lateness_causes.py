"""Why a dossier was late, found in what was recorded.

The cause is what took most working time of all that should not have: values in, one cause out. The
same few causes serve the figures; an apology may later tell another one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from motcua.dossiers.spans import MINUTES_OF_A_DAY, in_working_time

SOON_ENOUGH = MINUTES_OF_A_DAY // 2  # half a day until a step is taken is nobody's fault
SEVERAL = 2  # hand-overs within one step


class Cause(StrEnum):
    """What held a dossier up; of two that cost the same, the first is the more telling."""

    OPINION_LATE = "opinion_late"
    SENT_BACK = "sent_back"
    HANDED_AROUND = "handed_around"
    UNCLAIMED = "unclaimed"
    SUPPLEMENT_LATE = "supplement_late"
    OTHER_AGENCY = "other_agency"
    STEP_OVERRAN = "step_overran"
    UNKNOWN = "unknown"


LABELS = {
    Cause.OPINION_LATE: "Cơ quan được lấy ý kiến trả lời muộn",
    Cause.SENT_BACK: "Hồ sơ bị trả lại, phải làm lại",
    Cause.HANDED_AROUND: "Chuyển qua lại giữa nhiều người",
    Cause.UNCLAIMED: "Việc nằm chờ người nhận",
    Cause.SUPPLEMENT_LATE: "Yêu cầu bổ sung khi đã quá nửa thời hạn",
    Cause.OTHER_AGENCY: "Bước ở cơ quan phối hợp quá hạn",
    Cause.STEP_OVERRAN: "Bước ở cơ quan giải quyết quá hạn",
    Cause.UNKNOWN: "Dữ liệu đã ghi chưa cho biết",
}
_EXPLAINED = {
    Cause.OPINION_LATE: "{agency} được lấy ý kiến đã trả lời muộn {time} làm việc.",
    Cause.SENT_BACK: "Hồ sơ bị trả lại; làm lại bước “{step}” mất {time} làm việc.",
    Cause.HANDED_AROUND: "Bước “{step}” mất thêm {time} làm việc vì chuyển qua nhiều người.",
    Cause.UNCLAIMED: "Bước “{step}” ở {agency} mất thêm {time} làm việc chờ người nhận.",
    Cause.SUPPLEMENT_LATE: (
        "Yêu cầu bổ sung được gửi sau khi đã qua nửa thời hạn {time} làm việc."
    ),
    Cause.OTHER_AGENCY: "Bước “{step}” ở {agency} làm quá hạn {time} làm việc.",
    Cause.STEP_OVERRAN: "Bước “{step}” ở {agency} làm quá hạn {time} làm việc.",
    Cause.UNKNOWN: "Không bước nào quá hạn riêng; dữ liệu đã ghi chưa cho biết vì sao trễ.",
}


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a late dossier as it went, in working minutes.

    `over` is beyond its own budget, None when it has none; `passing` from the first to the last of
    several hand-overs; `again` says that the step had been done before.
    """

    name: str
    agency: UUID
    waited: int = 0
    worked: int = 0
    over: int | None = None
    hand_overs: int = 0
    passing: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class OpinionAsked:
    """An opinion asked of another agency, and the working minutes it came after its time."""

    agency: UUID
    over: int


@dataclass(frozen=True, slots=True)
class Past:
    """What was recorded of a late dossier. `asked_after_half` are the working minutes between half
    of the limit and the request for supplement; where the limit ran anew, nothing was lost."""

    settling: UUID
    steps: Sequence[StepTaken] = ()
    opinions: Sequence[OpinionAsked] = ()
    asked_after_half: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A cause, where it arose, and the working minutes it took."""

    cause: Cause
    minutes: int = 0
    step: str = ""
    agency: UUID | None = None


def cause_of(past: Past) -> Found:
    """Return what took most of the time that should not have been taken."""
    order = list(Cause)
    found = [one for one in _candidates(past) if one.minutes > 0]
    return max(
        found,
        key=lambda one: (one.minutes, -order.index(one.cause)),
        default=Found(Cause.UNKNOWN),
    )


def overran_most(steps: Sequence[StepTaken]) -> StepTaken | None:
    """Return the step that was furthest beyond its own budget, None when none was."""
    return max((step for step in steps if step.over), key=lambda step: step.over or 0, default=None)


def label_of(cause: str, told: Mapping[str, str]) -> str:
    """Return the name of a cause; `told` names those that apologies tell, by their codes."""
    return LABELS[Cause(cause)] if cause in set(Cause) else told.get(cause, cause)


def explained(cause: Cause, minutes: int, step: str, agency: str) -> str:
    """Return a cause as one sentence for those who watch."""
    time, where = in_working_time(minutes), agency or "cơ quan giải quyết"
    said = _EXPLAINED[cause].format(step=step, agency=where, time=time)
    return said[:1].upper() + said[1:]


def _candidates(past: Past) -> Iterator[Found]:
    for opinion in past.opinions:
        yield Found(Cause.OPINION_LATE, opinion.over, agency=opinion.agency)
    yield Found(Cause.SUPPLEMENT_LATE, past.asked_after_half, agency=past.settling)
    yield _done_again(past.steps)
    awaited = max((opinion.over for opinion in past.opinions), default=0)
    for step in past.steps:
        if not step.again:
            yield from _of_step(step, past.settling, awaited)


def _done_again(steps: Sequence[StepTaken]) -> Found:
    again = [step for step in steps if step.again]
    if not again:
        return Found(Cause.SENT_BACK)
    longest = max(again, key=lambda step: step.waited + step.worked)
    minutes = sum(step.waited + step.worked for step in again)
    return Found(Cause.SENT_BACK, minutes, longest.name, longest.agency)


def _of_step(step: StepTaken, settling: UUID, awaited: int) -> Iterator[Found]:
    """Yield what one step lost: passed around, waiting, and what is left of its overrun then.

    A step that kept its budget lost nothing, however long it waited.
    """
    passed = step.passing if step.hand_overs >= SEVERAL else 0
    waited = step.waited - SOON_ENOUGH
    if step.over is not None:
        passed, waited = min(passed, step.over), min(waited, step.over)
    yield Found(Cause.HANDED_AROUND, passed, step.name, step.agency)
    yield Found(Cause.UNCLAIMED, waited, step.name, step.agency)
    is_home = step.agency == settling
    otherwise = max(waited, passed, 0) + (awaited if is_home else 0)
    cause = Cause.STEP_OVERRAN if is_home else Cause.OTHER_AGENCY
    yield Found(cause, (step.over or 0) - otherwise, step.name, step.agency)
