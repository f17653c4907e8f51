"""Figures in public: by procedure, agency and month, and the open data they come from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from motcua.dossiers.periods import Period
from motcua.indicators.trends import months_of as months_between
from motcua.kernel.errors import NotFound
from motcua.kernel.numbers import days_words, number, share_words
from motcua.opendata.models import PublishedFigure, Release
from motcua.opendata.queries import (
    FORMATS,
    agencies_in,
    content_of,
    digest_of,
    latest,
    months_of,
    procedures_in,
)
from motcua.opendata.rules import ALL, publishing
from motcua.organisations.queries import agency_names_by_code
from motcua.procedures.queries import procedure_names
from motcua.web.plots import Plot, Value, columns, line, word_of

_CODE = re.compile(r"[\w.\-]{1,35}")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
HOUR_LONG = 3600
Row = dict[str, object]


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show what is published of the province, of an agency, of a procedure, or of both."""
    release = latest()
    agency, procedure = (_code(request.GET.get(name, "")) for name in ("co-quan", "thu-tuc"))
    page: dict[str, object] = {"release": release, "told": publishing()}
    names = _names([agency], [procedure])
    if (agency and agency not in names) or (procedure and procedure not in names):
        raise NotFound
    page |= {"agency": agency, "procedure": procedure, "names": names}
    if release is not None:
        page |= _shown(release, agency, procedure, request.GET.get("thang", ""))
    return render(request, "citizen/figures.html", page)


def _code(text: str) -> str:
    return text.strip() if _CODE.fullmatch(text.strip()) else ALL


def _names(agencies: Iterable[str], procedures: Iterable[str]) -> dict[str, str]:
    """Return the names of codes; those of agencies and of procedures never meet."""
    return {**agency_names_by_code(agencies), **procedure_names(procedures)}


def _shown(release: Release, agency: str, procedure: str, month: str) -> dict[str, object]:
    told = months_of(release, agency, procedure)
    known = [one.month for one in told]
    month = month if month in known else (known[0] if known else "")
    by_procedure = procedures_in(release, month, agency) if not procedure else []
    by_agency = agencies_in(release, month, procedure) if not agency else []
    names = _names((one.agency for one in by_agency), (one.procedure for one in by_procedure))
    return {
        "months": [
            _row(one, _in_words(one.month), _of(one.month, agency, procedure)) for one in told
        ],
        "month": _in_words(month) if month else "",
        "plots": _plots(told),
        "by_agency": [
            _row(one, names.get(one.agency, one.agency), _of(month, one.agency, procedure))
            for one in by_agency
        ],
        "by_procedure": [
            _row(one, names.get(one.procedure, one.procedure), _of(month, agency, one.procedure))
            for one in by_procedure
        ],
    }


def _in_words(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


def _of(month: str, agency: str, procedure: str) -> str:
    chosen = {"co-quan": agency, "thu-tuc": procedure, "thang": month}
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"{reverse('citizen:figures')}?{query}"


def _row(one: PublishedFigure, name: str, href: str) -> Row:
    return {
        "name": {"text": name, "href": href},
        "received": number(one.received),
        "in_time": share_words(Fraction(one.in_time, one.received)),
        "online": share_words(Fraction(one.online, one.received)),
        "days": days_words(None if one.average_hours is None else Fraction(one.average_hours)),
        "liked": _liked(one),
    }


def _liked(one: PublishedFigure) -> str:
    if not one.rated or one.liked is None:
        return "–"
    return f"{share_words(Fraction(one.liked, one.rated))} ({number(one.rated)})"


def _plots(told: Sequence[PublishedFigure]) -> list[Plot]:
    """Return the charts of the months that are told; the others are gaps."""
    if len(told) < 2:
        return []
    by_month: Mapping[str, PublishedFigure] = {one.month: one for one in told}
    first, last = told[-1].month, told[0].month
    months = _between(first, last)
    received = [_count(month, by_month.get(month)) for month in months]
    shares = {"in_time": _("Giải quyết đúng hạn"), "online": _("Nộp trực tuyến")}
    return [
        columns(_("Hồ sơ tiếp nhận"), received),
        *(
            line(words, [_share(month, by_month.get(month), name) for month in months])
            for name, words in shares.items()
        ),
    ]


def _between(first: str, last: str) -> list[str]:
    days = (date.fromisoformat(f"{month}-01") for month in (first, last))
    return months_between(Period("", *days))


def _count(month: str, one: PublishedFigure | None) -> Value:
    if one is None:
        return Value(word_of(month), None, "–")
    return Value(word_of(month), Fraction(one.received), number(one.received))


def _share(month: str, one: PublishedFigure | None, name: str) -> Value:
    share = None if one is None else Fraction(getattr(one, name), one.received)
    return Value(word_of(month), share, share_words(share, 0).rstrip("%"))


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Say what the open data holds, under which licence, and give its files."""
    page = {"release": latest(), "told": publishing(), "formats": FORMATS}
    return render(request, "citizen/open_data.html", page)


def _etag(_request: HttpRequest, form: str) -> str | None:
    digest = digest_of(form)
    return f'"{digest}"' if digest else None


@require_safe
@condition(etag_func=_etag)
def open_file(request: HttpRequest, form: str) -> HttpResponse:
    """Give a file of the open data; whoever has it already is told so."""
    release, content = content_of(form)
    answer = HttpResponse(content, content_type=KINDS[form])
    name = f"so-lieu-thu-tuc-hanh-chinh-{release.last:%Y-%m}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = f"public, max-age={HOUR_LONG}"
    answer["Access-Control-Allow-Origin"] = "*"  # open data may be read by any page
    return answer
