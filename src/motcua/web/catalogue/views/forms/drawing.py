"""Drawing a form: the designer, and the same with files for those without scripts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.places import places_on
from motcua.events.publishing import AUTHORS
from motcua.forms import actions
from motcua.forms.authorship import FORMS, findings
from motcua.forms.files import written
from motcua.procedures.queries import cases_with_form
from motcua.web.catalogue.form_reading import form_file_from, form_from, revision_from
from motcua.web.catalogue.form_use import designer_facts
from motcua.web.catalogue.reading import answers_json
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.wording import datetime_vn


@require_safe
@for_roles(*AUTHORS)
def draw(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a draft in the designer; what is proposed or published is only looked at."""
    version = FORMS.by_id(version_id)
    if version.proposed_at or version.published_at:
        return redirect("catalogue:form_version", version.id)
    cases, day = [code for code, _ in cases_with_form(version.code)], localdate(now())
    page = {
        "version": version,
        "file": written(version.code, version.definition, version.trials),
        "facts": designer_facts(version, day),
        "findings": findings(version.code, version.definition, version.trials, places_on, cases),
    }
    return render(request, "catalogue/forms/draw.html", page)


@require_POST
@answers_json
def save(request: HttpRequest, version_id: UUID) -> dict[str, object]:
    """Keep what was drawn, unless somebody else has saved in between."""
    moment, sent = now(), form_from(request)
    version = actions.save_draft(
        version_id,
        definition=sent.definition,
        trials=sent.trials,
        seen=revision_from(request),
        by=actor_of(request),
        at=moment,
    )
    return {"revision": version.revision, "at": datetime_vn(moment)}


@require_POST
@for_roles(*AUTHORS)
def upload(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put a file in the place of what was drawn."""
    sent = form_file_from(request, "file")
    version = actions.save_draft(
        version_id,
        definition=sent.definition,
        trials=sent.trials,
        seen=revision_from(request),
        by=actor_of(request),
        at=now(),
    )
    messages.success(request, "Đã thay bản nháp bằng tệp vừa tải lên.")
    return redirect("catalogue:form_draw", version.id)


@require_safe
@for_roles(*AUTHORS)
def download(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Fetch a version with its test cases as a JSON file."""
    version = FORMS.by_id(version_id)
    file = written(version.code, version.definition, version.trials).encode()
    return pdf_or_picture(file, "application/json", f"{version.code}-ban-{version.version}.json")


@require_POST
@for_roles(*AUTHORS)
def draft_from(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Begin a new version from one that is published."""
    old = FORMS.by_id(version_id)
    made = actions.draft(
        old.code, definition=old.definition, trials=old.trials, by=actor_of(request), at=now()
    )
    return redirect("catalogue:form_draw", made.id)


@require_POST
@for_roles(*AUTHORS)
def discard(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.discard_draft(version_id, by=actor_of(request), at=now())
    messages.success(request, "Đã bỏ bản nháp.")
    return redirect("catalogue:forms")
