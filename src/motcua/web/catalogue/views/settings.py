"""Settings that hold for everybody: one person proposes, another puts in force."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.configuration import actions
from motcua.configuration.kinds import KINDS, Kind, kind_of
from motcua.configuration.models import SettingVersion
from motcua.configuration.queries import SETTINGS, differences, groups, kinds_of, open_proposal
from motcua.configuration.rules import Content
from motcua.dossiers.recounts import recount_asked
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.organisations.queries import officer_names
from motcua.web.catalogue.version_rows import shown_versions
from motcua.web.catalogue.words import state_of
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import errors_of

KEEPERS = tuple({role: None for kind in KINDS for role in kind.keepers})
CODE_MISSING = "Xin nhập mã."
Act = Callable[[UUID, HttpRequest, Actor], str]


@require_safe
@for_roles(*KEEPERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the settings that somebody may propose, with what waits for a second person."""
    shown = [
        {
            "kind": one.kind,
            "rows": [
                {"code": code, "name": name, "proposal": _proposal(one.proposals.get(code))}
                for code, name in one.settings.items()
            ],
        }
        for one in groups(kinds_of(actor_of(request)))
    ]
    return render(request, "catalogue/settings/list.html", {"groups": shown})


def _proposal(version: SettingVersion | None) -> Mapping[str, object] | None:
    if version is None:
        return None
    words, tone = state_of(version)
    return {"id": version.id, "words": words, "tone": tone}


def _kind(request: HttpRequest, code: str) -> Kind:
    """Return the kind of a setting; for who may not propose it there is none."""
    kind = kind_of(code)
    if not actor_of(request).has(*kind.keepers):
        raise NotFound
    return kind


@require_safe
@for_roles(*KEEPERS)
def setting(request: HttpRequest, code: str) -> HttpResponse:
    """Show a setting: what holds today, and its versions with who answers for each."""
    kind, versions = _kind(request, code), SETTINGS.of(code)
    if not versions and code not in kind.known():
        raise NotFound
    held = kind.now(kind.part(code), localdate(now()))
    page: dict[str, object] = {"rows": [], "draft": None}
    if versions:
        page = shown_versions(versions, "catalogue:setting_version")
    page |= {
        "code": code,
        "title": kind.title(code),
        "held": [
            {"key": one.label, "value": one.in_words(held[one.key])}
            for one in kind.fields
            if one.key in held
        ],
    }
    return render(request, "catalogue/settings/setting.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a change of a setting; with the code of a kind alone, a further one of it."""
    new = next((one for one in KINDS if one.code == code and one.adding), None)
    kind = _kind(request, f"{code}.moi" if new else code)
    if not new and code not in kind.known():
        raise NotFound
    if request.method == "POST":
        named = request.POST.get("code", "").strip()
        if new and not named:
            return _form(request, kind, request.POST, {"code": CODE_MISSING})
        whole = f"{code}.{named}" if new else code
        try:
            made = actions.draft(whole, request.POST, by=actor_of(request), at=now())
        except DomainError as refusal:
            return _form(request, kind, request.POST, errors_of(refusal), "" if new else code)
        return redirect("catalogue:setting_version", made.id)
    waiting = None if new else open_proposal(code)
    if waiting is not None:  # there is one at a time: nobody types what could not be kept
        messages.info(request, "Đang có một đề nghị chưa xong; xin xem và sửa tiếp ở đây.")
        return redirect("catalogue:setting_version", waiting.id)
    held = kind.now("" if new else kind.part(code), localdate(now()))
    return _form(request, kind, held, {}, "" if new else code)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def edit(request: HttpRequest, setting_id: UUID) -> HttpResponse:
    """Change a draft."""
    shown = SETTINGS.by_id(setting_id)
    kind = _kind(request, shown.code)
    if request.method == "POST":
        try:
            actions.save_draft(setting_id, request.POST, by=actor_of(request), at=now())
        except DomainError as refusal:
            return _form(request, kind, request.POST, errors_of(refusal), shown.code)
        return redirect("catalogue:setting_version", setting_id)
    return _form(request, kind, shown.content, {}, shown.code)


def _form(
    request: HttpRequest, kind: Kind, typed: Content, errors: Mapping[str, str], code: str = ""
) -> HttpResponse:
    title = kind.title(code) if code else kind.name
    page = {"kind": kind, "title": title, "typed": typed, "errors": errors, "is_new": not code}
    status = 422 if errors else 200
    return render(request, "catalogue/settings/form.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def version(request: HttpRequest, setting_id: UUID) -> HttpResponse:
    """Show what a proposal would change, and take the next step with it."""
    shown = SETTINGS.by_id(setting_id)
    kind = _kind(request, shown.code)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise NotFound
        messages.success(request, act(setting_id, request, actor_of(request)))
        kept = SETTINGS.rows.filter(pk=setting_id).exists()
        return redirect(*(("catalogue:setting_version", setting_id) if kept else (LIST,)))
    returned = SETTINGS.last_return(shown) if shown.published_at is None else None
    people = [shown.drafted_by, shown.proposed_by, shown.published_by]
    page = {
        "version": shown,
        "kind": kind,
        "state": state_of(shown),
        "changes": differences(shown, localdate(now())),
        **_due_moments(kind, shown),
        "names": officer_names([*people, returned.by if returned else None]),
        "returned": returned,
        "is_author": actor_of(request).person in SETTINGS.authors(shown),
    }
    return render(request, "catalogue/settings/version.html", page)


def _due_moments(kind: Kind, version: SettingVersion) -> Mapping[str, object]:
    """Return what a proposal would move, or the recount that the version in force has asked for."""
    if kind.foreseen is None:
        return {}
    if version.published_at:
        return {"recount": recount_asked(version.published_by, version.published_at)}
    return {"seen": kind.foreseen(kind.part(version.code), version.content)}


def _propose(setting_id: UUID, request: HttpRequest, by: Actor) -> str:
    actions.propose(setting_id, by=by, at=now())
    return "Đã đề nghị áp dụng. Một người khác sẽ xem và cho áp dụng."


def _send_back(setting_id: UUID, request: HttpRequest, by: Actor) -> str:
    actions.send_back(setting_id, reason=request.POST.get("reason", ""), by=by, at=now())
    return "Đã trả lại thành bản nháp."


def _publish(setting_id: UUID, request: HttpRequest, by: Actor) -> str:
    put = actions.publish(setting_id, by=by, at=now())
    return f"Đã cho áp dụng. {kind_of(put.code).after}"


def _discard(setting_id: UUID, request: HttpRequest, by: Actor) -> str:
    actions.discard(setting_id, by=by, at=now())
    return "Đã bỏ bản nháp."


LIST = "catalogue:settings"
ACTS: Mapping[str, Act] = {
    "propose": _propose,
    "send_back": _send_back,
    "publish": _publish,
    "discard": _discard,
}
