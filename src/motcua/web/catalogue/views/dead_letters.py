"""What could not be sent to other systems: what it says, why not; sent again or given up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries import visible_to
from motcua.dossiers.rules import LABELS, Channel, Status
from motcua.exchange import actions
from motcua.exchange.models import Message
from motcua.exchange.permissions import OPERATING
from motcua.exchange.queries import (
    PAGE,
    backlog,
    dead_letters,
    held_behind,
    how_many_dead,
    in_force,
)
from motcua.exchange.rules import content_of, told_events
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.organisations.queries import agency_names_by_code
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import counted, id_from, key_from

AGENCIES = ("receiving_agency", "settling_agency")
MOMENTS = {"submitted_at": "Nộp lúc", "accepted_at": "Tiếp nhận lúc", "due_at": "Hẹn trả"}
Content = Mapping[str, str | None]


class NotSure(DomainError):
    """Many messages are sent again by two clicks."""

    message = "Xin đánh dấu đã xem lý do không gửi được, rồi bấm gửi lại."


class NoneChosen(DomainError):
    """Nothing was ticked."""

    message = "Xin chọn ít nhất một tin."


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*OPERATING)
def listing(request: HttpRequest) -> HttpResponse:
    """List what could not be sent, the oldest first, and act on one, on several or on all."""
    peer = key_from(request.GET.get("he-thong", ""))
    verb = _known(request.GET.get("viec", ""))
    if request.method == "POST":
        _act(request, peer, verb)
        return redirect(request.get_full_path())
    found, following = dead_letters(peer, verb, id_from(request.GET.get("sau", "")))
    names, left = {one.code: one.name for one in in_force()}, backlog()
    page = {
        "rows": _rows(found, names, actor_of(request)),
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


def _rows(
    found: Sequence[Message], peers: Mapping[str, str], reader: Actor
) -> list[dict[str, object]]:
    """Return messages as they are shown; whose dossier the reader does not see, without its number,
    also where the peer's answer repeats it."""
    seen = visible_to(reader).filter(pk__in=[one.dossier for one in found])
    known, behind = set(seen.values_list("id", flat=True)), held_behind(found)
    contents = {one.id: content_of(one.body) for one in found}
    agencies = agency_names_by_code(
        code for content in contents.values() for name in AGENCIES if (code := content.get(name))
    )
    return [
        {
            "id": one.id,
            "select_label": f"{told_events()[one.verb].words}, {_moment(one.created_at)}",
            "number": one.number if one.dossier in known else "",
            "peer": peers.get(one.peer, one.peer),
            "what": told_events()[one.verb].words,
            "told": _told(contents[one.id], agencies),
            "created_at": one.created_at,
            "attempted_at": one.attempted_at,
            "attempts": one.attempts,
            "answer": one.answer if one.dossier in known else _nameless(one, contents[one.id]),
            "behind": behind.get(one.id, 0),
        }
        for one in found
    ]


def _nameless(one: Message, content: Content) -> str:
    """Return what a peer answered without the numbers by which it was told of the dossier."""
    answer = one.answer
    for number in (one.number, content.get("number"), content.get("submission_code")):
        answer = answer.replace(number, "…") if number else answer
    return answer


def _told(content: Content, agencies: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a message says, but for the number, as lines of name and words."""
    receiving, settling = (content.get(name) or "" for name in AGENCIES)
    state, channel = content.get("state"), content.get("channel")
    lines = [
        ("Trạng thái", LABELS[Status(state)] if state else ""),
        ("Thủ tục", content.get("procedure") or ""),
        ("Nơi tiếp nhận", agencies.get(receiving, receiving)),
        ("Nơi giải quyết", agencies.get(settling, settling)),
        ("Cách nộp", Channel(channel).label if channel else ""),
    ]
    for name, words in MOMENTS.items():
        moment = content.get(name)
        lines.append((words, _moment(datetime.fromisoformat(moment)) if moment else ""))
    return [(name, words) for name, words in lines if words]


def _moment(moment: datetime) -> str:
    return localtime(moment).strftime("%H:%M ngày %d/%m/%Y")


def _act(request: HttpRequest, peer: str, verb: str) -> None:
    act, by, at = request.POST.get("act", ""), actor_of(request), now()
    if act == "retry_all":
        if not request.POST.get("sure"):
            raise NotSure
        many = actions.retry_all(peer, verb, by=by, at=at)
        messages.success(request, f"Đã xếp {many} tin vào hàng gửi lại.")
    elif act == "retry":
        _each(request, partial(actions.retry, by=by, at=at), "Sẽ gửi lại {} tin.")
    elif act == "give_up":
        reason = request.POST.get("reason", "")
        done = "Đã bỏ {} tin. Tin sau của cùng hồ sơ được gửi tiếp."
        _each(request, partial(actions.give_up, reason=reason, by=by, at=at), done)
    else:
        raise NotFound


def _each(request: HttpRequest, act: Callable[[UUID], Message], words: str) -> None:
    """Do an act for each that is ticked; one refused does not stop the rest."""
    which = [id_from(one) for one in request.POST.getlist("which")[:PAGE]]
    if not which:
        raise NoneChosen
    done, refused = 0, set()
    for one in which:
        if one is None:
            raise NotFound
        try:
            act(one)
            done += 1
        except DomainError as refusal:
            refused.add(str(refusal))
    for said in refused:
        messages.error(request, said)
    if done:
        messages.success(request, words.format(done))
