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
from motcua.exchange.queries import backlog, dead_letters, held_behind, in_force
from motcua.exchange.rules import told_events
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import counted, key_from


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*OPERATING)
def listing(request: HttpRequest) -> HttpResponse:
    """List what could not be sent, the oldest first, and act on one or on all."""
    peer = key_from(request.GET.get("he-thong", ""))
    if request.method == "POST":
        messages.success(request, _done(request, peer, actor_of(request)))
        return redirect(request.get_full_path())
    found, following = dead_letters(peer, _id_from(request.GET.get("sau", "")))
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
        "dead": counted(left.dead),
        "waiting": counted(left.waiting),
        "following": f"?{urlencode({'he-thong': peer, 'sau': following})}" if following else None,
    }
    return render(request, "catalogue/peers/dead_letters.html", page)


def _id_from(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _done(request: HttpRequest, peer: str, by: Actor) -> str:
    act, at = request.POST.get("act", ""), now()
    if act == "retry_all":
        return f"Đã xếp {actions.retry_all(peer, by=by, at=at)} tin vào hàng gửi lại."
    which = _id_from(request.POST.get("which", ""))
    if which is None:
        raise NotFound
    if act == "retry":
        return f"Sẽ gửi lại tin của hồ sơ {actions.retry(which, by=by, at=at).number}."
    if act == "give_up":
        reason = request.POST.get("reason", "")
        given_up = actions.give_up(which, reason=reason, by=by, at=at)
        return f"Đã bỏ tin của hồ sơ {given_up.number}. Tin sau của hồ sơ này được gửi tiếp."
    raise NotFound
