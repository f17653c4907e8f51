"""What the reform report of a year says: kinds, what is divided by what, and how it is rounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from motcua.kernel.errors import DomainError

LEVEL_3, LEVEL_4 = 3, 4  # of online services, Decree 43/2011/NĐ-CP article 17
LEVELS = [
    (1, "mức độ 1: có thông tin"),
    (2, "mức độ 2: tải được mẫu đơn"),
    (LEVEL_3, "mức độ 3: điền và gửi trực tuyến"),
    (LEVEL_4, "mức độ 4: trả kết quả và thanh toán trực tuyến"),
]
ORGANISATION_KINDS = [
    ("department_rooms", "phòng thuộc sở"),
    ("sub_departments", "chi cục"),
    ("public_service_units", "đơn vị sự nghiệp công lập"),
    ("sub_department_rooms", "phòng chuyên môn thuộc chi cục"),
    ("unit_rooms", "phòng thuộc đơn vị sự nghiệp"),
    ("unit_teams", "tổ chuyên môn thuộc đơn vị sự nghiệp"),
    ("district_rooms", "phòng thuộc ủy ban nhân dân cấp huyện"),
]
PAR, PCI = "PAR", "PCI"
INDICES = [
    (PAR, "Chỉ số cải cách hành chính (PAR Index)"),
    ("SIPAS", "Chỉ số hài lòng (SIPAS)"),
    (PCI, "Chỉ số năng lực cạnh tranh cấp tỉnh (PCI)"),
    ("DTI", "Chỉ số chuyển đổi số (DTI)"),
    ("PAPI", "Chỉ số hiệu quả quản trị và hành chính công (PAPI)"),
]
EARLIEST, LATEST = 2000, 2100
Number = int | float | None


class UnknownYear(DomainError):
    """The year is none that a report can be about."""

    message = "Năm báo cáo “{year}” không đúng. Hãy nêu năm từ 2000 đến 2100, ví dụ 2022."


@dataclass(frozen=True, slots=True)
class Received:
    """The dossiers received in a year, of everything or of one field, and what is true of how
    many of them. `submitter_known` are those received online of which it is recorded who filed."""

    received: int = 0
    online: int = 0
    late: int = 0
    fee_due: int = 0
    paid_online: int = 0
    submitter_known: int = 0
    genuine: int = 0

    def __add__(self, other: "Received") -> "Received":
        return Received(*(getattr(self, n) + getattr(other, n) for n in self.__slots__))


@dataclass(frozen=True, slots=True)
class Services:
    """The services published at the end of a year, by level, and those on the National Portal."""

    published: int
    level3: int
    level4: int
    integrated: int
    integrated_of_levels: int


@dataclass(frozen=True, slots=True)
class Results:
    """The results in force at the end of a year, and those of them that were electronic by then."""

    in_force: int
    digitised: int


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of the province in an index of a year; `among` how many provinces."""

    year: int
    rank: int | None
    among: int | None
    value: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class YearReport:
    """Everything counted for the report of a year, beside the year before."""

    year: int
    services: Services
    results: Results
    this_year: Received
    year_before: Received
    by_field: Mapping[str, Received]
    organisations: Mapping[str, int]
    ranks: Mapping[str, tuple[Rank | None, Rank | None]]


def require_year(year: int) -> int:
    """Return the year, or refuse what is none."""
    if not EARLIEST <= year <= LATEST:
        raise UnknownYear(year=year)
    return year


def last_day(year: int) -> date:
    """Return the day as of which a year is told."""
    return date(year, 12, 31)


def rounded(value: Fraction | None, places: int) -> Number:
    """Round half up to so many places; whole numbers stay whole, nothing stays nothing."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    kept = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return int(kept) if places == 0 else float(kept)


def share(part: int, whole: int) -> Fraction | None:
    """Return a part in percent of a whole; of nothing there is no share."""
    return Fraction(100 * part, whole) if whole else None


def as_json(report: YearReport) -> dict[str, object]:
    """Return the numbers of the report; what cannot be divided is null, no figure is invented.

    Percentages have the places in which the province publishes them.
    """
    services, now, before = report.services, report.this_year, report.year_before
    levels = services.level3 + services.level4
    change = share(now.received - before.received, before.received)
    return {
        "services": services.published,
        "level3": services.level3,
        "level3_pct": rounded(share(services.level3, services.published), 1),
        "level4": services.level4,
        "level4_pct": rounded(share(services.level4, services.published), 1),
        "integrated": services.integrated,
        "integrated_pct": rounded(share(services.integrated_of_levels, levels), 0),
        "results_digitised_pct": rounded(
            share(report.results.digitised, report.results.in_force), 1
        ),
        "received_change_pct": rounded(change, 0),
        "online_pct": rounded(share(now.online, now.received), 2),
        "online_ratio": rounded(_online_ratio(now, before), 1),
        "organisations_cut": sum(report.organisations.values()),
        "organisations_cut_by_kind": dict(report.organisations),
        "par_rank": _rank(report, PAR),
        "pci_rank": _rank(report, PCI),
        "overdue_pct": rounded(share(now.late, now.received), 2),
        "overdue_by_field": {
            field: rounded(share(one.late, one.received), 2)
            for field, one in sorted(report.by_field.items())
        },
        "online_payment_pct": rounded(share(now.paid_online, now.fee_due), 2),
        "online_genuine_pct": rounded(genuine_share(now), 2),
    }


def genuine_share(one: Received) -> Fraction | None:
    """Return filings of the applicants' own, alone or helped, in percent of all received.

    Where nothing says who filed, nothing is known.
    """
    return share(one.genuine, one.received) if one.submitter_known else None


def _online_ratio(now: Received, before: Received) -> Fraction | None:
    this, that = share(now.online, now.received), share(before.online, before.received)
    return this / that if this is not None and that else None


def _rank(report: YearReport, index: str) -> int | None:
    this, _ = report.ranks.get(index, (None, None))
    return this.rank if this else None
