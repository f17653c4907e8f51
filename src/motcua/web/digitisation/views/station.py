"""The scan station: what is being digitised, and the pages of one paper."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from motcua.digitisation import actions, scanner_folder
from motcua.digitisation.models import DigitalCopy
from motcua.digitisation.permissions import SCANNING
from motcua.digitisation.queries import (
    PAGE,
    copies_in,
    copies_of_dossier,
    copy_for,
    counts_of,
    pages_of,
    to_confirm,
)
from motcua.digitisation.rules import OPEN_TO_SCANS, State
from motcua.digitisation.sheets import pictures_in
from motcua.documents.paper import qr_svg
from motcua.dossiers.overview import overview
from motcua.dossiers.queries import dossier_for
from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import DossierId
from motcua.organisations.models import Agency
from motcua.web.digitisation.shown import state_words, thumbnails
from motcua.web.digitisation.tokens import token_for
from motcua.web.digitisation.views.checking import check_page
from motcua.web.identity import actor_of, for_roles
from motcua.web.looks import also_shows

# The word in the address, the states, the name of the tab.
TABS = (
    ("dang-chup", (State.SCANNING, State.RETURNED), "Đang chụp"),
    ("dang-doc", (State.SIGNED,), "Đang đọc chữ"),
    ("cho-kiem", (State.READ,), "Chờ kiểm dữ liệu"),
)
CONFIRM = "cho-xac-nhan"
NO_FILE = "Xin chọn ảnh hoặc tệp PDF của các trang."
NO_NUMBER = "Xin nhập số trang của bản giấy, từ 1 trở lên."
UNPROCESSABLE = 422


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


@require_safe
@for_roles(*SCANNING)
def home(request: HttpRequest) -> HttpResponse:
    """Show the papers of one's agency by where they stand."""
    reader = actor_of(request)
    view = request.GET.get("muc", "dang-chup")
    states = {word: states for word, states, _ in TABS}
    after = _after(request.GET.get("sau", ""))
    found = (
        to_confirm(reader, after)
        if view == CONFIRM
        else copies_in(reader, states.get(view, TABS[0][1]), after)
    )
    counts = counts_of(reader)
    tabs = [
        (name, f"?muc={word}", word == view, sum(counts.get(one, 0) for one in states))
        for word, states, name in TABS
    ]
    if reader.has(Role.RECORDS_CLERK):
        tabs.append(("Chờ đóng dấu", f"?muc={CONFIRM}", view == CONFIRM, counts["to_confirm"]))
    page = {
        "tabs": tabs,
        "view": view,
        "rows": [(one, *state_words(one)) for one in found[:PAGE]],
        "following": f"?muc={view}&sau={found[PAGE - 1].id}" if len(found) > PAGE else None,
    }
    return render(request, "digitisation/home.html", page)


def _after(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


@require_safe
@for_roles(*SCANNING)
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show which papers of a dossier are digitised, and which could be."""
    shown = dossier_for(actor_of(request), dossier_id)
    begun = copies_of_dossier(shown.id)
    seen = overview(shown)
    listed = [one for one in seen.components if one.may_be_digitised]
    rows = [
        (one, begun.get(one.code), state_words(begun[one.code]) if one.code in begun else None)
        for one in listed
    ]
    return render(request, "digitisation/dossier.html", {"seen": seen, "rows": rows})


@require_POST
@for_roles(*SCANNING)
def begin_component(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Begin with a paper of a dossier."""
    copy = actions.open_for_component(
        DossierId(dossier_id),
        request.POST.get("component", ""),
        paper_pages=_number(request.POST.get("pages", "")),
        by=actor_of(request),
        at=now(),
    )
    return redirect("digitisation:copy", copy.id)


@require_POST
@for_roles(*SCANNING)
def begin_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Begin with a result of the register."""
    copy = actions.open_for_entry(
        entry_id,
        paper_pages=_number(request.POST.get("pages", "")),
        by=actor_of(request),
        at=now(),
    )
    return redirect("digitisation:copy", copy.id)


@require_safe
@for_roles(*SCANNING)
def copy(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Show a paper: its pages while it is scanned, its data when they are to be compared."""
    shown = copy_for(actor_of(request), copy_id)
    if State(shown.state) in OPEN_TO_SCANS:
        return _station(request, shown)
    return check_page(request, shown)


def _station(request: HttpRequest, shown: DigitalCopy, error: str = "") -> HttpResponse:
    reader = actor_of(request)
    if shown.agency_id != reader.agency:
        raise NotFound
    also_shows(request, shown.dossier)
    pages = pages_of(shown)
    address = (
        f"{settings.PUBLIC_URL}{reverse('digitisation:phone', args=[token_for(reader, shown)])}"
    )
    page = {
        "shown": shown,
        "state": state_words(shown),
        "sheets": thumbnails(pages),
        "blanks": sum(page.is_blank for page in pages),
        "waiting": scanner_folder.waiting(shown.agency.code),
        "phone_url": address,
        "phone_code": qr_svg(address),
        "errors": {"files": error} if error else {},
    }
    return render(
        request, "digitisation/station.html", page, status=UNPROCESSABLE if error else 200
    )


@require_POST
@for_roles(*SCANNING)
def add(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Put the pages of the chosen files behind those that are there."""
    by = actor_of(request)
    shown = copy_for(by, copy_id)
    files = request.FILES.getlist("files")
    if not files:
        return _station(request, shown, NO_FILE)
    try:
        pages = [page for file in files for page in pictures_in(file.name or "", file.read())]
        actions.add_pages(shown.id, pages, by=by, at=now())
    except DomainError as refusal:
        return _station(request, shown, str(refusal))
    return redirect(f"{reverse('digitisation:copy', args=[shown.id])}#trang")


@require_POST
@for_roles(*SCANNING)
def take(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Take files that the scanner has written."""
    by = actor_of(request)
    shown = copy_for(by, copy_id)
    code = Agency.objects.get(pk=by.office).code
    names = request.POST.getlist("file")
    try:
        for name in names:
            pages = pictures_in(name, scanner_folder.read(code, name))
            actions.add_pages(shown.id, pages, by=by, at=now())
            scanner_folder.put_aside(code, name)
    except DomainError as refusal:
        return _station(request, shown, str(refusal))
    return redirect(f"{reverse('digitisation:copy', args=[shown.id])}#trang")


@require_POST
@for_roles(*SCANNING)
def arrange(request: HttpRequest, copy_id: UUID, page_id: UUID) -> HttpResponse:
    """Turn, move, split, mark or remove one page."""
    act, by, at = request.POST.get("act", ""), actor_of(request), now()
    order = _number(request.POST.get("order", ""))
    if act in {"left", "right", "half"}:
        degrees = {"right": 90, "half": 180, "left": 270}[act]
        actions.turn_page(copy_id, page_id, degrees=degrees, by=by, at=at)
    elif act in {"up", "down", "to"}:
        to = order + {"up": -1, "down": 1}.get(act, 0)
        actions.move_page(copy_id, page_id, to=to, by=by, at=at)
    elif act == "split":
        actions.split_page(copy_id, page_id, by=by, at=at)
    elif act in {"with", "without", "none"}:
        actions.mark_notes(copy_id, page_id, shows=act, by=by, at=at)
    elif act == "remove":
        actions.remove_page(copy_id, page_id, by=by, at=at)
    place = quote(f"trang-{page_id}")
    return redirect(f"{reverse('digitisation:copy', args=[copy_id])}#{place}")


@require_POST
@for_roles(*SCANNING)
def remove_blank(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Take out the blank pages."""
    removed = actions.remove_blank_pages(copy_id, by=actor_of(request), at=now())
    messages.success(request, f"Đã bỏ {removed} trang trắng.")
    return redirect("digitisation:copy", copy_id)


@require_POST
@for_roles(*SCANNING)
def count(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Correct how many pages the paper has."""
    by = actor_of(request)
    pages = _number(request.POST.get("pages", ""))
    if pages < 1:
        messages.error(request, NO_NUMBER)
        return redirect("digitisation:copy", copy_id)
    actions.count_paper(copy_id, paper_pages=pages, by=by, at=now())
    return redirect("digitisation:copy", copy_id)


@require_POST
@for_roles(*SCANNING)
def sign(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Sign the scan; then it is read."""
    actions.sign_scan(copy_id, by=actor_of(request), at=now())
    messages.success(request, "Đã ký bản chụp. Máy đang đọc chữ trên các trang.")
    return redirect("digitisation:copy", copy_id)


@require_POST
@for_roles(*SCANNING)
def discard(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Give up what was begun."""
    actions.discard_copy(copy_id, by=actor_of(request), at=now())
    messages.success(request, "Đã bỏ bản chụp dở.")
    return redirect("digitisation:home")
