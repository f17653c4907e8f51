"""A year's assessments: opening them, one agency's sheet, its steps, and the sheet as Excel."""

from datetime import date
from decimal import InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.events.publishing import AUTHORS
from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.organisations.models import Agency
from motcua.organisations.queries import agency_names
from motcua.reform import actions
from motcua.reform.assessments import (
    Sheet,
    Standing,
    assessment_for,
    round_of,
    sheet_of,
    step_of,
    templates_known,
    years_assessed,
)
from motcua.reform.criteria_rules import RoundOpen, Step, Summed, plain
from motcua.reform.permissions import READING_ALL, SCORING, may_appraise, may_score
from motcua.reform.sheets import as_excel
from motcua.web.bars import Amount, bars
from motcua.web.identity import actor_of, for_roles
from motcua.web.reform.views.templates import NO_NUMBER, number_from
from motcua.web.staff_input import day_from

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS: tuple[Role, ...] = tuple(dict.fromkeys((*READING_ALL, *SCORING)))
WRONG_DAY = "Ngày này chưa đúng. Xin nhập hạn tự chấm."
NOTHING = "–"
FIRST_MONTH_DUE = (1, 31)  # usual day: the end of the January after the year
TONES = {
    Step.SCORING: "near",
    Step.APPRAISAL: "in_time",
    Step.EXPLAINING: "near",
    Step.CLOSED: "done",
}
STEPS = {
    "gui": (actions.submit, "Đã gửi bản tự đánh giá đi thẩm định."),
    "tham-dinh-xong": (actions.finish_appraisal, "Đã gửi kết quả thẩm định để giải trình."),
    "ket-thuc": (actions.close, "Đã kết thúc. Điểm này là điểm cuối cùng."),
}


@require_safe
@for_roles(*READERS)
def assessments(request: HttpRequest) -> HttpResponse:
    """Show how the agencies of a year stand, and the form that opens more."""
    return _round(request)


def _round(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    reader = actor_of(request)
    years = years_assessed(reader)
    asked = request.GET.get("nam", "")
    last = localdate(now()).year - 1
    year = int(asked) if asked.isdecimal() and len(asked) <= 4 else (years or [last])[0]
    found = round_of(year, reader)
    scored = [one for one in found if one.rank is not None]
    page = {
        "year": year,
        "years": sorted({year, *years}, reverse=True),
        "rows": [_standing(one) for one in found],
        "drawn": bars([_drawn(one) for one in scored]),
        "may_open": reader.has(*AUTHORS),
        "templates": [one for one in templates_known() if one.published_at and not one.retired_at],
        "agencies": _agencies() if reader.has(*AUTHORS) else [],
        "due": date(localdate(now()).year + 1, *FIRST_MONTH_DUE),
        "errors": errors or {},
        "typed": request.POST if errors else QueryDict(),
    }
    return render(request, "reform/assessments.html", page, status=422 if errors else 200)


def _agencies() -> list[tuple[str, str]]:
    in_force = Agency.objects.in_force(localdate(now())).exclude(kind="service_centre")
    return [(str(one.id), one.name) for one in in_force.order_by("kind", "name")]


def _standing(one: Standing) -> dict[str, object]:
    shown = one.assessment
    return {
        "rank": NOTHING if one.rank is None else str(one.rank),
        "agency": {"text": one.agency, "href": reverse("reform:assessment", args=[shown.id])},
        "template": shown.template.index,
        "step": {"words": one.step.label.capitalize(), "tone": TONES[one.step]},
        "due": f"{shown.due_on:%d/%m/%Y}",
        "own": plain(one.own),
        "recognised": plain(one.recognised) if shown.appraised_at else NOTHING,
        "percent": _percent(one.percent) if shown.appraised_at else NOTHING,
        "class": one.class_name or NOTHING,
    }


def _percent(value: object) -> str:
    return f"{float(value):.2f}%".replace(".", ",")  # type: ignore[arg-type]


def _drawn(one: Standing) -> Amount:
    words = f"{_percent(one.percent)} {one.class_name}".strip()
    return Amount(one.agency, (("working", int(100 * one.percent)),), words)


@require_POST
@for_roles(*AUTHORS)
def open_round(request: HttpRequest) -> HttpResponse:
    """Open the assessments of a year for the agencies that were chosen."""
    posted, by, moment = request.POST, actor_of(request), now()
    try:
        template, year, due, chosen = _opened(posted)
    except InvalidInput as refusal:
        return _round(request, refusal.errors)
    opened, refused = 0, []
    for agency in chosen:
        try:
            actions.open_assessment(
                template, year=year, agency=agency, due_on=due, by=by, at=moment
            )
            opened += 1
        except RoundOpen as refusal:
            refused.append(str(refusal))
    if opened:
        messages.success(request, f"Đã mở tự đánh giá năm {year} cho {opened} cơ quan.")
    for words in refused[:3]:
        messages.warning(request, words)
    return redirect(f"{reverse('reform:assessments')}?nam={year}")


def _opened(posted: QueryDict) -> tuple[UUID, int, date, list[Agency]]:
    wrong = {}
    year = posted.get("year", "")
    if not year.isdecimal() or len(year) != 4:
        wrong["year"] = "Xin nhập năm, ví dụ 2025."
    template: UUID | None = None
    try:
        template = UUID(posted.get("template", ""))
    except ValueError:
        wrong["template"] = "Xin chọn bộ tiêu chí đã công bố."
    due: date | None = None
    try:
        due = day_from(posted, "due_on", WRONG_DAY)
    except InvalidInput as refusal:
        wrong |= refusal.errors
    chosen = _chosen(posted)
    if not chosen:
        wrong["agencies"] = "Xin chọn ít nhất một cơ quan."
    if wrong or template is None or due is None:
        raise InvalidInput(wrong)
    return template, int(year), due, chosen


def _chosen(posted: QueryDict) -> list[Agency]:
    try:
        wanted = [UUID(one) for one in posted.getlist("agencies")]
    except ValueError:
        return []
    found = Agency.objects.in_force(localdate(now())).filter(pk__in=wanted)
    return list(found.order_by("kind", "name"))


@require_safe
@for_roles(*READERS)
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Show one agency's sheet: areas, criteria, points, and what can be done now."""
    return sheet_page(request, assessment_id)


def sheet_page(
    request: HttpRequest, assessment_id: UUID, errors: dict[str, str] | None = None
) -> HttpResponse:
    """Show the sheet of an assessment, with what was wrong in what was sent."""
    reader = actor_of(request)
    found = assessment_for(assessment_id, reader)
    sheet, step = sheet_of(found), step_of(found)
    appraises = may_appraise(reader)
    page = {
        "one": found,
        "agency": agency_names([found.agency]).get(found.agency, ""),
        "step": step,
        "tone": TONES[step],
        "rows": [_line(row, sheet) for row in sheet.lines],
        "drawn": bars([_area(row) for row in sheet.lines if row.depth == 0]),
        "own": plain(sheet.own),
        "recognised": plain(sheet.recognised) if found.appraised_at else NOTHING,
        "percent": _percent(sheet.percent) if found.appraised_at else NOTHING,
        "class_name": sheet.class_name,
        "total": plain(found.template.total),
        "adjustments": [(plain(one.points), one.reason) for one in sheet.adjustments],
        "may_submit": step is Step.SCORING and may_score(reader, found),
        "may_finish": step is Step.APPRAISAL and appraises,
        "may_close": step is Step.EXPLAINING and appraises,
        "may_adjust": step in (Step.APPRAISAL, Step.EXPLAINING) and appraises,
        "errors": errors or {},
        "typed": request.POST if errors else QueryDict(),
    }
    return render(request, "reform/assessment.html", page, status=422 if errors else 200)


def _line(row: Summed, sheet: Sheet) -> dict[str, object]:
    score = sheet.scores.get(row.line.code)
    proofs = sheet.evidence.get(score.id, 0) if score else 0
    counted = score.counted_points if score else None
    address = reverse("reform:criterion", args=[sheet.assessment.id, row.line.code])
    return {
        "code": row.line.code,
        "name": {"text": row.line.name, "href": address} if row.is_scored else row.line.name,
        "most": plain(row.line.most),
        "counted": NOTHING if counted is None else plain(counted),
        "own": NOTHING if row.own is None else plain(row.own),
        "recognised": NOTHING if row.appraised is None else plain(row.appraised),
        "proofs": str(proofs) if row.is_scored else "",
        "depth": row.depth,
    }


def _area(row: Summed) -> Amount:
    """Draw what was recognised solid, what the agency gave itself beyond it hatched."""
    own, recognised = row.own or 0, row.appraised or 0
    beyond = max(own - recognised, 0)
    words = f"{plain(row.own or row.line.most * 0)} tự chấm"
    if row.appraised is not None:
        words = f"{plain(row.appraised)} trên {plain(row.line.most)}; {words}"
    parts = (("working", int(100 * recognised)), ("waiting", int(100 * beyond)))
    return Amount(f"{row.line.code}. {row.line.name}", parts, words)


@require_POST
@for_roles(*READERS)
def step(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Hand in, give back for explaining, or close; a refusal says what is missing."""
    assessment_for(assessment_id, actor_of(request))
    named = request.POST.get("buoc", "")
    if named not in STEPS:
        return sheet_page(request, assessment_id, {"": "Xin chọn lại việc cần làm."})
    act, said = STEPS[named]
    try:
        act(assessment_id, by=actor_of(request), at=now())
    except DomainError as refusal:
        return sheet_page(request, assessment_id, {"": str(refusal)})
    messages.success(request, said)
    return redirect("reform:assessment", assessment_id)


@require_POST
@for_roles(*READERS)
def adjust(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Give bonus points or take some away."""
    assessment_for(assessment_id, actor_of(request))
    try:
        points = number_from(request.POST.get("points", ""))
    except InvalidOperation:
        return sheet_page(request, assessment_id, {"points": NO_NUMBER})
    try:
        actions.adjust(
            assessment_id,
            points=points,
            reason=request.POST.get("reason", ""),
            by=actor_of(request),
            at=now(),
        )
    except InvalidInput as refusal:
        return sheet_page(request, assessment_id, refusal.errors)
    except DomainError as refusal:
        return sheet_page(request, assessment_id, {"points": str(refusal)})
    messages.success(request, "Đã ghi điểm thưởng, điểm trừ.")
    return redirect("reform:assessment", assessment_id)


@require_safe
@for_roles(*READERS)
def excel(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Give the sheet as Excel."""
    found = assessment_for(assessment_id, actor_of(request))
    name = agency_names([found.agency]).get(found.agency, "")
    answer = HttpResponse(as_excel(sheet_of(found), name), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="tu-danh-gia-{found.year}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer
