"""The other steps: data are taken from the scan, a code is given, it is stored, and the settling
agency compares it and signs (articles 9 and 10; NĐ 107/2021/NĐ-CP, article 21a)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.digitisation import stamps
from motcua.digitisation.codes import next_code
from motcua.digitisation.contents import Content, opened, seal
from motcua.digitisation.keeping import put_beside_paper, put_in_owners_store, put_in_register
from motcua.digitisation.models import BatchEntry, DigitalCopy, SampleCheck
from motcua.digitisation.ocr import Reading
from motcua.digitisation.permissions import require_confirmer, require_scanner_of
from motcua.digitisation.proposing import Proposal
from motcua.digitisation.queries import locked
from motcua.digitisation.rules import FieldsMissing, State, check_step, missing_fields
from motcua.digitisation.sampling import is_sampled
from motcua.digitisation.sheets import PDF, file_name
from motcua.digitisation.stating import stated
from motcua.documents.actions import keep
from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.rules import ReasonMissing
from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.organisations.models import Agency
from motcua.signing.actions import Paper, attach


def _require_system(by: Actor) -> None:
    if by != SYSTEM:
        raise NotPermitted


@transaction.atomic
def keep_reading(
    copy_id: UUID,
    reading: Reading,
    proposals: Mapping[str, Proposal],
    *,
    by: Actor,
    at: datetime,
) -> DigitalCopy:
    """Keep what a machine read: the searchable copy, and what it proposes for the legal data.

    Read twice it changes nothing: a worker that was killed begins again.
    """
    _require_system(by)
    copy = locked(copy_id)
    if copy.state != State.SIGNED:
        return copy
    name = f"chu-{file_name(copy)}"
    kept = keep(name, reading.searchable, PDF, purpose="scan", subject=copy.id, by=by, at=at)
    copy.searchable = kept.id
    seal(copy, Content(dict(proposals), opened(copy).values))
    return _read(copy, "", by, at)


@transaction.atomic
def note_unreadable(copy_id: UUID, problem: str, *, by: Actor, at: datetime) -> DigitalCopy:
    """Let an officer go on by hand with a scan that no machine could read."""
    _require_system(by)
    copy = locked(copy_id)
    return _read(copy, problem, by, at) if copy.state == State.SIGNED else copy


def _read(copy: DigitalCopy, problem: str, by: Actor, at: datetime) -> DigitalCopy:
    copy.state, copy.read_problem = State.READ.value, problem[:200]
    copy.revision += 1
    copy.save()
    record("paper.read", copy.id, by=by, at=at, readable=not problem)
    return copy


@transaction.atomic
def store_copy(copy_id: UUID, values: Mapping[str, str], *, by: Actor, at: datetime) -> DigitalCopy:
    """Take the data that an officer has compared with the paper, give the code, and store it.

    From then on the dossier has the electronic copy; the register and the owner's store have it
    when the settling agency has signed it.
    """
    copy = locked(copy_id)
    require_scanner_of(by, copy)
    check_step(State(copy.state), State.STORED)
    said = stated(values, at)
    missing = missing_fields(said)
    if missing:
        raise FieldsMissing(names=", ".join(missing).lower())
    if copy.code is None:
        copy.code = next_code(copy.kind, "", at)
    whole = copy.code if not said.get("owner_number") else f"{said['owner_number']}{copy.code}"
    seal(copy, Content(opened(copy).proposals, said, whole))
    copy.state, copy.stored_by, copy.stored_at = State.STORED.value, by.who, at
    copy.revision += 1
    copy.save()
    put_beside_paper(copy, by=by, at=at)
    _work_off(copy, at)
    record("paper.digitised", copy.id, by=by, at=at, document=copy.document, code=copy.code)
    return copy


def _work_off(copy: DigitalCopy, at: datetime) -> None:
    if copy.batch is None or copy.entry is None:
        return
    BatchEntry.objects.filter(batch=copy.batch, entry=copy.entry).update(done_at=at)
    if is_sampled(copy.id, copy.batch.sample_percent):
        SampleCheck.objects.get_or_create(copy=copy)


@transaction.atomic
def return_copy(copy_id: UUID, *, why: str, by: Actor, at: datetime) -> DigitalCopy:
    """Send a paper back to be scanned again: by who checks the data, or by the agency that was to
    confirm it."""
    copy = locked(copy_id)
    if copy.state == State.STORED:
        require_confirmer(by, copy)
    else:
        require_scanner_of(by, copy)
    check_step(State(copy.state), State.RETURNED)
    if not why.strip():
        raise ReasonMissing
    if copy.entry is not None:
        BatchEntry.objects.filter(batch=copy.batch, entry=copy.entry).update(done_at=None)
    copy.state, copy.returned_why = State.RETURNED.value, why.strip()[:500]
    copy.revision += 1
    copy.save()
    record("paper.returned", copy.id, by=by, at=at)
    return copy


@transaction.atomic
def confirm_copy(copy_id: UUID, *, by: Actor, at: datetime) -> DigitalCopy:
    """Sign with the agency's certificate that the copy is true to the paper."""
    copy = locked(copy_id)
    require_confirmer(by, copy)
    check_step(State(copy.state), State.CONFIRMED)
    agency = Agency.objects.get(pk=by.office)
    assert copy.document is not None
    content = content_of(documents_by_id([copy.document])[copy.document])
    document, _ = attach(
        Paper(content, file_name(copy), "scan", copy.id),
        owner=agency.id,
        kind="seal",
        who=agency.name,
        reason="Xác nhận bản số hóa đúng với bản giấy",
        stamp=stamps.agency_stamp(content, agency.name, at),
        by=by,
        at=at,
    )
    earlier, copy.document, copy.state = copy.document, document.id, State.CONFIRMED.value
    copy.confirmed_by, copy.confirmed_at = by.who, at
    copy.revision += 1
    copy.save()
    put_beside_paper(copy, earlier=earlier, by=by, at=at)
    put_in_register(copy, by=by, at=at)
    put_in_owners_store(copy, opened(copy).values, by=by, at=at)
    record("paper.confirmed", copy.id, by=by, at=at, document=document.id)
    return copy
