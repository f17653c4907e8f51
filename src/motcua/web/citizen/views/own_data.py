"""One's own data: what is kept and why, what one consents to, taking it all away, and asking."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.people.actions import consent, withdraw_consent
from motcua.people.consent_rules import texts_on
from motcua.people.consents import consents_of
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

UNPROCESSABLE, LONG = 422, 5
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
        "texts": _texts(by.who, localdate(at)),
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


def _texts(person: UUID, day: date) -> list[dict[str, object]]:
    """Return what is asked, each with the consent that stands."""
    given = {one.purpose: one for one in consents_of(person) if one.withdrawn_at is None}
    return [{"text": text, "given": given.get(text.purpose)} for text in texts_on(day)]


@for_citizens
@for_level(Act.STORE)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Consent to one purpose, or take that back."""
    by, purpose = actor_of(request), request.POST.get("purpose", "")
    if request.POST.get("choice") == "yes":
        version = request.POST.get("version", "")
        consent(
            purpose,
            int(version) if version.isdecimal() and len(version) < LONG else 0,
            by=by,
            at=now(),
        )
        messages.success(request, _("Đã ghi nhận bạn đồng ý."))
    else:
        withdraw_consent(purpose, by=by, at=now())
        messages.success(request, _("Đã ghi nhận bạn không đồng ý."))
    return redirect("citizen:own_data")


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
