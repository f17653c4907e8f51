"""Scoring an index that agencies assess themselves by: templates, points, sums and classes.

The province's part of the PAR Index is scored so (QĐ 876/QĐ-BNV of 2022 and those before it): an
agency gives itself points with evidence, others appraise them, surveys add theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from motcua.kernel.errors import DomainError

HUNDREDTH = Decimal("0.01")
LONGEST_NOTE, LONGEST_REASON = 1000, 500
DEEPEST = 3  # area, criterion, part of a criterion
ZERO = Decimal(0)


class ScoredBy(StrEnum):
    """Who gives the points of a criterion."""

    SELF = "self"
    SURVEY = "survey"


SCORED_BY = [(ScoredBy.SELF.value, "tự chấm"), (ScoredBy.SURVEY.value, "điều tra xã hội học")]


class TemplateNotSound(DomainError):
    """A template whose points do not add up, or whose codes do not hang together."""

    message = "Bộ tiêu chí chưa dùng được: {first}."


class TemplateIsPublished(DomainError):
    """A published template never changes."""

    message = "Bộ tiêu chí này đã công bố nên không sửa được nữa. Xin lập bản mới."


class TemplateByYourself(DomainError):
    """Whoever drafted a template does not publish it."""

    message = "Người công bố phải là người khác, không phải người đã soạn bộ tiêu chí."


class PointsWrong(DomainError):
    """Points that a criterion cannot give."""

    message = "Điểm của tiêu chí này là số từ 0 đến {most}, nhiều nhất hai chữ số thập phân."


class NoteNeeded(DomainError):
    """Points that differ from what records or the agency say need a word why."""

    message = "Điểm này khác {than}. Xin ghi rõ vì sao."


class TooLong(DomainError):
    """More words than are kept."""

    message = "Nội dung này dài quá {most} ký tự. Xin viết gọn lại, phần còn lại để trong tài liệu."


class SurveySource(DomainError):
    """Points of a survey are taken from a document."""

    message = "Xin ghi văn bản công bố kết quả điều tra."


class NotYetScored(DomainError):
    """Something is missing before the next step."""

    message = "Còn {many} tiêu chí {lack}. Tiêu chí đầu tiên là {first}."


class StepOver(DomainError):
    """The assessment is at another step."""

    message = "Bản tự đánh giá đang ở bước “{step}” nên không làm việc này được."


class AppraisedByYourself(DomainError):
    """Whoever scored or handed in does not appraise."""

    message = "Người thẩm định phải là người khác, không phải người đã chấm hoặc đã gửi."


class TooMuchAdjusted(DomainError):
    """More bonus or penalty than the template allows."""

    message = "Tổng điểm {kind} nhiều nhất là {most}."


class RoundOpen(DomainError):
    """There is an assessment of this agency and year already."""

    message = "Năm {year} đã mở tự đánh giá theo bộ tiêu chí này cho {agency}."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a template: its code tells its place (“3”, “3.2”, “3.2.1”), `most` its points.

    `full_at` and `none_under` are percent: from the first on all points are given, under the
    second none, between them in proportion to the first.
    """

    code: str
    name: str
    most: Decimal
    scored_by: str = ScoredBy.SELF
    measure: str = ""
    full_at: Decimal | None = None
    none_under: Decimal | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What stands above the criteria: index, decision, first day, the most points there are."""

    index: str
    name: str
    basis: str
    valid_from: date
    total: Decimal
    most_bonus: Decimal
    most_penalty: Decimal


class Step(StrEnum):
    """Where an assessment stands."""

    SCORING = "scoring"
    APPRAISAL = "appraisal"
    EXPLAINING = "explaining"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {
            "scoring": "tự chấm",
            "appraisal": "thẩm định",
            "explaining": "giải trình",
            "closed": "đã kết thúc",
        }[self]


@dataclass(frozen=True, slots=True)
class Given:
    """Points of one criterion so far."""

    own: Decimal | None = None
    appraised: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Summed:
    """A line of a template with the points below it; None where nobody has scored."""

    line: Line
    depth: int
    is_scored: bool
    own: Decimal | None
    appraised: Decimal | None

    @property
    def achieved(self) -> Fraction | None:
        """Return the component index: recognised points in percent of what could be had."""
        return None if self.appraised is None else share(self.appraised, self.line.most)


def share(points: Decimal, most: Decimal) -> Fraction | None:
    """Return points in percent of the most there are."""
    return Fraction(points) * 100 / Fraction(most) if most else None


def parent_of(code: str) -> str:
    """Return the code of the line above; empty for an area."""
    return code.rpartition(".")[0]


def scored_codes(codes: Iterable[str]) -> set[str]:
    """Return the codes that have nothing below them: only these get points of their own."""
    known = set(codes)
    return known - {parent_of(code) for code in known}


def faults(lines: Sequence[Line], total: Decimal, measures: Iterable[str]) -> list[str]:
    """Say what keeps a template from being used; nothing when it is sound."""
    by_code = {line.code: line for line in lines}
    found = [] if lines else ["chưa có tiêu chí nào."]
    for line in lines:
        found += _faults_of(line, by_code, frozenset(measures))
    for code, line in by_code.items():
        below = [one.most for one in lines if parent_of(one.code) == code]
        if below and sum(below) != line.most:
            found.append(
                f"điểm của các mục thuộc {code} cộng lại là {plain(sum(below, ZERO))},"
                f" không phải {plain(line.most)}."
            )
    whole = sum((line.most for line in lines if not parent_of(line.code)), ZERO)
    if lines and whole != total:
        found.append(f"điểm các lĩnh vực cộng lại là {plain(whole)}, không phải {plain(total)}.")
    return found


def _faults_of(line: Line, by_code: Mapping[str, Line], measures: frozenset[str]) -> list[str]:
    found = []
    above = parent_of(line.code)
    if above and above not in by_code:
        found.append(f"mục {line.code} không có mục {above} ở trên.")
    if line.code.count(".") >= DEEPEST:
        found.append(f"mục {line.code} sâu hơn {DEEPEST} cấp.")
    if line.measure and line.measure not in measures:
        found.append(f"mục {line.code} lấy số liệu “{line.measure}” mà hệ thống không có.")
    if line.measure and line.full_at is None:
        found.append(f"mục {line.code} lấy số liệu mà chưa nói từ bao nhiêu % thì đủ điểm.")
    return found


def counted_points(line: Line, part: int, whole: int) -> Decimal | None:
    """Return the points that records give: all from `full_at` on, none under `none_under`.

    Without anything to divide by nothing is said. Rounded half up to hundredths.
    """
    if not whole or line.full_at is None or not line.full_at:
        return None
    percent = Fraction(100 * part, whole)
    if line.none_under is not None and percent < Fraction(line.none_under):
        return ZERO
    exact = Fraction(line.most) * min(Fraction(1), percent / Fraction(line.full_at))
    return rounded(exact)


def rounded(exact: Fraction) -> Decimal:
    """Round half up to hundredths."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        HUNDREDTH, ROUND_HALF_UP
    )


def words(text: str, most: int) -> str:
    """Return what was written on one line; refuse more than is kept."""
    told = " ".join(text.split())
    if len(told) > most:
        raise TooLong(most=most)
    return told


def require_points(points: Decimal, most: Decimal) -> Decimal:
    """Return points as they are kept, or refuse what the criterion cannot give."""
    if not points.is_finite() or not ZERO <= points <= most or points != round(points, 2):
        raise PointsWrong(most=plain(most))
    return points


def require_adjustment(
    points: Decimal, given: Sequence[Decimal], most_bonus: Decimal, most_penalty: Decimal
) -> Decimal:
    """Return points given or taken beside the criteria; refuse more than the template allows."""
    bonus = points > 0
    most = most_bonus if bonus else most_penalty
    if not points or not points.is_finite() or points != round(points, 2):
        raise TooMuchAdjusted(kind="thưởng" if bonus else "trừ", most=plain(most))
    so_far = sum((abs(one) for one in given if (one > 0) is bonus), ZERO)
    if so_far + abs(points) > most:
        raise TooMuchAdjusted(kind="thưởng" if bonus else "trừ", most=plain(most))
    return points


def summed(lines: Sequence[Line], given: Mapping[str, Given]) -> list[Summed]:
    """Return every line with its own points, or the sum of what is below it."""
    scored = scored_codes(line.code for line in lines)
    return [
        Summed(
            line,
            line.code.count("."),
            line.code in scored,
            _sum(line.code, scored, {code: one.own for code, one in given.items()}),
            _sum(line.code, scored, {code: one.appraised for code, one in given.items()}),
        )
        for line in lines
    ]


def _sum(code: str, scored: set[str], points: Mapping[str, Decimal | None]) -> Decimal | None:
    below = [one for one in scored if one == code or one.startswith(f"{code}.")]
    known = [points[one] for one in below if points.get(one) is not None]
    return sum((one for one in known if one is not None), ZERO) if known else None


def total(areas: Iterable[Summed], adjusted: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """Return the whole of an assessment: points of one's own, and those recognised with bonus and
    penalty, never under nothing."""
    first = [one for one in areas if one.depth == 0]
    own = sum((one.own or ZERO for one in first), ZERO)
    recognised = sum((one.appraised or ZERO for one in first), ZERO) + sum(adjusted, ZERO)
    return own, max(recognised, ZERO)


def class_of(percent: Fraction, classes: Sequence[tuple[Fraction, str]]) -> str:
    """Return the class of a result; classes begin with the highest."""
    return next((name for least, name in classes if percent >= least), "")


def plain(value: Decimal) -> str:
    """Write points as people read them: 14,5."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
