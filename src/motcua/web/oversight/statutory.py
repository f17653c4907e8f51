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
from motcua.indicators.statutory_causes import Backlog, backlog, behind_cause
from motcua.indicators.statutory_files import as_excel, as_word
from motcua.indicators.statutory_rules import (
    AGENCY,
    CAUSE,
    COLUMNS,
    FIELD,
    HEADINGS,
    LEVEL,
    OVERDUE,
    WITHIN,
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
BY_WORDS = {FIELD: "lĩnh vực", AGENCY: "cơ quan", LEVEL: "cấp", CAUSE: "nguyên nhân quá hạn"}
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
    counts = _told(asked, moment)
    period = counts.asked.period
    page = {
        "asked": asked,
        "period": period,
        "where": place_words(asked.agency),
        "counted_at": moment,
        "cut_off": cut_off_on(period.last),
        "tables": tables(),
        "by_words": BY_WORDS,
        "periods": _periods(localdate(moment), asked.period),
        "agencies": settling_agencies(period.last),
        **_shown(counts, asked),
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


def _told(asked: AskedTable, moment: datetime) -> Counts | Backlog:
    whole = asked.whole(moment)
    if asked.table.by == CAUSE:
        return backlog(asked.table, whole, OnPostgres())
    return table_of(asked.table, whole, OnPostgres())


def _shown(counts: Counts | Backlog, asked: AskedTable) -> dict[str, object]:
    """Return the columns and rows of the page; the last row is the sum."""
    if isinstance(counts, Counts):
        rows = [_cells(row, asked) for row in (*counts.rows, counts.total)]
        return {"columns": _columns(asked.table), "rows": rows, "is_balanced": True}
    here = reverse("oversight:statutory_list")
    columns = [
        {"key": "field", "label": asked.table.heading, "header": True},
        {"key": "many", "label": "Số hồ sơ đang quá hạn", "numeric": True},
        {"key": "cause", "label": "Nguyên nhân quá hạn"},
    ]
    rows = [
        {
            "field": field or "Tổng cộng",
            "cause": cause,
            "many": {
                "text": number(many),
                "href": f"{here}?{asked.query(dong=field, cot=OVERDUE, ly_do=cause)}",
            },
        }
        for field, cause, many in (
            *((row.field, row.cause, row.many) for row in counts.rows),
            ("", "", counts.total),
        )
    ]
    return {"columns": columns, "rows": rows}


def _columns(chosen: Table) -> list[Cell]:
    numbered = [
        {"key": name, "label": f"({name}) {HEADINGS[name]}", "numeric": True} for name in COLUMNS
    ]
    return [{"key": "name", "label": chosen.heading, "header": True}, *numbered]


def _cells(row: Row, asked: AskedTable) -> Cell:
    here = reverse("oversight:statutory_list")
    cells: Cell = {"name": f"– {row.name}" if row.is_part else row.name}
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
    cause = request.GET.get("ly_do", "")
    if asked.table.by == CAUSE:
        many, found = behind_cause(row, cause, whole, OnPostgres(), after=after, most=PAGE + 1)
    else:
        many, found = dossiers_behind(
            asked.table, row, column, whole, OnPostgres(), after=after, most=PAGE + 1
        )
    last = found[PAGE - 1]["number"] if found[PAGE:] else ""
    more = asked.query(dong=row, cot=column, ly_do=cause, sau=last) if last else ""
    page = {
        "caption": f"{asked.table.form}, cột {column}: {HEADINGS[column]}",
        "many": number(many),
        "said": f"{place_words(asked.agency)}, {_row_words(asked.table, row, cause)}kỳ từ",
        "first": whole.period.first,
        "last": whole.period.last,
        "counted_at": moment,
        "rows": named_dossiers(found[:PAGE]),
        "next_url": f"{request.path}?{more}" if more else None,
        "back": f"{reverse('oversight:statutory')}?{asked.query()}",
        "back_words": asked.table.id,
    }
    return render(request, "oversight/report_list.html", page)


def _row_words(chosen: Table, row: str, cause: str) -> str:
    if not row:
        return ""
    if chosen.by == AGENCY:
        return f"{agency_name_by_code(row)}, "
    return f"{row.replace(WITHIN, ', ')}, {f'“{cause}”, ' if cause else ''}"


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


def _counted(request: HttpRequest) -> tuple[AskedTable, Counts | Backlog]:
    asked = _asked(request.GET)
    return asked, _told(asked, now())


def _file(asked: AskedTable, ending: str) -> str:
    period = reporting_period(asked.period)
    return f"{asked.table.id}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.{ending}"


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to keep, which no cache keeps."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
