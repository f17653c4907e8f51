"""The reform report as people read it: one line per number, with what it was counted from."""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.reform.rules import (
    ORGANISATION_KINDS,
    PAR,
    PCI,
    Number,
    Rank,
    YearReport,
    as_json,
)

SERVICES = "Danh mục dịch vụ công đã công bố, đến ngày 31/12"
REGISTER = "Sổ kết quả còn hiệu lực, đến ngày 31/12"
DOSSIERS = "Hồ sơ tiếp nhận từ 01/01 đến hết 31/12"
DECISIONS = "Quyết định sắp xếp tổ chức có hiệu lực trong năm"


@dataclass(frozen=True, slots=True)
class Line:
    """A number of the report in words; `counts` is the list that it opens into, where there is
    one: the year and the condition."""

    name: str
    value: str
    counted: str
    source: str
    counts: tuple[int, str] | None = None


def lines(report: YearReport) -> list[tuple[str, list[Line]]]:
    """Return the sections of the report with their lines, in the order of the report."""
    told = as_json(report)
    return [
        ("Dịch vụ công trực tuyến", _services(report, told)),
        ("Số hóa kết quả", _results(report, told)),
        ("Tiếp nhận và giải quyết hồ sơ", _dossiers(report, told)),
        ("Sắp xếp tổ chức", _organisations(report)),
        ("Chỉ số hằng năm", _ranks(report)),
    ]


def _services(report: YearReport, told: Mapping[str, object]) -> list[Line]:
    one = report.services
    levels = one.level3 + one.level4
    return [
        Line("Dịch vụ công đã công bố", whole(one.published), "", SERVICES),
        Line("Mức độ 3", *_part(told, "level3_pct", one.level3, one.published), SERVICES),
        Line("Mức độ 4", *_part(told, "level4_pct", one.level4, one.published), SERVICES),
        Line("Tích hợp Cổng Dịch vụ công quốc gia", whole(one.integrated), "", SERVICES),
        Line(
            "Tích hợp, trên dịch vụ mức độ 3 và 4",
            *_part(told, "integrated_pct", one.integrated_of_levels, levels),
            SERVICES,
        ),
    ]


def _results(report: YearReport, told: Mapping[str, object]) -> list[Line]:
    one = report.results
    parts = _part(told, "results_digitised_pct", one.digitised, one.in_force)
    return [Line("Kết quả còn hiệu lực đã số hóa", *parts, REGISTER)]


def _dossiers(report: YearReport, told: Mapping[str, object]) -> list[Line]:
    now, before, year = report.this_year, report.year_before, report.year
    compared = f"{whole(now.received)} so với {whole(before.received)} của năm {year - 1}"
    times = _decimal(told["online_ratio"])

    def line(words: str, value: str, counted: str, what: str, of: int = year) -> Line:
        return Line(words, value, counted, DOSSIERS, (of, what))

    online = _part(told, "online_pct", now.online, now.received)
    genuine = _part(told, "online_genuine_pct", now.genuine, now.received)
    late = _part(told, "overdue_pct", now.late, now.received)
    paid = _part(told, "online_payment_pct", now.paid_online, now.fee_due)
    was = f"năm {year - 1}: {whole(before.online)} trên {whole(before.received)}"
    more = _change(told["received_change_pct"])
    return [
        line("Hồ sơ tiếp nhận", whole(now.received), "", "received"),
        line("Hồ sơ tiếp nhận, so với năm trước", more, compared, "received", year - 1),
        line("Nộp trực tuyến", *online, "online"),
        line(
            "Tỷ lệ nộp trực tuyến, so với năm trước",
            "–" if times == "–" else f"{times} lần",
            was,
            "online",
            year - 1,
        ),
        line("Nộp trực tuyến thực chất (tự nộp, được hỗ trợ)", *genuine, "genuine"),
        line("Quá hạn", *late, "late"),
        line("Thanh toán trực tuyến, trên hồ sơ có nghĩa vụ tài chính", *paid, "paid_online"),
    ]


def _change(value: object) -> str:
    return "–" if value is None else f"{value:+}%".replace("-", "−")


def _organisations(report: YearReport) -> list[Line]:
    kinds = [
        Line(f"trong đó: {words}", whole(report.organisations[kind]), "", DECISIONS)
        for kind, words in ORGANISATION_KINDS
    ]
    total = whole(sum(report.organisations.values()))
    return [Line("Đầu mối tổ chức đã cắt giảm", total, "", DECISIONS), *kinds]


def _ranks(report: YearReport) -> list[Line]:
    named = {PAR: "Thứ hạng PAR Index", PCI: "Thứ hạng PCI"}
    return [_rank(words, *report.ranks.get(index, (None, None))) for index, words in named.items()]


def _rank(words: str, now: Rank | None, before: Rank | None) -> Line:
    if now is None or now.rank is None:
        return Line(words, "–", "chưa có số liệu", "")
    among = f" trên {now.among}" if now.among else ""
    was = f"năm {before.year}: {before.rank}" if before and before.rank else ""
    return Line(words, f"{now.rank}{among}", was, now.source)


def _part(told: Mapping[str, object], key: str, part: int, of: int) -> tuple[str, str]:
    shown = _decimal(told[key])
    return ("–" if shown == "–" else f"{shown}%"), f"{whole(part)} trên {whole(of)}"


def _decimal(value: object) -> str:
    return "–" if value is None else f"{value}".replace(".", ",")


def whole(many: int) -> str:
    """Write a count as people read it: 1.250."""
    return f"{many:,}".replace(",", ".")


def percent(value: Number) -> str:
    """Write a percentage as people read it."""
    return "–" if value is None else f"{_decimal(value)}%"
