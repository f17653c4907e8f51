"""The register of dossiers of one's desk: on the page, as PDF, as Excel."""

from collections.abc import Sequence
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.dossiers import actions
from motcua.dossiers.register import Chosen, Entry, page_of, sectors
from motcua.dossiers.register_files import TooMuchToPrint
from motcua.dossiers.register_files import register_pdf as drawn
from motcua.kernel.errors import InvalidInput
from motcua.web.addresses import address_of_each
from motcua.web.context import AT_THE_DESK
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text
from motcua.web.staff_input import day_from
from motcua.web.wording import datetime_vn, shortened

LONGEST = timedelta(days=366)
WRONG_DAY = "Ngày này chưa đúng. Xin nhập ngày, tháng, năm."
LONGEST_NAME = 110  # characters of a procedure's name
DAYS = ("Nhận", "Hẹn", "Trả")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _chosen(asked: QueryDict, agency: UUID, today: date) -> Chosen:
    """Read the filters; without any, this month so far."""
    first = day_from(asked, "tu", WRONG_DAY, required=False) or today.replace(day=1)
    last = day_from(asked, "den", WRONG_DAY, required=False) or max(first, today)
    if last < first:
        raise InvalidInput({"den": "Ngày cuối kỳ phải sau ngày đầu kỳ."})
    if last - first > LONGEST:
        raise InvalidInput({"den": "Mỗi lần xem được nhiều nhất một năm. Xin chọn kỳ ngắn hơn."})
    return Chosen(agency, first, last, asked.get("thu-tuc", "").strip(), asked.get("linh-vuc", ""))


@require_safe
@for_roles(*AT_THE_DESK)
def register(request: HttpRequest) -> HttpResponse:
    """Show the register a page at a time, in the order of acceptance."""
    return _page(request)


def _page(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    agency, today = actor_of(request).office, localdate(now())
    try:
        chosen = _chosen(request.GET, agency, today)
    except InvalidInput as refusal:
        errors, chosen = refusal.errors, Chosen(agency, today, today)
    before = _whole(request.GET.get("stt", ""))
    found, following = page_of(chosen, after_from(request.GET.get("sau", "")))
    query = _query(chosen)
    later = {"sau": after_text(following), "stt": before + len(found)}
    page = {
        "chosen": chosen,
        "rows": _rows(found, before + 1),
        "sectors": sectors(),
        "shown": {
            "tu": _typed(request.GET, "tu") if errors else chosen.first,
            "den": _typed(request.GET, "den") if errors else chosen.last,
        },
        "query": query,
        "next_url": f"{reverse('onestop:register')}?{query}&{urlencode(later)}"
        if following
        else None,
        "errors": errors or {},
    }
    return render(request, "onestop/register.html", page, status=422 if errors else 200)


def _rows(found: Sequence[Entry], first: int) -> list[dict[str, object]]:
    """Return lines of the register, cell by cell."""
    to = address_of_each("onestop:dossier")
    rows = []
    for order, entry in enumerate(found, start=first):
        days = ((DAYS[0], entry.accepted_at), (DAYS[1], entry.due_at), (DAYS[2], entry.returned_at))
        signed = f"Ký nhận: {entry.taken_by}" if entry.taken_by else ""
        rows.append(
            {
                "order": order,
                "number": entry.number,
                "who": {"text": entry.applicant, "href": to(entry.id)},
                "contact": entry.contact,
                "procedure": {
                    "lines": [shortened(entry.procedure, LONGEST_NAME)],
                    "muted": entry.settling,
                },
                "days": {"lines": [f"{said} {datetime_vn(at)}" for said, at in days if at]},
                "note": {"lines": [part for part in (entry.channel, signed, entry.note) if part]},
            }
        )
    return rows


def _typed(asked: QueryDict, name: str) -> dict[str, str]:
    return {part: asked.get(f"{name}.{part}", "") for part in ("day", "month", "year")}


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _query(chosen: Chosen) -> str:
    parts: dict[str, object] = {}
    for name, day in (("tu", chosen.first), ("den", chosen.last)):
        parts |= {f"{name}.day": day.day, f"{name}.month": day.month, f"{name}.year": day.year}
    return urlencode({**parts, "thu-tuc": chosen.procedure, "linh-vuc": chosen.sector})


@require_safe
@for_roles(*AT_THE_DESK)
def register_pdf(request: HttpRequest) -> HttpResponse:
    """Print what is chosen on A4."""
    moment = now()
    try:
        chosen = _chosen(request.GET, actor_of(request).office, localdate(moment))
        content = drawn(chosen, _in_words(chosen), moment)
    except InvalidInput:
        return _page(request)
    except TooMuchToPrint as refusal:
        return _page(request, {"": str(refusal)})
    return pdf_or_picture(content, "application/pdf", _name(chosen, "pdf"), inline=True)


@require_safe
@for_roles(*AT_THE_DESK)
def register_excel(request: HttpRequest) -> HttpResponse:
    """Give what is chosen as Excel; written to a file first, so that memory stays small."""
    by, moment = actor_of(request), now()
    try:
        chosen = _chosen(request.GET, by.office, localdate(moment))
    except InvalidInput:
        return _page(request)
    file = TemporaryFile()  # noqa: SIM115 -- the answer closes it when it was sent
    actions.export_register(chosen, file, by=by, at=moment)
    file.seek(0)
    answer = FileResponse(
        file, as_attachment=True, filename=_name(chosen, "xlsx"), content_type=EXCEL
    )
    answer["Cache-Control"] = "no-store"
    return cast(HttpResponse, answer)  # both are answers; the rest of the pages is typed narrower


def _in_words(chosen: Chosen) -> str:
    names = dict(sectors())
    parts = [
        f"Mã thủ tục {chosen.procedure}" if chosen.procedure else "",
        f"Lĩnh vực {names[chosen.sector]}" if chosen.sector in names else "",
    ]
    return "; ".join(part for part in parts if part)


def _name(chosen: Chosen, ending: str) -> str:
    return f"so-theo-doi-{chosen.first:%Y%m%d}-{chosen.last:%Y%m%d}.{ending}"
