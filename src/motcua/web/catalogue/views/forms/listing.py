"""The forms of the catalogue, one form with its versions, and a new one."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.events.publishing import AUTHORS
from motcua.events.versions import Listed
from motcua.forms import actions
from motcua.forms.authorship import FORMS
from motcua.forms.library import blank
from motcua.forms.models import FormVersion
from motcua.kernel.errors import DomainError, NotFound
from motcua.organisations.queries import officer_names
from motcua.web.catalogue.form_reading import Sent, form_file_from
from motcua.web.catalogue.form_use import MOST_NAMED, procedures_using, used_by
from motcua.web.catalogue.words import state_of
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import errors_of
from motcua.web.wording import datetime_vn


@require_safe
@for_roles(*AUTHORS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the forms by code: what is in force, what is being drawn, how many use each."""
    words = request.GET.get("q", "").strip()
    listed, following = FORMS.listed(words, request.GET.get("sau", ""))
    used = used_by([one.code for one in listed])
    page = {
        "words": words,
        "rows": [_row(one, used.get(one.code, 0)) for one in listed],
        "following": following,
    }
    return render(request, "catalogue/forms/listing.html", page)


def _row(one: Listed[FormVersion], used: int) -> dict[str, object]:
    state = state_of(one.draft) if one.draft else None
    return {
        "code": one.code,
        "name": {"text": one.name, "href": reverse("catalogue:form", args=[one.code])},
        "in_force": f"Bản {one.in_force}" if one.in_force else "Chưa có",
        "draft": {"words": state[0], "tone": state[1]} if state else "",
        "used": str(used),
    }


@require_safe
@for_roles(*AUTHORS)
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Show a form: its versions, who drew, proposed and published each, what uses it."""
    versions = FORMS.of(code)
    if not versions:
        raise NotFound
    names = officer_names(
        person for one in versions for person in (one.drafted_by, one.proposed_by, one.published_by)
    )
    page = {
        "code": code,
        "name": versions[0].name or code,
        "versions": versions,
        "rows": [_version_row(one, names) for one in versions],
        "draft": next((one for one in versions if one.published_at is None), None),
        "in_force": next(
            (one for one in versions if one.published_at and not one.retired_at), None
        ),
        "used": used_by([code]).get(code, 0),
        "procedures": procedures_using(code),
        "most": MOST_NAMED,
    }
    return render(request, "catalogue/forms/form.html", page)


def _version_row(one: FormVersion, names: Mapping[UUID, str]) -> dict[str, object]:
    words, tone = state_of(one)
    return {
        "version": {
            "text": f"Bản {one.version}",
            "href": reverse("catalogue:form_version", args=[one.id]),
        },
        "state": {"words": words, "tone": tone},
        "drafted": _who(names, one.drafted_by, datetime_vn(one.drafted_at)),
        "proposed": _who(names, one.proposed_by, datetime_vn(one.proposed_at)),
        "published": _who(names, one.published_by, datetime_vn(one.published_at)),
    }


def _who(names: Mapping[UUID, str], person: UUID | None, when: str) -> str:
    who = names.get(person, "") if person else ""
    return ", ".join(part for part in (who, when) if part)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*AUTHORS)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a new form: with the usual first page, or from a file."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = _begin(request)
        except DomainError as refusal:
            errors = errors_of(refusal)
        else:
            return redirect("catalogue:form_draw", made.id)
    page = {"errors": errors, "typed": request.POST}
    return render(request, "catalogue/forms/begin.html", page, status=422 if errors else 200)


def _begin(request: HttpRequest) -> FormVersion:
    code = request.POST.get("code", "").strip()
    name = request.POST.get("name", "").strip()
    sent = Sent(blank(name), [])
    if request.FILES.get("file"):
        read = form_file_from(request, "file")
        sent = Sent({**read.definition, **({"title": {"vi": name}} if name else {})}, read.trials)
    return actions.draft(
        code, definition=sent.definition, trials=sent.trials, by=actor_of(request), at=now()
    )
