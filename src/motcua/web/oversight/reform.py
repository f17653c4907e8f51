"""The reform report of a year as a page, with the dossiers behind its numbers."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.engines import OnPostgres
from motcua.indicators.listing import PAGE
from motcua.indicators.queries import named_dossiers
from motcua.organisations.queries import agency_name_by_code, province_code
from motcua.reform.dossiers import asked_of_year, dossiers_of_year
from motcua.reform.files import as_word
from motcua.reform.queries import year_report
from motcua.reform.rules import Received, YearReport, rounded, share
from motcua.reform.telling import Line, lines, percent, whole
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.figures import shortened
from motcua.web.oversight.statutory import WORD, download
from motcua.web.paging import key_from

FIRST_YEAR = 2021
DRAWN = 12
SAID = {
    "received": "hồ sơ tiếp nhận",
    "online": "hồ sơ nộp trực tuyến",
    "genuine": "hồ sơ nộp trực tuyến thực chất",
    "late": "hồ sơ quá hạn",
    "fee_due": "hồ sơ có nghĩa vụ tài chính",
    "paid_online": "hồ sơ thanh toán trực tuyến",
    "submitter_known": "hồ sơ trực tuyến biết người nộp",
}


def _year(request: HttpRequest) -> int:
    given = request.GET.get("nam", "")
    return int(given) if given.isdecimal() and len(given) <= 4 else localdate().year


@require_safe
@for_roles(*OVERSEEING)
def reform(request: HttpRequest) -> HttpResponse:
    """Show the report of a year: numbers, chart, table and sources."""
    moment, year = now(), _year(request)
    report = year_report(year, OnPostgres(), moment)
    fields = sorted(report.by_field.items(), key=lambda one: (-one[1].received, one[0]))
    page = {
        "year": year,
        "years": sorted({year, *range(FIRST_YEAR, localdate(moment).year + 1)}, reverse=True),
        "counted_at": moment,
        "sections": [(name, [_row(one) for one in some]) for name, some in lines(report)],
        "years_drawn": _drawn(report),
        "fields_drawn": bars([_amount(name, one) for name, one in fields[:DRAWN]]),
        "fields": [_field(name, one, year) for name, one in fields],
        "word": f"{reverse('oversight:reform_word')}?nam={year}",
    }
    return render(request, "oversight/reform.html", page)


def _list_of(year: int, what: str, field: str = "") -> str:
    query = urlencode({"nam": year, "so": what, "linh-vuc": field})
    return f"{reverse('oversight:reform_list')}?{query}"


def _row(one: Line) -> dict[str, object]:
    value: object = one.value
    if one.counts is not None:
        value = {"text": one.value, "href": _list_of(*one.counts)}
    return {"name": one.name, "value": value, "counted": one.counted, "source": one.source}


def _drawn(report: YearReport) -> list[object]:
    years = (report.year - 1, report.year_before), (report.year, report.this_year)
    return list(bars([_amount(f"Năm {year}", one) for year, one in years]))


def _amount(label: str, one: Received) -> Amount:
    """Draw what came online solid, the rest hatched."""
    parts = (("working", one.online), ("waiting", one.received - one.online))
    online = percent(rounded(share(one.online, one.received), 2))
    return Amount(shortened(label), parts, f"{whole(one.received)} hồ sơ, {online} trực tuyến")


def _field(name: str, one: Received, year: int) -> dict[str, object]:
    counts = {"received": one.received, "online": one.online, "late": one.late}
    linked = {
        what: {"text": whole(many), "href": _list_of(year, what, name)} if many else "0"
        for what, many in counts.items()
    }
    late = percent(rounded(share(one.late, one.received), 2))
    return {"name": name, **linked, "late_pct": late}


@require_safe
@for_roles(*OVERSEEING)
def reform_list(request: HttpRequest) -> HttpResponse:
    """Show the dossiers that a number of the report counts."""
    moment, year = now(), _year(request)
    what, field = request.GET.get("so", ""), request.GET.get("linh-vuc", "")
    many, found = dossiers_of_year(
        year,
        what,
        field,
        OnPostgres(),
        moment,
        after=key_from(request.GET.get("sau", "")),
        most=PAGE + 1,
    )
    later = urlencode({"sau": found[PAGE - 1]["number"]}) if found[PAGE:] else ""
    asked = asked_of_year(year, moment)
    page = {
        "caption": f"Báo cáo cải cách năm {year}: {SAID[what]}",
        "many": whole(many),
        "said": f"{field or 'Mọi lĩnh vực'}, tiếp nhận từ",
        "first": asked.period.first,
        "last": asked.period.last,
        "counted_at": moment,
        "rows": named_dossiers(found[:PAGE]),
        "next_url": f"{_list_of(year, what, field)}&{later}" if later else None,
        "back": f"{reverse('oversight:reform')}?nam={year}",
        "back_words": "Báo cáo cải cách",
    }
    return render(request, "oversight/report_list.html", page)


@require_safe
@for_roles(*OVERSEEING)
def reform_word(request: HttpRequest) -> HttpResponse:
    """Give the report as Word."""
    moment, year = now(), _year(request)
    report = year_report(year, OnPostgres(), moment)
    content = as_word(report, agency_name_by_code(province_code()), moment)
    return download(content, WORD, f"bao-cao-cai-cach-{year}.docx")
