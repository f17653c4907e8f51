"""The forms of the catalogue, one form with its versions, and a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.events.publishing import AUTHORS
from motcua.forms import actions
from motcua.forms.authorship import FORMS
from motcua.forms.library import blank
from motcua.forms.models import FormVersion
from motcua.kernel.errors import DomainError, NotFound
from motcua.web.catalogue.form_reading import Sent, form_file_from
from motcua.web.catalogue.form_use import MOST_NAMED, procedures_using, used_by
from motcua.web.catalogue.version_rows import listed_row, shown_versions
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import key_from
from motcua.web.staff_input import errors_of


@require_safe
@for_roles(*AUTHORS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the forms by code: what is in force, what is being drawn, how many use each."""
    words = request.GET.get("q", "").strip()
    listed, following = FORMS.listed(words, key_from(request.GET.get("sau", "")))
    used = used_by([one.code for one in listed])
    page = {
        "words": words,
        "rows": [listed_row(one, used.get(one.code, 0), "catalogue:form") for one in listed],
        "following": following,
    }
    return render(request, "catalogue/forms/listing.html", page)


@require_safe
@for_roles(*AUTHORS)
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Show a form: its versions, who drew, proposed and published each, what uses it."""
    versions = FORMS.of(code)
    if not versions:
        raise NotFound
    page = {
        "code": code,
        **shown_versions(versions, "catalogue:form_version"),
        "used": used_by([code]).get(code, 0),
        "procedures": procedures_using(code),
        "most": MOST_NAMED,
    }
    return render(request, "catalogue/forms/form.html", page)


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
