"""Why somebody may be given a paper, and what they must say before."""

from enum import StrEnum

from motcua.kernel.errors import DomainError

LEAST_REASON, LONGEST_REASON = 10, 300
LASTS_SECONDS = 300  # of an address that gives out a file


class Why(StrEnum):
    """On what ground a paper is given out."""

    OWN = "own"
    HELPING = "helping"
    DUTY = "duty"
    IDENTITY = "identity"


WHY_NAMES: dict[Why, str] = {
    Why.OWN: "chủ giấy tờ tự xem",
    Why.HELPING: "người khai hộ xem",
    Why.DUTY: "xem để giải quyết hồ sơ",
    Why.IDENTITY: "xem ảnh giấy tờ tùy thân",
}


class ReasonNeeded(DomainError):
    """A picture of an identity card is asked for without saying what for."""

    message = "Xin ghi rõ lý do cần xem ảnh giấy tờ tùy thân, ít nhất {least} chữ cái."


def require_reason(why: Why, reason: str) -> str:
    """Return the reason as it is kept; refuse to show an identity card without one."""
    told = " ".join(reason.split())[:LONGEST_REASON]
    if why is Why.IDENTITY and len(told) < LEAST_REASON:
        raise ReasonNeeded(least=LEAST_REASON)
    return told
