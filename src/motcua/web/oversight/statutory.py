"""The statutory tables as pages: every number leads to the dossiers behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.engines import OnPostgres
from motcua.indicators.listing import PAGE
from motcua.indicators.queries import asked_in, named_dossiers, place_words
from motcua.indicators.rules import Asked
from motcua.indicators.statutory import Counts, dossiers_behind, table_of
from motcua.indicators.statutory_files import as_excel, as_word
from motcua.indicators.statutory_rules import (
    COLUMNS,
    HEADINGS,
    Row,
    Table,
    cut_off_on,
    reporting_period,
    table,
    tables,
)
from motcua.kernel.errors import NotFound
from motcua.kernel.numbers import number
from motcua.organisations.queries import agency_name_by_code, settling_agencies
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.figures import EXCEL
from motcua.web.paging import key_from

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
USUAL = "II.06a"
YEARS = 3
Cell = dict[str, object]


@dataclass(frozen=True, slots=True)
class AskedTable:
    """The table, the name of the period, and the code of the agency (empty is the province)."""

    table: Table
    period: str
    agency: str

    def query(self, **more: str) -> str:
        """Write what is asked for as a query string, with more parts."""
        return urlencode({"bieu": self.table.id, "ky": self.period, "co-quan": self.agency, **more})

    def whole(self, moment: datetime) -> Asked:
        """Return what is counted; refuses a period or an agency that nothing knows."""
        return asked_in(reporting_period(self.period), self.agency, moment)


def _asked(given: QueryDict) -> AskedTable:
    period = given.get("ky", "").strip() or f"{localdate():%Y-%m}"
    return AskedTable(table(given.get("bieu") or USUAL), period, given.get("co-quan", "").strip())


@require_safe
@for_roles(*OVERSEEING)
def statutory(request: HttpRequest) -> HttpResponse:
    """Show a table of a period and an agency."""
    moment = now()
    asked = _asked(request.GET)
    counts = table_of(asked.table, asked.whole(moment), OnPostgres())
    period = counts.asked.period
    page = {
        "asked": asked,
        "period": period,
        "where": place_words(asked.agency),
        "counted_at": moment,
        "cut_off": cut_off_on(period.last),
        "tables": tables(),
        "periods": _periods(localdate(moment), asked.period),
        "agencies": settling_agencies(period.last),
        "columns": _columns(asked.table),
        "rows": [_cells(row, asked) for row in (*counts.rows, counts.total)],
        "excel": f"{reverse('oversight:statutory_excel')}?{asked.query()}",
        "word": f"{reverse('oversight:statutory_word')}?{asked.query()}",
    }
    return render(request, "oversight/statutory.html", page)


def _periods(today: date, chosen: str) -> list[str]:
    found = list(_named(today))
    return found if chosen in found else [chosen, *found]


def _named(today: date) -> Iterator[str]:
    for year in range(today.year, today.year - YEARS, -1):
        yield f"{year}"
        yield from (f"{year}-Q{quarter}" for quarter in range(4, 0, -1))
        yield from (f"{year}-{name}" for name in ("H1", "9M"))
        yield from (f"{year}-{month:02}" for month in range(12, 0, -1))


def _columns(chosen: Table) -> list[Cell]:
    numbered = [
        {"key": name, "label": f"({name}) {HEADINGS[name]}", "numeric": True} for name in COLUMNS
    ]
    return [{"key": "name", "label": chosen.heading, "header": True}, *numbered]


def _cells(row: Row, asked: AskedTable) -> Cell:
    here = reverse("oversight:statutory_list")
    cells: Cell = {"name": row.name}
    for column, many in row.cells.items():
        href = f"{here}?{asked.query(dong=row.key, cot=column)}"
        cells[column] = {"text": number(many), "href": href} if many else "0"
    return cells


@require_safe
@for_roles(*OVERSEEING)
def statutory_list(request: HttpRequest) -> HttpResponse:
    """Show the dossiers that a cell counts, as they are counted at this moment."""
    moment = now()
    asked, column = _asked(request.GET), request.GET.get("cot", "")
    if column not in COLUMNS:
        raise NotFound
    row, after = request.GET.get("dong", ""), key_from(request.GET.get("sau", ""))
    whole = asked.whole(moment)
    many, found = dossiers_behind(
        asked.table, row, column, whole, OnPostgres(), after=after, most=PAGE + 1
    )
    more = asked.query(dong=row, cot=column, sau=found[PAGE - 1]["number"]) if found[PAGE:] else ""
    page = {
        "caption": f"{asked.table.form}, cột {column}: {HEADINGS[column]}",
        "many": number(many),
        "said": f"{place_words(asked.agency)}, {_row_words(asked.table, row)}kỳ từ",
        "first": whole.period.first,
        "last": whole.period.last,
        "counted_at": moment,
        "rows": named_dossiers(found[:PAGE]),
        "next_url": f"{request.path}?{more}" if more else None,
        "back": f"{reverse('oversight:statutory')}?{asked.query()}",
        "back_words": asked.table.id,
    }
    return render(request, "oversight/report_list.html", page)


def _row_words(chosen: Table, row: str) -> str:
    if not row:
        return ""
    return f"{row if chosen.by == 'field' else agency_name_by_code(row)}, "


@require_safe
@for_roles(*OVERSEEING)
def statutory_excel(request: HttpRequest) -> HttpResponse:
    """Give the table as Excel in the layout of its form."""
    asked, counts = _counted(request)
    return download(as_excel(counts, place_words(asked.agency)), EXCEL, _file(asked, "xlsx"))


@require_safe
@for_roles(*OVERSEEING)
def statutory_word(request: HttpRequest) -> HttpResponse:
    """Give the table as Word in the layout of its form."""
    asked, counts = _counted(request)
    return download(as_word(counts, place_words(asked.agency)), WORD, _file(asked, "docx"))


def _counted(request: HttpRequest) -> tuple[AskedTable, Counts]:
    asked = _asked(request.GET)
    return asked, table_of(asked.table, asked.whole(now()), OnPostgres())


def _file(asked: AskedTable, ending: str) -> str:
    period = reporting_period(asked.period)
    return f"{asked.table.id}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.{ending}"


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to keep, which no cache keeps."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
