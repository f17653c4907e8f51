"""The programme: batches of results that are only on paper, progress, samples."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.digitisation import actions
from motcua.digitisation.permissions import PLANNING, SCANNING
from motcua.digitisation.queries import (
    PAGE,
    batch_for,
    batches_of,
    copy_for,
    samples_of,
    throughput,
    waiting_in,
)
from motcua.digitisation.rules import BatchNameTaken, NothingToDigitise
from motcua.dossiers.rules import ReasonMissing
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.organisations.models import Officer
from motcua.organisations.queries import officer_names, officers_of
from motcua.results.keeping import kept_by
from motcua.results.queries import in_force_by
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import errors_of

LOOKED_BACK = timedelta(days=30)
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SCANNING, *PLANNING)
def batches(request: HttpRequest) -> HttpResponse:
    """Show how much of one's agency's results is digitised, the batches, and who did how much."""
    if request.method == "POST":
        return _open(request)
    return _programme(request, QueryDict(), {})


def _programme(request: HttpRequest, typed: QueryDict, errors: dict[str, str]) -> HttpResponse:
    reader, moment = actor_of(request), now()
    day = localdate(moment)
    agencies = kept_by(reader.office, day)
    by_sector = in_force_by("sector", day, agencies)
    by_year = in_force_by("year", day, agencies)
    clerks = throughput(reader.office, moment - LOOKED_BACK, moment)
    page = {
        "batches": batches_of(reader.office),
        "many": sum(one.many for one in by_sector),
        "digitised": sum(one.digitised for one in by_sector),
        "by_sector": by_sector,
        "by_year": sorted(by_year, key=lambda one: str(one.key), reverse=True),
        "clerks": clerks,
        "names": officer_names(one.clerk for one in clerks),
        "may_plan": reader.has(*PLANNING),
        "people": _clerks(reader.office, day),
        "typed": typed,
        "errors": errors,
    }
    return render(
        request, "digitisation/batches.html", page, status=UNPROCESSABLE if errors else 200
    )


def _clerks(agency: UUID, day: object) -> list[Officer]:
    found = {one.id: one for role in SCANNING for one in officers_of(agency, role, day)}  # type: ignore[arg-type]
    return sorted(found.values(), key=lambda one: one.full_name)


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default


def _clerk(text: str) -> UUID | None:
    """Return who was chosen, None for all."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def _open(request: HttpRequest) -> HttpResponse:
    posted = request.POST
    clerk = _clerk(posted.get("assigned_to", ""))
    year = _number(posted.get("year", ""), 0)
    try:
        made = actions.open_batch(
            posted.get("name", ""),
            sector=posted.get("sector", ""),
            year=year or None,
            assigned_to=clerk,
            most=_number(posted.get("most", ""), 0),
            sample_percent=_number(posted.get("sample_percent", ""), -1),
            by=actor_of(request),
            at=now(),
        )
    except (InvalidInput, BatchNameTaken, NothingToDigitise) as refusal:
        return _programme(request, posted, errors_of(refusal))
    messages.success(request, "Đã lập đợt số hóa.")
    return redirect("digitisation:batch", made.id)


@require_safe
@for_roles(*SCANNING, *PLANNING)
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show what of a batch waits on paper, and the samples to look at."""
    reader = actor_of(request)
    shown = batch_for(reader, batch_id)
    progress = next(one for one in batches_of(reader.office) if one.batch.id == shown.id)
    waiting = waiting_in(shown)
    page = {
        "shown": shown,
        "progress": progress,
        "waiting": waiting[:PAGE],
        "more": len(waiting) > PAGE,
        "samples": samples_of(shown),
        "names": officer_names([shown.assigned_to, shown.opened_by]),
        "may_plan": reader.has(*PLANNING),
        "may_scan": reader.has(*SCANNING),
        "people": _clerks(reader.office, localdate()),
    }
    return render(request, "digitisation/batch.html", page)


@require_POST
@for_roles(*PLANNING)
def assign(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Give the batch to a clerk, or to all."""
    to = _clerk(request.POST.get("assigned_to", ""))
    actions.assign_batch(batch_id, to=to, by=actor_of(request), at=now())
    return redirect("digitisation:batch", batch_id)


@require_POST
@for_roles(*PLANNING)
def close(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """End the batch."""
    actions.close_batch(batch_id, by=actor_of(request), at=now())
    messages.success(request, "Đã kết thúc đợt số hóa.")
    return redirect("digitisation:batches")


@require_POST
@for_roles(*SCANNING)
def sample(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Say what a second look at a paper found."""
    by = actor_of(request)
    shown = copy_for(by, copy_id)
    try:
        actions.check_sample(
            shown.id,
            is_right=request.POST.get("right") == "yes",
            found=request.POST.get("found", ""),
            by=by,
            at=now(),
        )
    except ReasonMissing as refusal:
        messages.error(request, str(refusal))
        return redirect("digitisation:copy", shown.id)
    messages.success(request, "Đã ghi kết quả kiểm tra mẫu.")
    assert shown.batch_id is not None
    return redirect("digitisation:batch", shown.batch_id)
