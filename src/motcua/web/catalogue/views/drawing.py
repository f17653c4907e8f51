"""Drawing a process: the designer, and the same with files for those without scripts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.events.publishing import AUTHORS
from motcua.web.catalogue.facts import designer_facts
from motcua.web.catalogue.reading import answers_json, file_from
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.wording import datetime_vn
from motcua.workflow import actions
from motcua.workflow.authorship import PROCESSES, findings, revision_of


@require_safe
@for_roles(*AUTHORS)
def draw(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a draft in the designer; what is proposed or published is only looked at."""
    version = PROCESSES.by_id(version_id)
    if version.proposed_at or version.published_at:
        return redirect("catalogue:version", version.id)
    page = {
        "version": version,
        "revision": revision_of(version),
        "facts": designer_facts(version, localdate(now())),
        "findings": findings(version.bpmn),
    }
    return render(request, "catalogue/draw.html", page)


@require_POST
@answers_json
def save(request: HttpRequest, version_id: UUID) -> dict[str, object]:
    """Keep what was drawn, unless somebody else has saved in between."""
    moment = now()
    version = actions.save_draft(
        version_id,
        name=request.POST.get("name", ""),
        bpmn=request.POST.get("bpmn", ""),
        seen=request.POST.get("revision", ""),
        by=actor_of(request),
        at=moment,
    )
    return {"revision": revision_of(version), "at": datetime_vn(moment)}


@require_POST
@for_roles(*AUTHORS)
def upload(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put a file in the place of what was drawn."""
    version = actions.save_draft(
        version_id,
        name=request.POST.get("name", ""),
        bpmn=file_from(request),
        seen=request.POST.get("revision", ""),
        by=actor_of(request),
        at=now(),
    )
    messages.success(request, "Đã thay bản vẽ bằng tệp vừa tải lên.")
    return redirect("catalogue:draw", version.id)


@require_safe
@for_roles(*AUTHORS)
def download(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Fetch a version as a BPMN 2.0 file."""
    version = PROCESSES.by_id(version_id)
    name = f"{version.code}-ban-{version.version}.bpmn"
    return pdf_or_picture(version.bpmn.encode(), "application/xml", name)


@require_POST
@for_roles(*AUTHORS)
def draft_from(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Begin a new version from one that is published."""
    old = PROCESSES.by_id(version_id)
    made = actions.draft(
        old.code, name=old.name or old.code, bpmn=old.bpmn, by=actor_of(request), at=now()
    )
    return redirect("catalogue:draw", made.id)
