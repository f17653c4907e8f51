"""What could not be sent to other systems: why, and sending it again or giving it up."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from motcua.exchange import actions
from motcua.exchange.permissions import OPERATING
from motcua.exchange.queries import (
    backlog,
    dead_letters,
    held_behind,
    how_many_dead,
    in_force,
)
from motcua.exchange.rules import told_events
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import counted, id_from, key_from


class NotSure(DomainError):
    """Many messages are sent again by two clicks."""

    message = "Xin đánh dấu đã xem lý do không gửi được, rồi bấm gửi lại."


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*OPERATING)
def listing(request: HttpRequest) -> HttpResponse:
    """List what could not be sent, the oldest first, and act on one or on all."""
    peer = key_from(request.GET.get("he-thong", ""))
    verb = _known(request.GET.get("viec", ""))
    if request.method == "POST":
        messages.success(request, _done(request, peer, verb, actor_of(request)))
        return redirect(request.get_full_path())
    found, following = dead_letters(peer, verb, id_from(request.GET.get("sau", "")))
    names, behind, left = {one.code: one.name for one in in_force()}, held_behind(found), backlog()
    page = {
        "rows": [
            {
                "message": one,
                "peer": names.get(one.peer, one.peer),
                "what": told_events()[one.verb].words,
                "behind": behind.get(one.id, 0),
            }
            for one in found
        ],
        "peers": names,
        "peer": peer,
        "verb": verb,
        "verbs": told_events().values(),
        "chosen": counted(how_many_dead(peer, verb)),
        "most": actions.AT_ONCE,
        "dead": counted(left.dead),
        "waiting": counted(left.waiting),
        "following": _following(peer, verb, following),
    }
    return render(request, "catalogue/peers/dead_letters.html", page)


def _known(verb: str) -> str:
    return verb if verb in told_events() else ""


def _following(peer: str, verb: str, after: UUID | None) -> str | None:
    return f"?{urlencode({'he-thong': peer, 'viec': verb, 'sau': after})}" if after else None


def _done(request: HttpRequest, peer: str, verb: str, by: Actor) -> str:
    act, at = request.POST.get("act", ""), now()
    if act == "retry_all":
        if not request.POST.get("sure"):
            raise NotSure
        return f"Đã xếp {actions.retry_all(peer, verb, by=by, at=at)} tin vào hàng gửi lại."
    which = id_from(request.POST.get("which", ""))
    if which is None:
        raise NotFound
    if act == "retry":
        return f"Sẽ gửi lại tin của hồ sơ {actions.retry(which, by=by, at=at).number}."
    if act == "give_up":
        reason = request.POST.get("reason", "")
        given_up = actions.give_up(which, reason=reason, by=by, at=at)
        return f"Đã bỏ tin của hồ sơ {given_up.number}. Tin sau của hồ sơ này được gửi tiếp."
    raise NotFound
