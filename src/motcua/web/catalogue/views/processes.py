"""The processes of the catalogue, one process with its versions, and a new one."""

from collections.abc import Sequence

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.events.publishing import AUTHORS
from motcua.kernel.errors import DomainError, NotFound
from motcua.procedures.models import ProcedureVersion
from motcua.web.catalogue.blank import blank
from motcua.web.catalogue.reading import file_from
from motcua.web.catalogue.version_rows import listed_row, shown_versions
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import counted, key_from
from motcua.web.staff_input import errors_of
from motcua.workflow import actions
from motcua.workflow.authorship import MOST_RUNNING, PROCESSES, running
from motcua.workflow.models import ProcessVersion


@require_safe
@for_roles(*AUTHORS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the processes by code: what is in force, what is being drawn, how many use each."""
    words = request.GET.get("q", "").strip()
    listed, following = PROCESSES.listed(words, key_from(request.GET.get("sau", "")))
    used = _used_by([one.code for one in listed])
    page = {
        "words": words,
        "rows": [listed_row(one, used.get(one.code, 0), "catalogue:process") for one in listed],
        "following": following,
    }
    return render(request, "catalogue/processes.html", page)


def _used_by(codes: Sequence[str]) -> dict[str, int]:
    """Return how many procedures in force use a process, whatever its version."""
    pinned = ProcedureVersion.objects.filter(
        process__code__in=codes, published_at__isnull=False, valid_to=None
    )
    return dict(pinned.values_list("process__code").annotate(Count("id")))


@require_safe
@for_roles(*AUTHORS)
def process(request: HttpRequest, code: str) -> HttpResponse:
    """Show a process: its versions, who drew, proposed and published each, what runs on it."""
    versions = PROCESSES.of(code)
    if not versions:
        raise NotFound
    runs = running([one.id for one in versions])
    more = {one.id: {"running": counted(runs.get(one.id, 0), MOST_RUNNING)} for one in versions}
    page = {
        "code": code,
        **shown_versions(versions, "catalogue:version", more),
        "used": _used_by([code]).get(code, 0),
    }
    return render(request, "catalogue/process.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*AUTHORS)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a new process: an empty drawing, or one from a file."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = _begin(request)
        except DomainError as refusal:
            errors = errors_of(refusal)
        else:
            return redirect("catalogue:draw", made.id)
    page = {"errors": errors, "typed": request.POST}
    return render(request, "catalogue/begin.html", page, status=422 if errors else 200)


def _begin(request: HttpRequest) -> ProcessVersion:
    code = request.POST.get("code", "").strip()
    name = request.POST.get("name", "").strip()
    bpmn = file_from(request) if request.FILES.get("bpmn") else blank(code, name)
    return actions.draft(code, name=name, bpmn=bpmn, by=actor_of(request), at=now())
