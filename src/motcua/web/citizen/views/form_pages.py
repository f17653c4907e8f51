"""One page of a form: asked, saved while it is typed, checked, and led on from."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.filling_rules import AnswersChanged
from motcua.dossiers.fillings import filling_of
from motcua.dossiers.places import places_on
from motcua.dossiers.rules import Status
from motcua.forms.rules import Answers
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId
from motcua.web.citizen.form_view import (
    FormPage,
    computed_in,
    differing,
    hidden_of,
    opened_page,
    own_in,
    saved_words,
    sections,
    seen_in,
)
from motcua.web.citizen.way import left_place, place_after, progress, written
from motcua.web.file_answers import with_files
from motcua.web.form_input import lists_for, only_redraw
from motcua.web.identity import actor_of, for_citizens, for_writers, signed_in
from motcua.web.kept_input import forget, kept

UNPROCESSABLE, CHANGED, SIGNED_OUT = 422, 409, 401
ENDED = (
    "Phiên làm việc đã hết. Bấm “Lưu và tiếp tục” để đăng nhập lại; "
    "nội dung trên trang này sẽ không mất."
)
STORED = "da-luu"  # asks for what is stored, without what was typed here


@for_writers
def form_page(request: HttpRequest, dossier_id: UUID, page_id: str) -> HttpResponse:
    """Ask one page of the form; what is typed is kept, right or wrong, before it is checked."""
    page = opened_page(written(request, dossier_id), page_id)
    if request.method == "POST":
        return _sent(request, page)
    if request.GET.get("dung") == STORED:
        forget(request)
        return redirect(request.path)
    typed = kept(request)
    if typed is None:
        return _drawn(request, page, page.answers)
    return _drawn(request, page, {**page.answers, **page.typed(typed)})


def _sent(request: HttpRequest, page: FormPage) -> HttpResponse:
    posted, refused = with_files(request, page.fields)
    typed, own = page.typed(posted), own_in(posted)
    redraw = only_redraw(posted) or bool(own)
    if not redraw:
        typed = page.without_empty_rows(typed)
    answers = {**page.answers, **typed}
    errors = {**({} if redraw else page.checked(answers).errors), **refused}
    leads_on = not errors and not redraw
    place = place_after(page.dossier, page.id, answers)
    try:
        actions.save_answers(
            DossierId(page.dossier.id),
            answers=typed,
            seen=seen_in(page, request.POST),
            left_at=place.id if leads_on else page.id,
            own=own,
            by=actor_of(request),
            at=now(),
        )
    except AnswersChanged:
        return _drawn(request, page, answers, posted=posted, typed=typed)
    forget(request)
    if leads_on:
        return redirect(_after(request, page, place.url))
    fresh = opened_page(page.dossier, page.id)
    return _drawn(request, fresh, answers, errors=errors, posted=posted)


def _drawn(
    request: HttpRequest,
    page: FormPage,
    answers: Answers,
    *,
    errors: dict[str, str] | None = None,
    posted: QueryDict | None = None,
    typed: Answers | None = None,
) -> HttpResponse:
    """Draw a page with answers, right or wrong; `typed` stands against what is stored."""
    language = get_language() or "vi"
    waiting = kept(request) if request.method == "GET" else None
    save_at = reverse("citizen:save_page", args=[page.dossier.id, page.id])
    shown = {
        "dossier": page.dossier,
        "page": page,
        "sections": sections(page, answers, language),
        "answers": {**answers, **computed_in(page, answers)},
        "errors": errors or {},
        "lists": lists_for(page.fields, places_on(localdate())),
        "asked": page.asked,
        "sends_files": any(field["kind"] == "file" for field in page.fields),
        "hidden": hidden_of(page, posted, waiting),
        "saved": saved_words(page.filling.saved_at),
        "autosave": save_at if typed is None else None,  # a quarrel is settled by its writer
        "stored_url": f"{request.path}?dung={STORED}",
        "is_kept": waiting is not None,
        "differing": None if typed is None else differing(page, typed, language),
        "to_review": request.GET.get("sua", ""),
        **progress(page.dossier, page.id, page.answers),
    }
    status = CHANGED if typed is not None else UNPROCESSABLE if errors else 200
    return render(request, "citizen/form_page.html", shown, status=status)


def _after(request: HttpRequest, page: FormPage, place: str) -> str:
    if request.GET.get("sua"):
        return reverse("citizen:review", args=[page.dossier.id])
    if page.dossier.status == Status.SUPPLEMENTING:
        return reverse("citizen:supplement", args=[page.dossier.id])
    return place


@require_POST
def save_page(request: HttpRequest, dossier_id: UUID, page_id: str) -> HttpResponse:
    """Save a page while it is being typed, and say when, or why not."""
    if signed_in(request) is None:
        return JsonResponse({"message": _(ENDED)}, status=SIGNED_OUT)
    page = opened_page(written(request, dossier_id), page_id)
    try:
        actions.save_answers(
            DossierId(page.dossier.id),
            answers=page.typed(request.POST),
            seen=seen_in(page, request.POST),
            left_at=page.id,
            by=actor_of(request),
            at=now(),
        )
    except DomainError as refusal:
        return JsonResponse({"message": _refused(refusal)}, status=CHANGED)
    filling = filling_of(page.dossier)
    saved = {"saved": saved_words(filling.saved_at), "revision": filling.revision}
    return JsonResponse(saved)


def _refused(refusal: DomainError) -> str:
    if not isinstance(refusal, AnswersChanged):
        return str(refusal)
    return _("Trang này đã được lưu ở nơi khác. Bấm “Lưu và tiếp tục” để chọn bản giữ lại.")


@require_safe
@for_citizens
def resume(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Lead back to the page at which the draft was left, from whichever device."""
    return redirect(left_place(written(request, dossier_id)))
