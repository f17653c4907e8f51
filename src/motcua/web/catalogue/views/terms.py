"""The numbers of the law that clocks follow, and the causes that an apology may name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from motcua.configuration.kinds.terms import NAMES, code_of
from motcua.deadlines.permissions import KEEPERS
from motcua.deadlines.queries import parameters
from motcua.dossiers import actions
from motcua.dossiers.apologies import all_causes
from motcua.dossiers.rules import ReasonMissing
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import errors_of

SHOWN = (InvalidInput, ReasonMissing)


@require_safe
@for_roles(*KEEPERS)
def terms(request: HttpRequest) -> HttpResponse:
    """Show every number with the days on which it holds, and the causes."""
    return _page(request)


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    known = parameters()
    rows = [
        {
            "code": code_of(key),
            "name": name,
            "values": [one for one in reversed(known) if one.key == key.value],
        }
        for key, name in NAMES.items()
    ]
    page = {
        "rows": rows,
        "causes": all_causes(),
        "errors": errors_of(refusal, "name") if refusal else {},
        "typed": request.POST if refusal else QueryDict(),
    }
    return render(request, "catalogue/terms.html", page, status=422 if refusal else 200)


@require_POST
@for_roles(*KEEPERS)
def add_cause(request: HttpRequest) -> HttpResponse:
    """Add a cause to the list."""
    try:
        actions.add_late_cause(request.POST.get("name", ""), by=actor_of(request), at=now())
    except SHOWN as refusal:
        return _page(request, refusal)
    messages.success(request, "Đã thêm lý do vào danh sách.")
    return redirect("catalogue:terms")


@require_POST
@for_roles(*KEEPERS)
def retire_cause(request: HttpRequest, code: str) -> HttpResponse:
    """Take a cause off the list; apologies that named it keep it."""
    actions.retire_late_cause(code, by=actor_of(request), at=now())
    messages.success(request, "Từ ngày mai lý do này không còn trong danh sách.")
    return redirect("catalogue:terms")
