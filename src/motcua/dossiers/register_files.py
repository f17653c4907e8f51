"""The register as files: Excel of any length, and the circular's form as PDF for a shorter one."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import gettempdir
from typing import IO
from uuid import UUID

import xlsxwriter
from django.utils.timezone import localdate, localtime

from motcua.dossiers.models import PaperForm
from motcua.dossiers.paper_forms import Issue, draw_in_style, form_on, template_for
from motcua.dossiers.register import (
    HEADINGS,
    Chosen,
    Entry,
    cells,
    cells_in_words,
    entries,
)
from motcua.dossiers.slip_facts import head_facts
from motcua.kernel.errors import DomainError, NotFound
from motcua.organisations.models import Agency

MOST_PRINTED = 1000
WIDTHS = (6, 27, 50, 9, 28, 42, 34, 17, 17, 17, 16, 24, 18)
# Nothing that somebody typed is ever read as a formula, an address or a number.
AS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


class TooMuchToPrint(DomainError):
    """A book of that many lines is not printed in one piece."""

    message = (
        "Kỳ này có hơn {most} hồ sơ nên chưa in thành một tệp PDF. "
        "Xin chọn kỳ ngắn hơn, hoặc tải tệp Excel."
    )


def register_pdf(chosen: Chosen, words: str, at: datetime) -> bytes:
    """Draw what was chosen of the register on A4, by the form in force when it is printed."""
    agency = _desk(chosen.agency)
    form = form_on("register", localdate(at))
    if form is None:
        raise NotFound
    found = list(islice(entries(chosen), MOST_PRINTED + 1))
    if len(found) > MOST_PRINTED:
        raise TooMuchToPrint(most=f"{MOST_PRINTED:,}".replace(",", "."))
    issue = Issue(form, agency, at)
    facts = {**head_facts(issue), **_lines(form, chosen, words, found)}
    return draw_in_style(form, template_for(issue), facts)[0]


def _desk(agency: UUID) -> Agency:
    return Agency.objects.select_related("parent").get(pk=agency)


def _lines(
    form: PaperForm, chosen: Chosen, words: str, found: Iterable[Entry]
) -> dict[str, object]:
    years = dict.fromkeys([f"{chosen.first:%Y}", f"{chosen.last:%Y}"])
    return {
        "code": form.name,
        "lookup_code": "",
        "qr": "",
        "period": f"Từ ngày {chosen.first:%d/%m/%Y} đến ngày {chosen.last:%d/%m/%Y}",
        "chosen": words,
        "book": " và ".join(years),
        "rows": [cells_in_words(order, entry) for order, entry in enumerate(found, start=1)],
    }


def write_register(chosen: Chosen, file: IO[bytes]) -> int:
    """Write what was chosen as Excel, line by line in constant memory; return how many lines."""
    book = xlsxwriter.Workbook(file, {**AS_TEXT, "tmpdir": str(Path(gettempdir()))})
    book.set_properties({"title": "Sổ theo dõi hồ sơ", "comments": "", "author": ""})
    sheet = book.add_worksheet("Sổ theo dõi hồ sơ")
    strong = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, strong)
    sheet.freeze_panes(1, 2)
    lines = 0
    for lines, entry in enumerate(entries(chosen), start=1):
        for column, cell in enumerate(cells(lines, entry)):
            if isinstance(cell, datetime):
                sheet.write_datetime(lines, column, localtime(cell).replace(tzinfo=None), moment)
            elif isinstance(cell, int):
                sheet.write_number(lines, column, cell)
            elif cell:
                sheet.write_string(lines, column, str(cell))
    sheet.autofilter(0, 0, lines, len(HEADINGS) - 1)
    book.close()
    return lines
