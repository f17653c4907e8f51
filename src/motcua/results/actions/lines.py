"""What happens to a line of the register: entered, replaced, renewed, revoked, digitised."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from motcua.documents.personal.actions import note_ended, note_renewed
from motcua.documents.queries import documents_by_id
from motcua.events.actions import record
from motcua.events.rows import insert
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id, spoken_code
from motcua.organisations.models import Agency
from motcua.results.copies import drawn, seal_stamp
from motcua.results.entering import key_of, keys_among, row
from motcua.results.models import CertifiedCopy, Entry
from motcua.results.permissions import require_keeper, require_own_agency
from motcua.results.rules import (
    AlreadyRegistered,
    AskerMissing,
    CopyCodeMissing,
    CopyIsThere,
    Line,
    Origin,
    ReasonAndBasisMissing,
    check_line,
    check_renewal,
    check_stands,
)
from motcua.signing.actions import Paper, attach

BATCH = 1000
_NUMBER_ONCE = "entry_number_once"


@transaction.atomic(savepoint=False)
def register(line: Line, *, dossier: UUID, document: UUID | None, by: Actor, at: datetime) -> Entry:
    """Enter a result that a dossier has brought; in the transaction that issues it.

    Whoever numbers and seals a result enters it: the same right, checked there.
    """
    if by.agency != line.agency:
        raise NotPermitted
    entry = row(line, Origin.DOSSIER, by=by, at=at, dossier=dossier)
    entry.document = document
    insert(entry)
    record("result.registered", entry.id, by=by, at=at, dossier=dossier, number=entry.number)
    return entry


@transaction.atomic
def enter(line: Line, *, origin: Origin = Origin.BACKLOG, by: Actor, at: datetime) -> Entry:
    """Enter by hand a result issued before this system, from the paper or its book."""
    require_keeper(by, Agency.objects.get(pk=line.agency), at)
    check_line(line, localdate(at))
    if keys_among([line]):
        raise AlreadyRegistered(number=line.number)
    entry = _saved(row(line, origin, by=by, at=at))
    record("result.entered", entry.id, by=by, at=at, origin=origin.value, number=entry.number)
    return entry


@transaction.atomic
def enter_many(lines: Sequence[Line], *, by: Actor, at: datetime) -> int:
    """Enter lines of a file; return how many were not there yet. Again, it changes nothing.

    A line is the same when agency, number, day and kind are. Only for the installation itself:
    each line's refusal belongs beside its line, so the caller has checked them.
    """
    if not by.is_system:
        raise NotPermitted
    there = keys_among(lines)
    rows = [row(line, Origin.IMPORTED, by=by, at=at) for line in lines if key_of(line) not in there]
    Entry.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return Entry.objects.filter(pk__in=[one.id for one in rows]).count()


@transaction.atomic
def replace(
    entry_id: UUID,
    line: Line,
    *,
    reason: str,
    dossier: UUID | None = None,
    document: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Entry:
    """Enter the result that takes the place of another (cấp đổi, cấp lại, đính chính).

    The new line is linked to the old one, which is marked and stays to be read.
    """
    old = Entry.objects.locked(entry_id)
    require_keeper(by, old.agency, at)
    check_stands(old.revoked_at, old.replaced_at)
    check_line(line, localdate(at))
    if not reason.strip():
        raise ReasonAndBasisMissing
    old.replaced_at, old.replacement_reason = at, reason.strip()
    old.save(update_fields=["replaced_at", "replacement_reason"])
    note_ended(old.id, revoked=False, by=by, at=at)
    origin = Origin.BACKLOG if dossier is None else Origin.DOSSIER
    new = row(line, origin, by=by, at=at, dossier=dossier)
    new.replaces, new.document = old, document
    _saved(new)
    record("result.replaced", old.id, by=by, at=at, replacement=new.id)
    record("result.registered", new.id, by=by, at=at, replaces=old.id, number=new.number)
    return new


@transaction.atomic
def renew(entry_id: UUID, *, until: date, basis: str, by: Actor, at: datetime) -> Entry:
    """Lengthen the validity of a result (gia hạn); what it was before stays in the history."""
    entry = Entry.objects.locked(entry_id)
    require_keeper(by, entry.agency, at)
    check_stands(entry.revoked_at, entry.replaced_at)
    check_renewal(entry.valid_to, until)
    if not basis.strip():
        raise ReasonAndBasisMissing
    before, entry.valid_to = entry.valid_to, until
    entry.save(update_fields=["valid_to"])
    note_renewed(entry.id, until=until, by=by, at=at)
    facts = {"before": before, "until": until, "basis": basis.strip()}
    record("result.renewed", entry.id, by=by, at=at, **facts)
    return entry


@transaction.atomic
def revoke(entry_id: UUID, *, reason: str, basis: str, by: Actor, at: datetime) -> Entry:
    """Take back a result (thu hồi, hủy bỏ), with the reason and the decision that does it."""
    entry = Entry.objects.locked(entry_id)
    require_keeper(by, entry.agency, at)
    check_stands(entry.revoked_at, entry.replaced_at)
    if not reason.strip() or not basis.strip():
        raise ReasonAndBasisMissing
    entry.revoked_at, entry.revoked_by = at, by.person
    entry.revoke_reason, entry.revoke_basis = reason.strip(), basis.strip()
    entry.save(update_fields=["revoked_at", "revoked_by", "revoke_reason", "revoke_basis"])
    note_ended(entry.id, revoked=True, by=by, at=at)
    record("result.revoked", entry.id, by=by, at=at, basis=entry.revoke_basis)
    return entry


@transaction.atomic
def attach_copy(entry_id: UUID, *, document: UUID, code: str, by: Actor, at: datetime) -> Entry:
    """Tie the digitised copy of a paper result to its line, with its digitisation code.

    A line has one copy; a second is refused, so that a batch run twice changes nothing
    (TT 01/2023/TT-VPCP art. 7, steps 3 and 4).
    """
    entry = Entry.objects.locked(entry_id)
    require_own_agency(by, entry.agency, at)
    if entry.document is not None:
        raise CopyIsThere
    if not code.strip():
        raise CopyCodeMissing
    entry.document, entry.code = document, code.strip()
    entry.digitised_at, entry.digitised_by = at, by.person
    entry.save(update_fields=["document", "code", "digitised_at", "digitised_by"])
    record("result.digitised", entry.id, by=by, at=at, document=document, code=entry.code)
    return entry


@transaction.atomic
def issue_copy(entry_id: UUID, *, asked_by: str, by: Actor, at: datetime) -> CertifiedCopy:
    """Give an electronic copy from the register under the keeper's seal (bản sao điện tử từ sổ
    gốc; NĐ 23/2015/NĐ-CP art. 2, NĐ 45/2020/NĐ-CP art. 10).

    Of what was revoked or replaced no copy is given; of what has expired the copy says so.
    """
    entry = Entry.objects.locked(entry_id)
    require_keeper(by, entry.agency, at)
    check_stands(entry.revoked_at, entry.replaced_at)
    if not asked_by.strip():
        raise AskerMissing
    keeper = Agency.objects.select_related("parent").get(pk=by.office)
    copy = CertifiedCopy(
        id=new_id(),
        entry=entry,
        ordinal=CertifiedCopy.objects.filter(entry=entry).count() + 1,
        asked_by=asked_by.strip()[:200],
        verify_code=spoken_code(20),
        issued_by=by.who,
        issued_at=at,
    )
    kept = documents_by_id([entry.document]).get(entry.document) if entry.document else None
    paper = drawn(copy, keeper, kept, at)
    document, _ = attach(
        Paper(paper, f"ban-sao-{copy.ordinal}.pdf", "copy", entry.id),
        owner=keeper.id,
        kind="seal",
        who=keeper.name,
        reason="Bản sao điện tử cấp từ sổ gốc",
        stamp=seal_stamp(paper, keeper.name, at),
        by=by,
        at=at,
    )
    copy.document = document.id
    copy.save(force_insert=True)
    record("result.copied", entry.id, by=by, at=at, document=document.id, ordinal=copy.ordinal)
    return copy


def _saved(entry: Entry) -> Entry:
    """Save a new line; the database says whether its number is there already."""
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        if _NUMBER_ONCE not in str(error):
            raise
        raise AlreadyRegistered(number=entry.number) from error
    return entry
