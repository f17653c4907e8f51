"""The first step: the paper becomes pages, and who scanned it signs them (article 8)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from motcua.digitisation import pictures, stamps
from motcua.digitisation.contents import Content, seal
from motcua.digitisation.known_data import values_of
from motcua.digitisation.models import Batch, BatchEntry, DigitalCopy, ScannedPage
from motcua.digitisation.permissions import (
    require_holds_dossier,
    require_scanner,
    require_scanner_of,
)
from motcua.digitisation.queries import locked, page_of, pages_of
from motcua.digitisation.rules import (
    LABELS,
    MOST_PAGES,
    OPEN_TO_SCANS,
    AlreadyDigitised,
    State,
    TooManyPages,
    WrongStep,
    check_pages,
    check_step,
)
from motcua.digitisation.sheets import Picture, file_name, looked_at, sheets_of
from motcua.documents.actions import keep
from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.models import Dossier
from motcua.dossiers.opening import require_component
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId
from motcua.organisations.queries import officer_names
from motcua.procedures.queries import terms
from motcua.results.keeping import keeper_of
from motcua.results.models import Entry
from motcua.signing.actions import Paper, attach

READ = "digitisation.read"  # the job that reads a signed scan
COMPONENT_KIND = (
    "TP"  # papers that are no results of procedures; a local kind (article 10 clause 3)
)
RESULT_KIND = "KQ"
JPEG = "image/jpeg"


@transaction.atomic
def open_for_component(
    dossier_id: DossierId, component: str, *, paper_pages: int, by: Actor, at: datetime
) -> DigitalCopy:
    """Begin to digitise a paper that was handed in with a dossier."""
    dossier = Dossier.objects.locked(dossier_id)
    require_holds_dossier(by, dossier)
    kept = terms(dossier.procedure_id)
    require_component(kept, component)
    listed = next(one for one in kept.components if one.code == component)
    assert dossier.settling_agency_id is not None
    return _opened(
        DigitalCopy(
            agency_id=by.office,
            settling_agency=dossier.settling_agency_id,
            dossier=dossier.id,
            component=component,
            owner=None if dossier.organisation_id else dossier.applicant_id,
            kind=f"{COMPONENT_KIND}.{kept.code}.{component}"[:60],
            name=str(listed.name["vi"])[:300],
            paper_pages=paper_pages,
        ),
        by,
        at,
    )


@transaction.atomic
def open_for_entry(
    entry_id: UUID,
    *,
    paper_pages: int,
    batch: Batch | None = None,
    row_key: str | None = None,
    by: Actor,
    at: datetime,
) -> DigitalCopy:
    """Begin to digitise a result of the register that is only on paper."""
    require_scanner(by)
    entry = Entry.objects.select_for_update().select_related("agency").filter(pk=entry_id).first()
    if entry is None or keeper_of(entry.agency, localdate(at)) != by.agency:
        raise NotFound
    begun = DigitalCopy.objects.filter(entry=entry_id).exclude(state=State.DISCARDED).first()
    if entry.document is not None or (begun and begun.state not in OPEN_TO_SCANS):
        raise AlreadyDigitised(number=entry.number)
    if begun is not None:
        return begun
    copy = DigitalCopy(
        agency_id=by.office,
        settling_agency=by.office,
        entry=entry.id,
        batch=batch or _batch_of(entry.id),
        row_key=row_key,
        owner=entry.holder_id,
        kind=entry.type_code or f"{RESULT_KIND}.{entry.procedure_code or 'khac'}"[:60],
        name=entry.name[:300],
        paper_pages=paper_pages,
    )
    seal(copy, Content(values=values_of(entry)))
    return _opened(copy, by, at)


def _require_pages(paper_pages: int) -> None:
    if not 1 <= paper_pages <= MOST_PAGES:
        raise TooManyPages(most=MOST_PAGES)


def _batch_of(entry: UUID) -> Batch | None:
    waiting = BatchEntry.objects.filter(entry=entry, done_at=None).select_related("batch").first()
    return waiting.batch if waiting else None


def _opened(copy: DigitalCopy, by: Actor, at: datetime) -> DigitalCopy:
    _require_pages(copy.paper_pages)
    copy.state, copy.made_by, copy.opened_at = State.SCANNING.value, by.who, at
    copy.save(force_insert=True)
    return copy


def _open_to_scans(copy_id: UUID, by: Actor) -> DigitalCopy:
    copy = locked(copy_id)
    require_scanner_of(by, copy)
    if State(copy.state) not in OPEN_TO_SCANS:
        raise WrongStep(old=LABELS[State(copy.state)])
    return copy


def _changed(copy: DigitalCopy) -> DigitalCopy:
    copy.revision += 1
    copy.save(update_fields=["revision"])
    return copy


@transaction.atomic
def add_pages(
    copy_id: UUID, pages: Sequence[Picture], *, by: Actor, at: datetime
) -> list[ScannedPage]:
    """Put pages behind those that are there, in the order given."""
    copy = _open_to_scans(copy_id, by)
    there = ScannedPage.objects.filter(copy=copy).count()
    if there + len(pages) > MOST_PAGES:
        raise TooManyPages(most=MOST_PAGES)
    last = ScannedPage.objects.filter(copy=copy).order_by("-order").first()
    begin = last.order + 1 if last else 1
    rows = [_row(copy, picture, order, by, at) for order, picture in enumerate(pages, start=begin)]
    ScannedPage.objects.bulk_create(rows)
    _changed(copy)
    return rows


def _row(copy: DigitalCopy, picture: Picture, order: int, by: Actor, at: datetime) -> ScannedPage:
    return ScannedPage(
        copy=copy,
        order=order,
        document=_kept(copy, picture, by, at),
        dpi=picture.dpi,
        is_blank=picture.is_blank,
        warnings=picture.warnings,
        added_at=at,
    )


def _kept(copy: DigitalCopy, picture: Picture, by: Actor, at: datetime) -> UUID:
    name = "trang.jpg"
    return keep(name, picture.content, JPEG, purpose="scan", subject=copy.id, by=by, at=at).id


@transaction.atomic
def move_page(copy_id: UUID, page_id: UUID, *, to: int, by: Actor, at: datetime) -> DigitalCopy:
    """Put a page at another place, counted from 1; the others close up."""
    copy = _open_to_scans(copy_id, by)
    pages = pages_of(copy)
    moved = page_of(copy, page_id)
    rest = [page for page in pages if page.id != moved.id]
    rest.insert(min(max(to, 1), len(pages)) - 1, moved)
    _renumber(rest)
    return _changed(copy)


def _renumber(pages: Sequence[ScannedPage]) -> None:
    for order, page in enumerate(pages, start=1):
        page.order = order
    ScannedPage.objects.bulk_update(pages, ["order"])


@transaction.atomic
def turn_page(
    copy_id: UUID, page_id: UUID, *, degrees: int, by: Actor, at: datetime
) -> DigitalCopy:
    """Turn a page clockwise by 90, 180 or 270 degrees."""
    copy = _open_to_scans(copy_id, by)
    page = page_of(copy, page_id)
    turned = looked_at(pictures.turned(_picture(page), degrees % 360))
    _replace(copy, page, turned, by, at)
    page.save()
    return _changed(copy)


def _picture(page: ScannedPage) -> bytes:
    return content_of(documents_by_id([page.document])[page.document])


def _replace(
    copy: DigitalCopy, page: ScannedPage, picture: Picture, by: Actor, at: datetime
) -> None:
    page.document = _kept(copy, picture, by, at)
    page.dpi, page.is_blank, page.warnings = picture.dpi, picture.is_blank, picture.warnings


@transaction.atomic
def split_page(copy_id: UUID, page_id: UUID, *, by: Actor, at: datetime) -> DigitalCopy:
    """Make two pages of one picture that shows an open book; the left one comes first."""
    copy = _open_to_scans(copy_id, by)
    page = page_of(copy, page_id)
    left, right = (looked_at(half) for half in pictures.halves(_picture(page)))
    _replace(copy, page, left, by, at)
    page.save()
    pages = pages_of(copy)
    second = _row(copy, right, len(pages) + 1, by, at)
    second.save(force_insert=True)
    place = next(n for n, one in enumerate(pages) if one.id == page.id)
    _renumber([*pages[: place + 1], second, *pages[place + 1 :]])
    return _changed(copy)


@transaction.atomic
def remove_page(copy_id: UUID, page_id: UUID, *, by: Actor, at: datetime) -> DigitalCopy:
    """Take a page out; the others close up."""
    copy = _open_to_scans(copy_id, by)
    page_of(copy, page_id).delete()
    _renumber(pages_of(copy))
    return _changed(copy)


@transaction.atomic
def remove_blank_pages(copy_id: UUID, *, by: Actor, at: datetime) -> int:
    """Take out every page on which nothing is; return how many there were."""
    copy = _open_to_scans(copy_id, by)
    removed, _ = ScannedPage.objects.filter(copy=copy, is_blank=True).delete()
    _renumber(pages_of(copy))
    _changed(copy)
    return removed


@transaction.atomic
def mark_notes(copy_id: UUID, page_id: UUID, *, shows: str, by: Actor, at: datetime) -> DigitalCopy:
    """Say that a picture shows notes on the page (`with`), the page without them (`without`), or
    a page that has none (anything else); article 8 clause 2 point d."""
    copy = _open_to_scans(copy_id, by)
    page = page_of(copy, page_id)
    page.with_notes, page.notes_removed = shows == "with", shows == "without"
    page.save(update_fields=["with_notes", "notes_removed"])
    return _changed(copy)


@transaction.atomic
def count_paper(copy_id: UUID, *, paper_pages: int, by: Actor, at: datetime) -> DigitalCopy:
    """Correct how many pages the paper itself has."""
    copy = _open_to_scans(copy_id, by)
    _require_pages(paper_pages)
    copy.paper_pages = paper_pages
    copy.save(update_fields=["paper_pages"])
    return _changed(copy)


@transaction.atomic
def discard_copy(copy_id: UUID, *, by: Actor, at: datetime) -> DigitalCopy:
    """Give up what was begun; the pages go, an event remains."""
    copy = locked(copy_id)
    require_scanner_of(by, copy)
    check_step(State(copy.state), State.DISCARDED)
    ScannedPage.objects.filter(copy=copy).delete()
    copy.state = State.DISCARDED.value
    copy.save(update_fields=["state"])
    record("paper.discarded", copy.id, by=by, at=at)
    return copy


@transaction.atomic
def sign_scan(copy_id: UUID, *, by: Actor, at: datetime) -> DigitalCopy:
    """Put the pages together and sign them with one's personal certificate, before any data are
    taken from them (article 8 clause 1); then they are read."""
    copy = locked(copy_id)
    require_scanner_of(by, copy)
    check_step(State(copy.state), State.SIGNED)
    pages = pages_of(copy)
    check_pages(sheets_of(pages), copy.paper_pages)
    scan = pictures.put_together([_picture(page) for page in pages])
    name = officer_names([by.who]).get(by.who, "")
    document, _ = attach(
        Paper(scan, file_name(copy), "scan", copy.id),
        owner=by.who,
        kind="person",
        who=name,
        reason="Số hóa giấy tờ",
        stamp=stamps.scanner_stamp(scan, name, at),
        by=by,
        at=at,
    )
    copy.document, copy.signed_at, copy.made_by = document.id, at, by.who
    copy.state, copy.returned_why = State.SIGNED.value, ""
    copy.save()
    record("paper.scanned", copy.id, by=by, at=at, pages=len(pages), document=document.id)
    app.configure_task(READ).defer(copy=str(copy.id))
    return copy
