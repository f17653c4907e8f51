"""One's own data: what is kept and why, taking it all away, and asking something about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.people.policy_rules import Act
from motcua.privacy.actions import ask, take_own_data
from motcua.privacy.own_data import purposes_on
from motcua.privacy.permissions import require_subject
from motcua.privacy.queries import requests_of
from motcua.privacy.request_rules import (
    KIND_NAMES,
    OUTCOME_NAMES,
    Kind,
    KindUnknown,
    Outcome,
    WordsMissing,
)
from motcua.privacy.request_words import words_of
from motcua.web.assurance import for_level
from motcua.web.identity import actor_of, for_citizens

UNPROCESSABLE = 422
ABOUT = {KindUnknown: "kind", WordsMissing: "words"}


@for_citizens
@for_level(Act.STORE)
def own_data(request: HttpRequest) -> HttpResponse:
    """Show what is kept about oneself and on what basis, and take a request about it."""
    by, at, errors = actor_of(request), now(), dict[str, str]()
    require_subject(by)
    if request.method == "POST":
        try:
            asked = ask(request.POST.get("kind", ""), request.POST.get("words", ""), by=by, at=at)
        except (KindUnknown, WordsMissing) as refusal:
            errors = {ABOUT[type(refusal)]: _(str(refusal))}
        else:
            day = f"{localdate(asked.due_at):%d/%m/%Y}"
            messages.success(request, _("Đã nhận yêu cầu. Hạn giải quyết: %(day)s.") % {"day": day})
            return redirect("citizen:own_data")
    page = {
        "purposes": purposes_on(localdate(at)),
        "kinds": [(kind.value, _(words)) for kind, words in KIND_NAMES.items()],
        "requests": [
            {
                "asked": one,
                "kind": _(KIND_NAMES[Kind(one.kind)]),
                "state": _(OUTCOME_NAMES[Outcome(one.state)]),
                "words": words_of(one),
            }
            for one in requests_of(by.who)
        ],
        "errors": errors,
        "typed": request.POST,
    }
    return render(request, "citizen/own_data.html", page, status=UNPROCESSABLE if errors else 200)


@for_citizens
@for_level(Act.STORE)
@require_POST
def take_away(request: HttpRequest) -> HttpResponse:
    """Give everything that is kept about oneself as one file."""
    at = now()
    answer = HttpResponse(
        take_own_data(by=actor_of(request), at=at), content_type="application/zip"
    )
    name = f"du-lieu-cua-toi-{localdate(at):%Y%m%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
