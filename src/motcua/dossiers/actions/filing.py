"""Handing a dossier in: a draft, or a whole application in one act."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils.timezone import localdate
from psycopg.errors import DeadlockDetected

from motcua.documents.actions import claim_all
from motcua.dossiers import clock
from motcua.dossiers.applicants import about_filing, in_whose_name
from motcua.dossiers.content import opened, row_of, sealed_answers, store
from motcua.dossiers.file_answers import files_in, with_own_files
from motcua.dossiers.helping import note_confirmed
from motcua.dossiers.helping_rules import Confirmation
from motcua.dossiers.holding import held
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.opening import new_dossier, place, require_address, require_component
from motcua.dossiers.permissions import require_applicant, require_counter
from motcua.dossiers.requirements import (
    checked_answers,
    fee_of,
    papers_present,
    require_papers,
    require_types,
)
from motcua.dossiers.reuse import take_out
from motcua.dossiers.rules import (
    AlreadyFiledDifferently,
    Channel,
    NotFiledThisWay,
    ResultChannel,
    Status,
    check_transition,
)
from motcua.dossiers.signed_forms import require_form_signed
from motcua.events.actions import Fact, record, record_all
from motcua.events.rows import at_once, insert, read, update
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput
from motcua.kernel.ids import DossierId, PersonId, new_id
from motcua.people.mandates import Represented
from motcua.people.models import Person
from motcua.procedures.queries import Terms, terms

KEY_ONCE = "dossier_submission_key_once"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper handed in with a filing: an uploaded document, sheets at the counter, or a paper of
    the applicant's store that they agreed to have used."""

    component: str
    document: UUID | None = None
    name: str = ""
    originals: int = 0
    copies: int = 0
    stored: UUID | None = None


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
    organisation: UUID | None = None
    assisted: bool = field(default=False)

    def digest(self) -> bytes:
        """Return a hash of everything said, to tell a repeated message from another one."""
        said = [
            self.procedure, self.case, self.answers, self.commune, self.channel,
            self.result_channel, self.result_address, self.applicant,
            [
                (s.component, s.document, s.name, s.originals, s.copies, *filter(None, [s.stored]))
                for s in self.sheets
            ],
            *filter(None, [self.organisation]),
        ]  # fmt: skip
        return sha256(json.dumps(said, sort_keys=True, default=str).encode()).digest()


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
    dossier = held(by, dossier_id)
    require_applicant(by, dossier)
    if dossier.submission_key == key:
        return dossier
    if in_whose_name(by, by.who, None, localdate(at)) is not None:
        # Whoever hands it in answers for it, whichever representative began it.
        dossier.applicant_id = dossier.filed_by = by.who
    return hand_in_draft(dossier, key, Confirmation.SIGN_IN, by=by, at=at)


def hand_in_draft(
    dossier: Dossier, key: UUID, confirmed: Confirmation, *, by: Actor, at: datetime
) -> Dossier:
    """Check a locked draft whole and hand it in, as its applicant confirmed it."""
    check_transition(Status(dossier.status), Status.SUBMITTED)
    kept = terms(dossier.procedure_id)
    row = row_of(dossier)
    told = opened(row) if row else {}
    answers = checked_answers(kept, told, dossier.case, localdate(at))
    answers = with_own_files(kept, answers, dossier=dossier, uploaded_by=None)
    require_form_signed(dossier)
    if dossier.settling_agency_id is None:
        place(dossier, kept, None, at)
    require_papers(dossier, kept, answers, papers_present(dossier))
    dossier.submission_key = key
    _hand_in(dossier, kept, at)
    with at_once():
        if answers != told:
            store(dossier, row, answers)
        update(dossier)
        note_confirmed(dossier, confirmed, at)
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

    Online it is in the name that the actor acts in; at the counter in that of the applicant, or of
    the organisation named, for which they hold a mandate.

    A key sent before returns the dossier it made; with another content it is refused. Two at
    once have one winner, and the loser gets the winner's dossier.
    """
    if not by.is_officer:
        filing = replace(filing, organisation=by.organisation)
    try:
        return _file(filing, by=by, at=at)
    except IntegrityError:
        known = _filed_before(filing, by)
        if known is None:
            raise
        return known
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        # Two that name the same papers have waited for each other; the other one went on.
        return _filed_before(filing, by) or _file(filing, by=by, at=at)


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
    require_address(filing.result_channel, filing.result_address)
    named = _named(filing, applicant, by, at)
    dossier = new_dossier(kept, applicant, filing.case, filing.channel, by, at, named)
    dossier.submission_key, dossier.body_digest = filing.key, filing.digest()
    dossier.result_channel = filing.result_channel.value
    dossier.result_address = filing.result_address
    if by.agency is not None:
        dossier.receiving_agency_id = by.agency
        dossier.assisting_agency_id = by.agency if filing.assisted else None
    place(dossier, kept, filing.commune, at)
    require_form_signed(dossier)
    for sheet in filing.sheets:
        require_component(kept, sheet.component)
    answers = checked_answers(kept, filing.answers, filing.case, localdate(at))
    answers = with_own_files(kept, answers, dossier=None, uploaded_by=by.person)
    present = frozenset(sheet.component for sheet in filing.sheets)
    require_papers(dossier, kept, answers, present)
    require_types(kept, [(one.component, one.document) for one in filing.sheets if one.document])
    _hand_in(dossier, kept, at)
    sheets = _with_stored(dossier, filing.sheets, by, at)
    happened = [
        Fact("dossier.opened", dossier.id, {"procedure": kept.code}),
        Fact("dossier.submitted", dossier.id, {"channel": dossier.channel}),
    ]
    with at_once():
        _claim(dossier, filing.sheets, files_in(kept, answers).values(), by, at)
        insert(dossier)
        insert(sealed_answers(dossier, answers))
        insert(*_attachments(dossier, sheets, at))
        record_all(happened, by=by, at=at)
    return dossier


def _named(filing: Filing, applicant: Person, by: Actor, at: datetime) -> Represented | None:
    takes = any(sheet.stored is not None for sheet in filing.sheets)
    return in_whose_name(by, applicant.id, filing.organisation, localdate(at), store=takes)


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


def _claim(
    dossier: Dossier, sheets: Sequence[Sheet], files: Iterable[UUID], by: Actor, at: datetime
) -> None:
    documents = [sheet.document for sheet in sheets if sheet.document is not None] + [*files]
    missing = InvalidInput({"attachments": "Có tệp không tồn tại hoặc đã thuộc hồ sơ khác."})
    claim_all(documents, subject=dossier.id, otherwise=missing, by=by, at=at)


def _with_stored(dossier: Dossier, sheets: Sequence[Sheet], by: Actor, at: datetime) -> list[Sheet]:
    """Fetch what comes from the applicant's store; naming it is how a filing says they agreed."""
    fetched = []
    for sheet in sheets:
        if sheet.stored is not None:
            file = take_out(dossier, sheet.stored, sheet.component, by, at)
            fetched.append(replace(sheet, document=file.id, name=sheet.name or file.name))
        else:
            fetched.append(sheet)
    return fetched


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
            stored=sheet.stored,
        )
