"""What an indicator is and how counts become points: pure, exact, without rounding on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from motcua.dossiers.periods import Period
from motcua.kernel.errors import DomainError

FIRST_YEAR, LAST_YEAR = 1900, 2999
OWN, IMPORTED = "own", "imported"
COMMUNE, PROVINCE = "commune", "province"  # kinds of agencies
SOURCES = [(OWN, "hồ sơ của hệ thống"), (IMPORTED, "nhập từ hệ thống khác")]
# The states of the National Portal, by their code.
STATUS_WORDS = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}
# The columns of a fact of a dossier besides its id, in one order for all that write or read them.
COLUMNS = (
    "source", "number", "procedure", "settling_agency", "receiving_agency", "channel", "status",
    "month", "submitted_at", "received_at", "due_at", "limit_due_at", "finished_at", "delivered_at",
    "supplement_requested_at", "supplement_done_at", "supplement_count", "fee_due", "paid_online",
    "result_electronic", "component_digitised", "reused", "from_store", "vneid", "synced",
    "rating", "submitter", "device", "reception_seconds", "account", "owner", "fill_seconds",
    "first_due_at", "due_untraced", "result_is_input",
)  # fmt: skip
# Dossiers or procedures that meet every condition named; nothing named means all of them.
Counted = tuple["Of", tuple[str, ...]]
Counts = Mapping[Counted, int]


class Of(StrEnum):
    """What is counted; of `NOTHING` this system has no records yet. `HOURS` are those that went by
    from receiving to finishing dossiers, all together, whole ones."""

    DOSSIERS = "dossiers"
    HOURS = "hours"
    PROCEDURES = "procedures"
    NOTHING = "nothing"


class WhenNone(StrEnum):
    """What a denominator of zero means: no points, or all of them."""

    ZERO = "zero"
    FULL = "full"


class UnknownRuleSet(DomainError):
    """No rule set has this name."""

    message = "Không có bộ quy tắc “{name}”. Hiện có: {known}."


class UnknownAgency(DomainError):
    """No agency and no dossier carries this code."""

    message = "Không có cơ quan mã “{code}”."


class PeriodTurnedAround(DomainError):
    """A period ends before it begins."""

    message = "Ngày cuối kỳ ({last}) trước ngày đầu kỳ ({first}). Hãy nhập lại."


class PeriodOutOfReach(DomainError):
    """A period lies in years that no dossier is of."""

    message = "Kỳ chỉ được nằm từ năm {first} đến năm {last}. Hãy nhập lại."


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which days, of which agency (its code; None is the whole province), as of which moment.

    A dossier belongs to the period in which it was received, whatever happened later. One that is
    not finished is measured at the end of the period, or at `as_of` while the period still runs.
    `below` are the agencies that count with it, `procedures` those that alone count, and
    `communes` the agencies that are communes, where figures are told agency by agency.
    """

    period: Period
    agency: str | None
    is_commune: bool
    as_of: datetime
    below: tuple[str, ...] = ()
    procedures: tuple[str, ...] | None = None
    communes: frozenset[str] = frozenset()

    @property
    def agencies(self) -> tuple[str, ...] | None:
        """Return the codes of all agencies that count; None is everything."""
        return None if self.agency is None else (self.agency, *self.below)

    @property
    def measured_at(self) -> datetime:
        """Return the moment at which unfinished dossiers are measured."""
        return min(self.period.ends, self.as_of)


def asked_about(period: Period, agency: str, kind: str | None, as_of: datetime) -> Asked:
    """Return what is asked for of an agency of some kind; the province, or no agency, is all."""
    scope = None if not agency or kind == PROVINCE else agency
    return Asked(period, scope, is_commune=kind == COMMUNE, as_of=as_of)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as the rules define it.

    Points are `most` × ratio ÷ `full_at`, at most `most`. `less` are conditions whose counts are
    taken off the denominator to give the numerator; `times` names the indicator whose ratio is a
    factor of this one's; with `hours`, the numerator is the time that its dossiers took. `missing`
    says what is not recorded yet, where nothing can be counted.
    """

    id: str
    group: str
    code: str
    name: str
    of: Of
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    most: Fraction
    full_at: Fraction
    when_none: WhenNone
    not_for: frozenset[str]
    less: tuple[str, ...]
    times: str
    hours: bool
    basis: str
    missing: str

    def parts(self) -> list[Counted]:
        """Return what must be counted for it."""
        if self.of is Of.NOTHING:
            return []
        taken_off = [(self.of, (*self.denominator, one)) for one in self.less]
        return [(self.of, self.denominator), self.counted_above, *taken_off]

    @property
    def counted_above(self) -> Counted:
        """Return what the numerator counts; dossiers and procedures lie within the denominator."""
        if self.hours:
            return Of.HOURS, self.denominator
        return self.of, (*self.denominator, *self.numerator)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of indicators, under the code that the National Portal uses."""

    code: str
    name: str
    most: Fraction


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of an index: its indicators, classes and roundings, and when it is in force."""

    id: str
    name: str
    basis: str
    valid_from: date
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    classes: tuple[tuple[Fraction, str], ...]
    point_places: int
    ratio_places: int

    def parts(self) -> list[Counted]:
        """Return everything that must be counted, each once, in a steady order."""
        return list(dict.fromkeys(part for one in self.indicators for part in one.parts()))


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator with its counts; `ratio` is absent without a denominator.

    `taken_off` counts what was taken off the denominator, in the order of the indicator's `less`.
    `applies` is false where the rules do not measure such an agency: it gets all points.
    """

    indicator: Indicator
    numerator: int
    denominator: int
    taken_off: tuple[int, ...]
    ratio: Decimal | None
    points: Decimal
    applies: bool


@dataclass(frozen=True, slots=True)
class Index:
    """Points of every indicator, their sums by group, the total and its class."""

    rules: RuleSet
    scored: tuple[Scored, ...]
    groups: Mapping[str, Decimal]
    total: Decimal
    rank: str


def period_of(first: date, last: date) -> Period:
    """Return the period of whole days, both included; refuse one that ends before it begins, or of
    years that a slip of the keyboard makes."""
    if last < first:
        raise PeriodTurnedAround(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise PeriodOutOfReach(first=FIRST_YEAR, last=LAST_YEAR)
    return Period("", first, last)


def scored_index(rules: RuleSet, counts: Counts, *, is_commune: bool) -> Index:
    """Turn counts into points: each rounded once, groups and total are sums of what is shown."""
    ratios: dict[str, Fraction] = {}
    scored = []
    for indicator in rules.indicators:
        one = _scored(indicator, counts, rules, ratios, is_commune=is_commune)
        scored.append(one)
    groups = {
        group.code: sum((s.points for s in scored if s.indicator.group == group.code), Decimal())
        for group in rules.groups
    }
    total = sum(groups.values(), Decimal())
    return Index(rules, tuple(scored), groups, total, class_of(total, rules.classes))


def _scored(
    one: Indicator,
    counts: Counts,
    rules: RuleSet,
    ratios: dict[str, Fraction],
    *,
    is_commune: bool,
) -> Scored:
    above, below = fraction_of(one, counts)
    ratio = Fraction(above, below) * ratios.get(one.times, Fraction(1)) if below else None
    ratios[one.id] = ratio if ratio is not None else Fraction(0)
    applies = not (is_commune and "commune" in one.not_for)
    points = points_of(one, ratio) if applies else one.most
    return Scored(
        indicator=one,
        numerator=above,
        denominator=below,
        taken_off=tuple(counts[one.of, (*one.denominator, name)] for name in one.less),
        ratio=None if ratio is None else rounded(ratio, rules.ratio_places),
        points=rounded(points, rules.point_places),
        applies=applies,
    )


def fraction_of(one: Indicator, counts: Counts) -> tuple[int, int]:
    """Return the numerator and the denominator of an indicator."""
    if one.of is Of.NOTHING:
        return 0, 0
    below = counts[one.of, one.denominator]
    if not one.less:
        return counts[one.counted_above], below
    taken_off = sum(counts[one.of, (*one.denominator, name)] for name in one.less)
    return max(0, below - taken_off), below


def points_of(one: Indicator, ratio: Fraction | None) -> Fraction:
    """Return the points of a ratio, unrounded; None is a denominator of zero."""
    if ratio is None:
        return one.most if one.when_none is WhenNone.FULL else Fraction(0)
    return min(one.most, one.most * ratio / one.full_at)


def class_of(total: Decimal, classes: Sequence[tuple[Fraction, str]]) -> str:
    """Return the class of a total; `classes` go from the highest threshold down to zero."""
    return next(name for least, name in classes if total >= least)


def missing_for(points: Fraction, one: Indicator, above: int, below: int) -> int | None:
    """Return how many more the numerator needs to gain so many points; None when it cannot.

    The denominator stays as it is: what is there already must be put right.
    """
    if not below or not one.most or one.times or one.less:
        return None
    now = points_of(one, Fraction(above, below))
    wanted = min(one.most, now + points)
    needed = wanted * one.full_at * below / one.most
    more = -(-needed.numerator // needed.denominator) - above
    return more if 0 < more <= below - above else None


def rounded(value: Fraction, places: int) -> Decimal:
    """Round half away from zero, as points are published."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
