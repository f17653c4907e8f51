"""Opening a dossier, filling it, and handing it in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from motcua.documents.actions import claim as claim_documents
from motcua.documents.actions import claim_all
from motcua.documents.models import Document
from motcua.dossiers import clock
from motcua.dossiers.applicants import about_filing
from motcua.dossiers.content import opened, row_of, sealed_answers, store
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.permissions import require_applicant, require_counter, require_filer
from motcua.dossiers.places import competent_agency, receiving_desk
from motcua.dossiers.requirements import (
    checked_answers,
    fee_of,
    papers_present,
    require_papers,
)
from motcua.dossiers.rules import (
    LABELS,
    AlreadyFiledDifferently,
    Channel,
    IllegalTransition,
    NotFiledThisWay,
    ResultChannel,
    Status,
    check_transition,
)
from motcua.events.actions import Fact, record, record_all
from motcua.events.rows import at_once, insert, read, update
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.kernel.ids import AgencyId, DossierId, PersonId, new_id, spoken_code
from motcua.organisations.models import Agency
from motcua.people.models import Person
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import Terms, terms

BEING_WRITTEN = frozenset({Status.DRAFT, Status.SUPPLEMENTING})
CASE_UNKNOWN = "Xin chọn một trường hợp của thủ tục này."
ADDRESS_MISSING = "Xin ghi địa chỉ nhận kết quả qua bưu chính."
KEY_ONCE = "dossier_submission_key_once"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper handed in with a filing: an uploaded document, or sheets at the counter."""

    component: str
    document: UUID | None = None
    name: str = ""
    originals: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Filing:
    """A whole application, as one message: what a counter or another system hands in."""

    procedure: UUID
    case: str
    answers: Mapping[str, object]
    sheets: Sequence[Sheet] = ()
    commune: UUID | None = None
    channel: Channel = Channel.ONLINE
    result_channel: ResultChannel = ResultChannel.ONLINE
    result_address: str = ""
    key: UUID | None = None
    applicant: PersonId | None = None
    assisted: bool = field(default=False)

    def digest(self) -> bytes:
        """Return a hash of everything said, to tell a repeated message from another one."""
        said = [
            self.procedure, self.case, self.answers, self.commune, self.channel,
            self.result_channel, self.result_address, self.applicant,
            [(s.component, s.document, s.name, s.originals, s.copies) for s in self.sheets],
        ]  # fmt: skip
        return sha256(json.dumps(said, sort_keys=True, default=str).encode()).digest()


@transaction.atomic
def open_draft(
    version: ProcedureVersion, *, case: str, answers: Mapping[str, object], by: Actor, at: datetime
) -> Dossier:
    """Open a draft for the applicant, pinned to the published version; nothing is owed yet."""
    if by.is_officer or by.person is None:
        raise NotPermitted
    if not version.can_be_filed_online:
        raise NotFiledThisWay
    applicant = Person.objects.get(pk=by.person)
    dossier = _new(terms(version.id), applicant, case, Channel.ONLINE, by, at)
    dossier.save(force_insert=True)
    sealed_answers(dossier, answers).save(force_insert=True)
    record("dossier.opened", dossier.id, by=by, at=at, procedure=terms(version.id).code)
    return dossier


def _new(
    kept: Terms, applicant: Person, case: str, channel: Channel, by: Actor, at: datetime
) -> Dossier:
    _require_case(kept, case)
    return Dossier(
        id=new_id(),
        submission_code=f"NT-{spoken_code(4)}-{spoken_code(4)}",
        lookup_code=spoken_code(8),
        procedure=kept.version,
        case=case,
        applicant=applicant,
        applicant_name=applicant.full_name,
        filed_by=by.who,
        channel=channel.value,
        opened_at=at,
    )


@transaction.atomic
def save_answers(
    dossier_id: DossierId, *, answers: Mapping[str, object], by: Actor, at: datetime
) -> Dossier:
    """Keep what was answered so far, right or wrong, so that nothing typed is lost.

    Answers given before stay unless named again. Checking is done when handing in.
    """
    dossier = Dossier.objects.locked(dossier_id)
    require_filer(by, dossier)
    _require_being_written(dossier)
    row = row_of(dossier)
    store(dossier, row, {**(opened(row) if row else {}), **answers})
    dossier.revision += 1
    dossier.save(update_fields=["revision"])
    return dossier


@transaction.atomic
def choose(
    dossier_id: DossierId,
    *,
    case: str,
    commune: AgencyId | None,
    result_channel: ResultChannel,
    result_address: str,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Note the case, the commune that settles, and how the result should come."""
    dossier = Dossier.objects.locked(dossier_id)
    require_applicant(by, dossier)
    _require_being_written(dossier)
    kept = terms(dossier.procedure_id)
    _require_case(kept, case)
    _require_address(result_channel, result_address)
    if dossier.status == Status.DRAFT:
        _place(dossier, kept, commune, at)
        dossier.case = case
    dossier.result_channel = result_channel.value
    dossier.result_address = result_address.strip()
    dossier.revision += 1
    dossier.save()
    return dossier


def _require_case(kept: Terms, case: str) -> None:
    if case not in ({one.code for one in kept.cases} or {""}):
        raise InvalidInput({"case": CASE_UNKNOWN})


def _require_address(channel: ResultChannel, address: str) -> None:
    if channel is ResultChannel.POST and not address.strip():
        raise InvalidInput({"result_address": ADDRESS_MISSING})


def _place(dossier: Dossier, kept: Terms, commune: UUID | None, at: datetime) -> Agency:
    today = localdate(at)
    settling = competent_agency(kept.version, commune, today)
    dossier.settling_agency = settling
    if dossier.receiving_agency_id is None or dossier.channel == Channel.ONLINE:
        dossier.receiving_agency = receiving_desk(settling, today)
    return settling


@transaction.atomic
def attach(
    dossier_id: DossierId, *, component: str, document: Document, by: Actor, at: datetime
) -> Attachment:
    """Put an uploaded paper under a component of the dossier; twice is as good as once."""
    dossier = Dossier.objects.locked(dossier_id)
    require_filer(by, dossier)
    _require_being_written(dossier)
    _require_component(terms(dossier.procedure_id), component)
    claimed = claim_documents([document.id], subject=dossier.id, by=by, at=at)
    ours = document.subject == dossier.id and document.purpose == "component"
    if not claimed and not ours:
        raise NotFound
    paper, _ = Attachment.objects.update_or_create(
        dossier=dossier,
        component=component,
        document=document.id,
        defaults={"replaced_at": None},
        create_defaults={"name": document.name, "originals": 1, "added_at": at},
    )
    return paper


@transaction.atomic
def detach(dossier_id: DossierId, *, attachment: UUID, by: Actor, at: datetime) -> None:
    """Take a paper out of a dossier being written; one handed in before is kept, marked."""
    dossier = Dossier.objects.locked(dossier_id)
    require_filer(by, dossier)
    _require_being_written(dossier)
    papers = Attachment.objects.filter(dossier=dossier, pk=attachment, replaced_at=None)
    if dossier.status == Status.DRAFT:
        papers.delete()
    else:
        papers.update(replaced_at=at)


@transaction.atomic
def discard_draft(dossier_id: DossierId, *, by: Actor, at: datetime) -> None:
    """Throw a draft away, with what was written in it; an event remains."""
    dossier = Dossier.objects.locked(dossier_id)
    require_applicant(by, dossier)
    if dossier.status != Status.DRAFT:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="xóa bản nháp")
    record("dossier.discarded", dossier.id, by=by, at=at)
    dossier.delete()


def _require_being_written(dossier: Dossier) -> None:
    if Status(dossier.status) not in BEING_WRITTEN:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="đang kê khai")


def _require_component(kept: Terms, component: str) -> None:
    if component not in {one.code for one in kept.components}:
        raise InvalidInput({"component": "Thủ tục này không có giấy tờ như vậy."})


def submit(dossier_id: DossierId, *, key: UUID, by: Actor, at: datetime) -> Dossier:
    """Hand in a draft (nộp hồ sơ): checked whole, officially received at a stated moment.

    The same key again returns the same dossier and changes nothing; a key that has handed in
    another dossier is refused.
    """
    try:
        return _submit(dossier_id, key=key, by=by, at=at)
    except IntegrityError as error:
        if KEY_ONCE in str(error):
            raise AlreadyFiledDifferently from error
        raise


@transaction.atomic
def _submit(dossier_id: DossierId, *, key: UUID, by: Actor, at: datetime) -> Dossier:
    dossier = Dossier.objects.locked(dossier_id)
    require_applicant(by, dossier)
    if dossier.submission_key == key:
        return dossier
    check_transition(Status(dossier.status), Status.SUBMITTED)
    kept = terms(dossier.procedure_id)
    row = row_of(dossier)
    told = opened(row) if row else {}
    answers = checked_answers(kept, told, dossier.case, localdate(at))
    if dossier.settling_agency_id is None:
        _place(dossier, kept, None, at)
    require_papers(dossier, kept, answers, papers_present(dossier))
    dossier.submission_key = key
    _hand_in(dossier, kept, at)
    with at_once():
        if answers != told:
            store(dossier, row, answers)
        update(dossier)
        record("dossier.submitted", dossier.id, by=by, at=at, channel=dossier.channel)
    return dossier


def _hand_in(dossier: Dossier, kept: Terms, at: datetime) -> None:
    dossier.status = Status.SUBMITTED.value
    dossier.submitted_at = at
    dossier.revision += 1
    dossier.fee = fee_of(kept, dossier.case, dossier.channel, localdate(at))
    clock.receive(dossier, at)


def file(filing: Filing, *, by: Actor, at: datetime) -> Dossier:
    """Hand in a whole application in one act: another system online, or a clerk at the counter.

    A key sent before returns the dossier it made; with another content it is refused. Two at
    once have one winner, and the loser gets the winner's dossier.
    """
    try:
        return _file(filing, by=by, at=at)
    except IntegrityError:
        known = _filed_before(filing, by)
        if known is None:
            raise
        return known


def _filed_before(filing: Filing, by: Actor) -> Dossier | None:
    if filing.key is None:
        return None
    known = read(Dossier, "WHERE filed_by = %s AND submission_key = %s", [by.who, filing.key])
    if known and bytes(known[0].body_digest or b"") != filing.digest():
        raise AlreadyFiledDifferently
    return known[0] if known else None


@transaction.atomic
def _file(filing: Filing, *, by: Actor, at: datetime) -> Dossier:
    kept = terms(filing.procedure)
    applicant, known = _applicant_and_known(filing, kept, by, at)
    if known is not None:
        return known
    _require_address(filing.result_channel, filing.result_address)
    dossier = _new(kept, applicant, filing.case, filing.channel, by, at)
    dossier.submission_key, dossier.body_digest = filing.key, filing.digest()
    dossier.result_channel = filing.result_channel.value
    dossier.result_address = filing.result_address
    if by.agency is not None:
        dossier.receiving_agency_id = by.agency
        dossier.assisting_agency_id = by.agency if filing.assisted else None
    _place(dossier, kept, filing.commune, at)
    for sheet in filing.sheets:
        _require_component(kept, sheet.component)
    answers = checked_answers(kept, filing.answers, filing.case, localdate(at))
    present = frozenset(sheet.component for sheet in filing.sheets)
    require_papers(dossier, kept, answers, present)
    _hand_in(dossier, kept, at)
    happened = [
        Fact("dossier.opened", dossier.id, {"procedure": kept.code}),
        Fact("dossier.submitted", dossier.id, {"channel": dossier.channel}),
    ]
    with at_once():
        _claim(dossier, filing.sheets, by, at)
        insert(dossier)
        insert(sealed_answers(dossier, answers))
        insert(*_attachments(dossier, filing.sheets, at))
        record_all(happened, by=by, at=at)
    return dossier


def _applicant_and_known(
    filing: Filing, kept: Terms, by: Actor, at: datetime
) -> tuple[Person, Dossier | None]:
    """Who applies, and what was filed with this key before.

    Online the citizen themselves, at the counter the person in front of the desk. A version that
    is not in force any more takes no new filings.
    """
    version = kept.version
    if by.is_officer:
        require_counter(by)
        allowed, applicant = version.can_be_filed_at_the_counter, filing.applicant
    else:
        online = filing.channel is Channel.ONLINE
        allowed, applicant = online and version.can_be_filed_online, PersonId(by.who)
    if not allowed or applicant is None:
        raise NotFiledThisWay
    found = about_filing(applicant, version.id, by.who, filing.key, localdate(at))
    known = _filed_before(filing, by) if found.is_known_key else None
    if known is None and not found.is_in_force:
        raise NotFiledThisWay
    return found.applicant, known


def _claim(dossier: Dossier, sheets: Sequence[Sheet], by: Actor, at: datetime) -> None:
    documents = [sheet.document for sheet in sheets if sheet.document is not None]
    missing = InvalidInput({"attachments": "Có tệp không tồn tại hoặc đã thuộc hồ sơ khác."})
    claim_all(documents, subject=dossier.id, otherwise=missing, by=by, at=at)


def _attachments(dossier: Dossier, sheets: Sequence[Sheet], at: datetime) -> Iterator[Attachment]:
    for sheet in sheets:
        yield Attachment(
            id=new_id(),
            dossier=dossier,
            component=sheet.component,
            document=sheet.document,
            name=sheet.name or sheet.component,
            originals=sheet.originals,
            copies=sheet.copies,
            added_at=at,
        )
