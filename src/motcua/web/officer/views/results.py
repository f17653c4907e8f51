"""The register of results: a page of it, one line with its history, and what is done to a line."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers.queries import visible_to
from motcua.dossiers.register import sectors
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.organisations.models import Agency
from motcua.organisations.queries import agency_names, officer_names
from motcua.people.rules import WrongPersonalNumber
from motcua.results import actions
from motcua.results.holders import shown as holder_shown
from motcua.results.keeping import kept_by
from motcua.results.models import Entry
from motcua.results.permissions import keeps_register
from motcua.results.queries import (
    OVERSEERS,
    InForce,
    acts_on,
    copies_of,
    entry_for,
    in_force_by,
    page_of,
    replacement_of,
)
from motcua.results.rules import (
    AskerMissing,
    IssuedInFuture,
    NameMissing,
    NumberMissing,
    Standing,
    ValidityWrong,
    WrongBirthYear,
    WrongTypeCode,
    in_words,
)
from motcua.web.context import OVERSEEING, SETTLING
from motcua.web.files import hand_out
from motcua.web.identity import actor_of, for_roles
from motcua.web.looks import also_shows
from motcua.web.officer.register_input import (
    WRONG_DAY,
    Asked,
    line_from,
    place_from,
    place_text,
    typed_of,
)
from motcua.web.staff_input import day_from, errors_of

READERS = (*SETTLING, *OVERSEEING)
TONES = {
    Standing.IN_FORCE: "in_time",
    Standing.UPCOMING: "near",
    Standing.EXPIRED: "none",
    Standing.REPLACED: "paused",
    Standing.REVOKED: "overdue",
}
ACTS = {
    "result.registered": "Vào sổ khi cấp",
    "result.entered": "Nhập vào sổ từ bản giấy",
    "result.replaced": "Được thay thế",
    "result.renewed": "Gia hạn",
    "result.revoked": "Thu hồi",
    "result.digitised": "Số hóa",
    "result.copied": "Cấp bản sao điện tử",
}
# The input that each refusal is about.
ABOUT: dict[type[DomainError], str] = {
    NameMissing: "name",
    NumberMissing: "number",
    WrongTypeCode: "type_code",
    ValidityWrong: "valid_to",
    IssuedInFuture: "issued_on",
    WrongBirthYear: "birth_year",
    WrongPersonalNumber: "holder_number",
    AskerMissing: "copy.asked_by",
}


def oversees(reader: Actor) -> bool:
    """Say whether the reader looks at the whole province."""
    return reader.has(*OVERSEERS)


def _agencies(reader: Actor, asked: Asked, day: date) -> tuple[UUID, ...]:
    """Return whose lines are shown: those that one's own agency keeps, or for those who oversee
    the agency asked for and what it keeps, else all."""
    if not oversees(reader):
        return tuple(kept_by(reader.office, day))
    try:
        return tuple(kept_by(UUID(asked.agency), day)) if asked.agency else ()
    except ValueError:
        raise NotFound from None


@require_safe
@for_roles(*READERS)
def register(request: HttpRequest) -> HttpResponse:
    """Show the register a page at a time, the latest issued first."""
    reader, day = actor_of(request), localdate(now())
    asked = Asked.of(request.GET)
    agencies = _agencies(reader, asked, day)
    found, following = page_of(asked.chosen(agencies), day, place_from(request.GET.get("sau", "")))
    base = reverse("officer:results")
    page = {
        "asked": asked,
        "rows": [_row(entry, day) for entry in found],
        "sectors": sectors(),
        "standings": [(one.value, one.label) for one in Standing],
        "agencies": _choices(reader, day),
        "counts": _in_force(asked, agencies, day),
        "next_url": f"{base}?{asked.query(sau=place_text(following))}" if following else None,
        "may_enter": keeps_register(reader, _own(reader), now()) if not oversees(reader) else False,
    }
    return render(request, "officer/results.html", page)


def _in_force(asked: Asked, agencies: tuple[UUID, ...], day: date) -> list[InForce] | None:
    """Count what is in force of what is shown; not where words or another standing choose."""
    chosen = asked.chosen(agencies)
    if asked.words or chosen.standing not in (None, Standing.IN_FORCE):
        return None
    if not agencies and chosen.standing is None:
        return None  # all lines of the province, in force or not
    return in_force_by("year", day, agencies or None, chosen.sector, chosen.year)


def _own(reader: Actor) -> Agency:
    return Agency.objects.get(pk=reader.office)


def _choices(reader: Actor, day: date) -> list[Agency]:
    if not oversees(reader):
        return []
    return list(Agency.objects.in_force(day).order_by("name", "id"))


def _row(entry: Entry, day: date) -> dict[str, object]:
    standing = entry.standing(day)
    return {"entry": entry, "words": standing.label, "tone": TONES[standing]}


@require_safe
@for_roles(*READERS)
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Show one line with its history and what may be done to it."""
    return _entry(request, entry_id)


def _entry(
    request: HttpRequest, entry_id: UUID, refusal: DomainError | None = None
) -> HttpResponse:
    reader, moment = actor_of(request), now()
    shown = entry_for(reader, entry_id, moment)
    also_shows(request, shown.dossier)
    standing = shown.standing(localdate(moment))
    page = {
        "entry": shown,
        "holder": holder_shown(shown),
        "standing": standing,
        "tone": TONES[standing],
        "replacement": replacement_of(shown),
        "history": _history(shown),
        "copies": copies_of(shown),
        "dossier": visible_to(reader).filter(pk=shown.dossier).first() if shown.dossier else None,
        "dossier_page": "oversight:dossier" if oversees(reader) else "officer:dossier",
        "keeps": keeps_register(reader, shown.agency, moment),
        "stands": standing not in {Standing.REVOKED, Standing.REPLACED},
        "typed": request.POST if refusal else QueryDict(),
        "errors": _errors(refusal) if refusal else {},
    }
    return render(request, "officer/result_entry.html", page, status=422 if refusal else 200)


def _errors(refusal: DomainError) -> dict[str, str]:
    """Return a refusal by the input it is about."""
    about = ABOUT.get(type(refusal))
    return {about: str(refusal)} if about else errors_of(refusal)


def _history(shown: Entry) -> list[dict[str, object]]:
    events = acts_on(shown)
    names = officer_names(event.by for event in events)
    agencies = agency_names(event.agency for event in events)
    return [
        {
            "at": event.at,
            "words": ACTS.get(event.verb, event.verb),
            "detail": in_words(event.facts),
            "who": ", ".join(
                part
                for part in (names.get(event.by, ""), agencies.get(event.agency, ""))  # type: ignore[arg-type]
                if part
            ),
        }
        for event in events
    ]


@require_safe
@for_roles(*READERS)
def copy(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Send to the electronic copy of a line; that somebody looked is noted."""
    return hand_out(request, actions.look_at_copy(entry_id, by=actor_of(request), at=now()))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SETTLING)
def enter(request: HttpRequest) -> HttpResponse:
    """Ask what a paper result says, then enter it."""
    reader = actor_of(request)

    def act(at: datetime) -> Entry:
        line = line_from(request.POST, reader.office)
        return actions.enter(line, by=reader, at=at)

    return _form(request, None, act, "Đã nhập kết quả vào sổ.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SETTLING)
def replace(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Ask what the new paper says and why there is one, then enter it in place of the old."""
    reader = actor_of(request)
    old = entry_for(reader, entry_id, now())

    def act(at: datetime) -> Entry:
        line = line_from(request.POST, reader.office)
        reason = request.POST.get("reason", "")
        return actions.replace(old.id, line, reason=reason, by=reader, at=at)

    return _form(request, old, act, "Đã vào sổ kết quả mới; kết quả cũ được đánh dấu thay thế.")


def _form(
    request: HttpRequest, old: Entry | None, act: Callable[[datetime], Entry], done: str
) -> HttpResponse:
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = act(now())
        except DomainError as refusal:
            errors = _errors(refusal)
        else:
            messages.success(request, done)
            return redirect("officer:result_entry", made.id)
    typed = request.POST if errors else _begun(old)
    page = {"old": old, "typed": typed, "errors": errors, "sectors": sectors()}
    return render(request, "officer/result_form.html", page, status=422 if errors else 200)


def _begun(old: Entry | None) -> QueryDict:
    """Return the form as it opens: a replacement begins with what the old paper says."""
    if old is None:
        return QueryDict()
    names = ("name", "type_code", "procedure_code", "sector", "holder_name", "scope", "summary")
    return typed_of({name: getattr(old, name) for name in names})


@require_POST
@for_roles(*SETTLING)
def revoke(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take a result back."""
    given = {name: request.POST.get(f"revoke.{name}", "") for name in ("reason", "basis")}
    return _done_on(
        request,
        entry_id,
        lambda: actions.revoke(entry_id, **given, by=actor_of(request), at=now()),
        "Đã thu hồi kết quả.",
    )


@require_POST
@for_roles(*SETTLING)
def renew(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Lengthen the validity of a result."""

    def act() -> Entry:
        until = day_from(request.POST, "renew.until", WRONG_DAY)
        assert until is not None
        basis = request.POST.get("renew.basis", "")
        return actions.renew(entry_id, until=until, basis=basis, by=actor_of(request), at=now())

    return _done_on(request, entry_id, act, "Đã gia hạn kết quả.")


@require_POST
@for_roles(*SETTLING)
def issue_copy(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Give a certified copy from the register."""
    asked_by = request.POST.get("copy.asked_by", "")
    return _done_on(
        request,
        entry_id,
        lambda: actions.issue_copy(entry_id, asked_by=asked_by, by=actor_of(request), at=now()),
        "Đã cấp bản sao điện tử có chữ ký số.",
    )


@require_safe
@for_roles(*READERS)
def certified_copy(request: HttpRequest, entry_id: UUID, copy_id: UUID) -> HttpResponse:
    """Give a certified copy that was issued."""
    reader = actor_of(request)
    return hand_out(request, actions.look_at_certified(entry_id, copy_id, by=reader, at=now()))


def _done_on(
    request: HttpRequest, entry_id: UUID, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        return _entry(request, entry_id, refusal)
    messages.success(request, done)
    return redirect("officer:result_entry", entry_id)
