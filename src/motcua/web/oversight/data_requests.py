"""What people ask about their data, for who answers for its protection."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers.rules import ReasonMissing
from motcua.kernel.actors import Actor, Role
from motcua.people.queries import names_of
from motcua.privacy import actions
from motcua.privacy.erasing import Fate, fate_of
from motcua.privacy.models import DataRequest
from motcua.privacy.queries import request_of, requests_ended, requests_open
from motcua.privacy.request_rules import KIND_NAMES, OUTCOME_NAMES, ArticleMissing, Kind, Outcome
from motcua.privacy.request_words import words_of
from motcua.web.addresses import address
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text

UNPROCESSABLE = 422
ABOUT = {ReasonMissing: "words", ArticleMissing: "article"}
DONE = {
    "answer": "Đã báo cho người yêu cầu biết.",
    "extend": "Đã gia hạn.",
    "fulfil": "Đã ghi là đã làm.",
    "refuse": "Đã từ chối và nêu căn cứ.",
}


@require_safe
@for_roles(Role.CONTROLLER)
def data_requests(request: HttpRequest) -> HttpResponse:
    """List the requests that wait, the most urgent first, or those that were ended last."""
    here, ended = address("oversight:data_requests"), request.GET.get("xem") == "xong"
    found, following = (
        (requests_ended(), None) if ended else requests_open(after_from(request.GET.get("sau", "")))
    )
    names, moment = names_of(one.person for one in found), now()
    page = {
        "tabs": [
            ("Đang giải quyết", here, not ended, None),
            ("Đã xong", f"{here}?xem=xong", ended, None),
        ],
        "rows": [_row(one, names, moment) for one in found],
        "ended": ended,
        "next_url": f"{here}?sau={after_text(following)}" if following else None,
    }
    return render(request, "oversight/data_requests.html", page)


def _row(one: DataRequest, names: dict[UUID, str], moment: datetime) -> dict[str, object]:
    until = one.ended_at or moment
    return {
        "asked": one,
        "kind": KIND_NAMES[Kind(one.kind)],
        "name": names.get(one.person, ""),
        "state": OUTCOME_NAMES[Outcome(one.state)],
        "late": until > one.due_at,
        "silent": (one.answered_at or moment) > one.answer_due_at,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.CONTROLLER)
def data_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show one request with its clocks, and take an act on it."""
    by, moment, errors = actor_of(request), now(), dict[str, str]()
    shown = request_of(request_id)
    if request.method == "POST":
        name = request.POST.get("act", "")
        try:
            _act(name, request.POST, request_id)(by, moment)
        except (ReasonMissing, ArticleMissing) as refusal:
            errors = {ABOUT[type(refusal)]: str(refusal)}
        else:
            messages.success(request, DONE[name])
            return redirect("oversight:data_request", request_id)
    page = {
        **_row(shown, names_of([shown.person]), moment),
        "words": words_of(shown),
        "fate": _fate(shown, moment),
        "errors": errors,
        "typed": request.POST,
    }
    status = UNPROCESSABLE if errors else 200
    return render(request, "oversight/data_request.html", page, status=status)


def _fate(shown: DataRequest, moment: datetime) -> Fate | None:
    """Say what goes and what stays when an open request to delete is fulfilled."""
    waits = shown.kind == Kind.DELETE and shown.state == Outcome.OPEN
    return fate_of(shown.person, moment) if waits else None


def _act(name: str, typed: QueryDict, request_id: UUID) -> Callable[[Actor, datetime], DataRequest]:
    """Return the act that a button stands for; none of them asks for a reason."""
    words, article = typed.get("words", ""), typed.get("article", "")
    if name == "answer":
        held = typed.get("with_processor") == "yes"
        return lambda by, at: actions.answer(request_id, with_processor=held, by=by, at=at)
    if name == "extend":
        return lambda by, at: actions.extend(request_id, reason=words, by=by, at=at)
    if name == "fulfil":
        return lambda by, at: actions.fulfil(request_id, words=words, by=by, at=at)
    if name == "refuse":
        return lambda by, at: actions.refuse(request_id, words=words, article=article, by=by, at=at)
    raise ReasonMissing
