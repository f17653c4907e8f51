"""The systems that are told of dossiers: set up by one person, put in force by another."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.events.publishing import AUTHORS
from motcua.exchange import actions
from motcua.exchange.models import PeerVersion
from motcua.exchange.queries import PEERS, line_of, lines
from motcua.exchange.rules import told_events
from motcua.kernel.errors import DomainError, NotFound
from motcua.organisations.models import Agency
from motcua.organisations.queries import officer_names
from motcua.web.catalogue.peer_words import doing
from motcua.web.catalogue.version_rows import listed_row, shown_versions
from motcua.web.catalogue.words import state_of
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import key_from
from motcua.web.staff_input import errors_of


@require_safe
@for_roles(*AUTHORS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the peers by code: what is in force, what is being set up, how each is doing."""
    listed, following = PEERS.listed(after=key_from(request.GET.get("sau", "")))
    known, moment = lines(), now()
    rows = [
        {**listed_row(one, 0, "catalogue:peer"), "doing": doing(known.get(one.code), moment)}
        for one in listed
    ]
    return render(request, "catalogue/peers/list.html", {"rows": rows, "following": following})


@require_safe
@for_roles(*AUTHORS)
def peer(request: HttpRequest, code: str) -> HttpResponse:
    """Show a peer: how it is doing, and its versions with who answers for each."""
    versions = PEERS.of(code)
    if not versions:
        raise NotFound
    line = line_of(code)
    page = {
        "code": code,
        **shown_versions(versions, "catalogue:peer_version"),
        "line": line,
        "doing": doing(line, now()),
    }
    return render(request, "catalogue/peers/peer.html", page)


@require_safe
@for_roles(*AUTHORS)
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a version: where it is told, of what, and the act to take."""
    shown = PEERS.by_id(version_id)
    returned = PEERS.last_return(shown) if shown.published_at is None else None
    people = [shown.drafted_by, shown.proposed_by, shown.published_by]
    agencies = Agency.objects.filter(pk__in=shown.agencies).order_by("code")
    page = {
        "version": shown,
        "state": state_of(shown),
        "names": officer_names([*people, returned.by if returned else None]),
        "verbs": [told_events()[verb].words for verb in shown.verbs],
        "agencies": [str(one) for one in agencies],
        "returned": returned,
        "is_author": actor_of(request).person in PEERS.authors(shown),
    }
    return render(request, "catalogue/peers/version.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*AUTHORS)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a new peer, or with `he-thong` in the address a new version of one."""
    code = key_from(request.GET.get("he-thong", ""))
    earlier = PEERS.of(code)[:1] if code else []
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = request.POST
        chosen = earlier[0].code if earlier else typed.get("code", "").strip()
        try:
            made = actions.draft(chosen, _given(typed), by=actor_of(request), at=now())
        except DomainError as refusal:
            errors = errors_of(refusal)
        else:
            return redirect("catalogue:peer_version", made.id)
    return _form(request, errors, earlier[0] if earlier else None, is_new=not earlier)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*AUTHORS)
def edit(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Change a draft."""
    shown = PEERS.by_id(version_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.save_draft(version_id, _given(request.POST), by=actor_of(request), at=now())
        except DomainError as refusal:
            errors = errors_of(refusal)
        else:
            return redirect("catalogue:peer_version", version_id)
    return _form(request, errors, shown, is_new=False)


def _form(
    request: HttpRequest, errors: Mapping[str, str], known: PeerVersion | None, *, is_new: bool
) -> HttpResponse:
    page = {
        "errors": errors,
        "is_new": is_new,
        "code": known.code if known else "",
        "typed": _typed(request.POST if request.method == "POST" else _as_typed(known)),
        "events": told_events().values(),
    }
    return render(request, "catalogue/peers/form.html", page, status=422 if errors else 200)


def _typed(posted: QueryDict) -> dict[str, object]:
    names = ("code", "name", "address", "agencies")
    return {**{name: posted.get(name, "") for name in names}, "verbs": posted.getlist("verbs")}


def _as_typed(known: PeerVersion | None) -> QueryDict:
    typed = QueryDict(mutable=True)
    if known is None:
        typed.setlist("verbs", list(told_events()))
        return typed
    codes = Agency.objects.filter(pk__in=known.agencies).order_by("code")
    typed["name"], typed["address"] = known.name, known.address
    typed["agencies"] = "\n".join(codes.values_list("code", flat=True))
    typed.setlist("verbs", known.verbs)
    return typed


def _given(posted: QueryDict) -> actions.SetUp:
    return actions.SetUp(
        name=posted.get("name", ""),
        address=posted.get("address", ""),
        secret=posted.get("secret", "").strip(),
        verbs=posted.getlist("verbs"),
        agencies=re.findall(r"[^\s,;]+", posted.get("agencies", "")),
    )


@require_POST
@for_roles(*AUTHORS)
def propose(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Propose a draft to be put in force."""
    actions.propose(version_id, by=actor_of(request), at=now())
    messages.success(request, "Đã đề nghị áp dụng. Một người khác sẽ xem và cho áp dụng.")
    return redirect("catalogue:peer_version", version_id)


@require_POST
@for_roles(*AUTHORS)
def send_back(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Send a proposed version back to be changed."""
    reason = request.POST.get("reason", "")
    actions.send_back(version_id, reason=reason, by=actor_of(request), at=now())
    messages.success(request, "Đã trả lại thành bản nháp.")
    return redirect("catalogue:peer_version", version_id)


@require_POST
@for_roles(*AUTHORS)
def publish(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put a proposed version in force."""
    put = actions.publish(version_id, by=actor_of(request), at=now())
    messages.success(request, f"Đã áp dụng bản {put.version}. Từ giờ tin được gửi theo bản này.")
    return redirect("catalogue:peer_version", version_id)


@require_POST
@for_roles(*AUTHORS)
def discard(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.discard(version_id, by=actor_of(request), at=now())
    messages.success(request, "Đã bỏ bản nháp.")
    return redirect("catalogue:peers")


@require_POST
@for_roles(*AUTHORS)
def pause(request: HttpRequest, code: str) -> HttpResponse:
    """Send nothing to a peer for now."""
    actions.pause(code, by=actor_of(request), at=now())
    messages.success(request, "Đã tạm dừng. Tin mới vẫn được giữ lại, chờ gửi.")
    return redirect("catalogue:peer", code)


@require_POST
@for_roles(*AUTHORS)
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Send to a peer again."""
    actions.resume(code, by=actor_of(request), at=now())
    messages.success(request, "Đã gửi tiếp.")
    return redirect("catalogue:peer", code)
