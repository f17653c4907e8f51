"""One criterion of an assessment: points, evidence, appraisal, explanation."""

from decimal import InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.kernel.errors import DomainError, InvalidInput, NotFound
from motcua.organisations.models import Agency
from motcua.organisations.queries import officer_names
from motcua.reform import actions
from motcua.reform.assessments import assessment_for, evidence_of, sheet_of, step_of
from motcua.reform.criteria_rules import Line, ScoredBy, Step, counted_points, plain
from motcua.reform.measuring import measured, measures
from motcua.reform.models import Assessment
from motcua.reform.permissions import may_appraise, may_score
from motcua.web.files import hand_out
from motcua.web.identity import actor_of, for_roles
from motcua.web.reform.views.assessments import READERS
from motcua.web.reform.views.templates import NO_NUMBER, number_from

ACTS = {
    "cham": (actions.score, "points", "note"),
    "tham-dinh": (actions.appraise, "appraised", "appraised_note"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def criterion(request: HttpRequest, assessment_id: UUID, code: str) -> HttpResponse:
    """Show a criterion; take points, an appraisal or an explanation."""
    found = assessment_for(assessment_id, actor_of(request))
    if request.method != "POST":
        return _page(request, found, code)
    try:
        _act(request, found, code)
    except InvalidInput as refusal:
        return _page(request, found, code, refusal.errors)
    except DomainError as refusal:
        return _page(request, found, code, {_input(request): str(refusal)})
    messages.success(request, f"Đã lưu tiêu chí {code}.")
    following = _following(found, code)
    return (
        redirect("reform:criterion", found.id, following)
        if following
        else redirect("reform:assessment", found.id)
    )


def _input(request: HttpRequest) -> str:
    _, points, _ = ACTS.get(request.POST.get("viec", ""), (None, "explanation", ""))
    return points


def _act(request: HttpRequest, found: Assessment, code: str) -> None:
    posted, by, moment = request.POST, actor_of(request), now()
    named = posted.get("viec", "")
    if named not in ACTS:
        text = posted.get("explanation", "")
        actions.explain(found.id, code, text=text, by=by, at=moment)
        return
    act, points, note = ACTS[named]
    try:
        value = number_from(posted.get(points, ""))
    except InvalidOperation as error:
        raise InvalidInput({points: NO_NUMBER}) from error
    act(found.id, code, points=value, note=posted.get(note, ""), by=by, at=moment)


def _following(found: Assessment, code: str) -> str:
    """Return the next criterion, so that one goes through the sheet without going back."""
    codes = [row.line.code for row in sheet_of(found).lines if row.is_scored]
    at = codes.index(code) if code in codes else len(codes)
    return codes[at + 1] if at + 1 < len(codes) else ""


def _page(
    request: HttpRequest, found: Assessment, code: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    reader, step, sheet = actor_of(request), step_of(found), sheet_of(found)
    row = next((one for one in sheet.lines if one.line.code == code and one.is_scored), None)
    if row is None:
        raise NotFound
    score = sheet.scores.get(code)
    own = row.line.scored_by == ScoredBy.SELF
    scorer, appraiser = may_score(reader, found), may_appraise(reader)
    proofs = evidence_of(score)
    page = {
        "one": found,
        "line": row.line,
        "most": plain(row.line.most),
        "of_survey": not own,
        "score": score,
        "own": plain(score.own_points) if score and score.own_points is not None else "",
        "appraised": (
            plain(score.appraised_points) if score and score.appraised_points is not None else ""
        ),
        "counted": _counted(found, row.line) if row.line.measure else None,
        "proofs": proofs,
        "names": officer_names([one.added_by for one in proofs]),
        "may_score": own and scorer and step is Step.SCORING,
        "may_prove": scorer and step in (Step.SCORING, Step.EXPLAINING),
        "may_remove": scorer and step is Step.SCORING,
        "may_appraise": appraiser and step in (Step.APPRAISAL, Step.EXPLAINING),
        "may_explain": scorer and step is Step.EXPLAINING,
        "errors": errors or {},
        "typed": request.POST if errors else QueryDict(),
    }
    return render(request, "reform/criterion.html", page, status=422 if errors else 200)


def _counted(found: Assessment, line: Line) -> dict[str, str]:
    """Say what records give at this moment, with the page on which it is counted."""
    agency = Agency.objects.get(pk=found.agency)
    part, whole = measured(found.year, agency.code, now()).get(line.measure, (0, 0))
    points = counted_points(line, part, whole)
    query = f"tu={found.year}-01-01&den={found.year}-12-31&co-quan={agency.code}"
    return {
        "name": measures().get(line.measure, line.measure),
        "numbers": f"{part:,} trên {whole:,}".replace(",", "."),
        "points": "" if points is None else plain(points),
        "href": f"{reverse('oversight:index_766')}?{query}",
    }


@require_POST
@for_roles(*READERS)
def add_evidence(request: HttpRequest, assessment_id: UUID, code: str) -> HttpResponse:
    """Name a document that proves the score, with its file or without."""
    found = assessment_for(assessment_id, actor_of(request))
    sent = request.FILES.get("file")
    file = (sent.name or "", sent.read()) if isinstance(sent, UploadedFile) else None
    try:
        actions.add_evidence(
            found.id,
            code,
            title=request.POST.get("title", ""),
            file=file,
            by=actor_of(request),
            at=now(),
        )
    except InvalidInput as refusal:
        return _page(request, found, code, refusal.errors)
    except DomainError as refusal:
        return _page(request, found, code, {"file": str(refusal)})
    messages.success(request, "Đã thêm tài liệu kiểm chứng.")
    return redirect("reform:criterion", found.id, code)


@require_safe
@for_roles(*READERS)
def evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Send to the file of a piece of evidence."""
    return hand_out(request, actions.look_at_evidence(evidence_id, by=actor_of(request), at=now()))


@require_POST
@for_roles(*READERS)
def remove(request: HttpRequest, assessment_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Take a piece of evidence back."""
    found = assessment_for(assessment_id, actor_of(request))
    actions.remove_evidence(found.id, evidence_id, by=actor_of(request), at=now())
    messages.success(request, "Đã bỏ tài liệu.")
    back = request.POST.get("ma", "")
    codes = {row.line.code for row in sheet_of(found).lines}
    if back in codes:
        return redirect("reform:criterion", found.id, back)
    return redirect("reform:assessment", found.id)
