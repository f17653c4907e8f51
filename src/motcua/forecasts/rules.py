"""What may be said of the future of a dossier, and how well it was said of others before.

Pure functions over numbers: shares of a limit, minutes of work, probabilities and outcomes.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from math import log

from motcua.kernel.errors import DomainError

# Fewer finished dossiers of a procedure than this, and a model has nothing to know it by: nine of
# ten of 29 rest on three dossiers.
LEAST_FOR_MODEL = 30
# Fewer are a story, not a habit; the same holds for the usual time of a step.
LEAST_FOR_QUANTILES = 10
# Lateness is rare, so the bins are narrow where most forecasts lie.
EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
SMALLEST = 1e-6  # no forecast is so sure that a single surprise may cost without end

# What is known of a dossier at a moment, in the words of the page that explains the forecast.
FEATURES = {
    "limit": "Thời hạn của hồ sơ (phút làm việc)",
    "used": "Phần thời hạn đã dùng",
    "left": "Phút làm việc còn lại đến ngày hẹn trả",
    "step_age": "Số phút làm việc đã ở bước này",
    "steps_done": "Số bước đã xong",
    "pace": "Thời gian trung bình của các bước đã xong",
    "act": "Loại bước đang làm",
    "load": "Số hồ sơ đang mở của cơ quan",
    "pauses": "Số lần tạm dừng",
    "weekday": "Thứ trong tuần",
    "month": "Tháng",
    "channel": "Cách nộp",
    "procedure_late": "Tỷ lệ trễ của thủ tục từ trước đến lúc đó",
    "agency_late": "Tỷ lệ trễ của cơ quan từ trước đến lúc đó",
    "sector_late": "Tỷ lệ trễ của lĩnh vực từ trước đến lúc đó",
    "procedure_used": "Phần thời hạn mà thủ tục thường dùng",
    "step_left": "Phần thời hạn thường còn cần kể từ bước này",
}


class Basis(StrEnum):
    """What a forecast stands on: the model, or what dossiers of the same kind needed."""

    MODEL = "model"
    STEP = "step"
    PROCEDURE = "procedure"
    SECTOR = "sector"
    PROVINCE = "province"


BASIS_WORDS = {
    Basis.MODEL: "lịch sử của thủ tục, cơ quan và bước",
    Basis.STEP: "thống kê của bước này",
    Basis.PROCEDURE: "thống kê của thủ tục",
    Basis.SECTOR: "thống kê của lĩnh vực",
    Basis.PROVINCE: "thống kê của toàn tỉnh",
}


class ForecastsAreNewer(DomainError):
    """A forecast of this moment or a later one is there already."""

    message = "Đã có dự báo lúc {latest:%H:%M ngày %d/%m/%Y}, mới hơn lần này."


def require_newer(at: datetime, latest: datetime | None) -> None:
    """Refuse forecasts of a moment that is not after the latest ones."""
    if latest is not None and at <= latest:
        raise ForecastsAreNewer(latest=latest)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a dossier will probably end: minutes of work from now, and the chance of being late.

    `late` is None where no limit runs.
    """

    late: float | None
    median: float
    ninetieth: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about the same probability, and how many of them came true."""

    low: float
    high: float
    many: int
    said: float
    came: float


@dataclass(frozen=True, slots=True)
class Score:
    """How well probabilities were, on outcomes that were not known when they were made."""

    brier: float
    base_brier: float
    log_loss: float
    bins: tuple[Bin, ...]

    def as_facts(self) -> list[dict[str, float | int]]:
        """Return the bins as they are kept."""
        return [asdict(one) for one in self.bins]


def quantile(ordered: Sequence[float], share: float, first: int = 0) -> float:
    """Return a value that was really seen, below or at which a share of all lie (nearest rank).

    What stands before `first` is left out of the count.
    """
    many = len(ordered) - first
    rank = -(-many * round(share * 1000) // 1000)
    return ordered[first + max(0, rank - 1)]


def residual(
    ordered: Sequence[float], passed: float, due: float | None, usual: float | None
) -> tuple[float | None, float, float] | None:
    """Return chance of being late, median and 90th percentile of what is still needed.

    `ordered` is what finished ones needed in all, `passed` what this one has used, `due` what it
    may use, all in the same measure. Only those that needed more than `passed` can tell; with too
    few of them nothing is said. As many cases again are taken to be late as `usual` elsewhere, a
    half where that is not known either, so that never and always are not said after ten cases.
    """
    first = bisect_right(ordered, passed)
    longer = len(ordered) - first
    if longer < LEAST_FOR_QUANTILES:
        return None
    late = None
    if due is not None:
        cases, share = (LEAST_FOR_QUANTILES, usual) if usual is not None else (1, 0.5)
        over = len(ordered) - bisect_right(ordered, due, lo=first)
        late = (over + cases * share) / (longer + cases)
    return late, quantile(ordered, 0.5, first) - passed, quantile(ordered, 0.9, first) - passed


def agreed(minutes: float, left: float | None, late: float | None, share: float) -> float:
    """Return a finish that does not contradict the chance of being late.

    The moment by which a `share` of such dossiers finish lies after the due moment exactly where
    more than the rest are late. The chance is the better measured of the two, so it decides.
    """
    if left is None or late is None or left < 0:
        return max(minutes, 0.0)
    return max(minutes, left) if late > 1 - share else max(min(minutes, left), 0.0)


def brier(said: Sequence[float], came: Sequence[bool]) -> float:
    """Return the mean squared distance of probabilities from what happened; 0 is perfect."""
    return sum((p - c) ** 2 for p, c in zip(said, came, strict=True)) / len(said)


def log_loss(said: Sequence[float], came: Sequence[bool]) -> float:
    """Return the mean surprise in nats; 0 is perfect."""
    total = 0.0
    for probability, outcome in zip(said, came, strict=True):
        given = probability if outcome else 1 - probability
        total -= log(min(max(given, SMALLEST), 1 - SMALLEST))
    return total / len(said)


def reliability(said: Sequence[float], came: Sequence[bool]) -> tuple[Bin, ...]:
    """Return what came true of forecasts of about the same probability; empty bins are left out."""
    found: dict[int, list[tuple[float, bool]]] = {}
    for probability, outcome in zip(said, came, strict=True):
        at = min(bisect_right(EDGES, probability), len(EDGES) - 1) - 1
        found.setdefault(at, []).append((probability, outcome))
    return tuple(
        Bin(
            EDGES[at],
            EDGES[at + 1],
            len(pairs),
            sum(probability for probability, _ in pairs) / len(pairs),
            sum(outcome for _, outcome in pairs) / len(pairs),
        )
        for at, pairs in sorted(found.items())
    )


def score(said: Sequence[float], came: Sequence[bool], base: float) -> Score:
    """Compare forecasts with what happened, and with always saying the `base` share."""
    return Score(
        brier(said, came),
        brier([base] * len(came), came),
        log_loss(said, came),
        reliability(said, came),
    )
