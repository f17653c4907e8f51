"""What happens in a personal store: papers come in, are used with consent, stop counting."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.documents.actions import note_reading, take_in
from motcua.documents.models import Document
from motcua.documents.personal.queries import owner_of, paper_of
from motcua.documents.reading_rules import Why
from motcua.documents.store_rules import (
    MOST_UPLOADS,
    TRUST_OF,
    ConsentMissing,
    NothingToFile,
    OnlyOwnUploads,
    Owner,
    PaperFacts,
    PaperNameMissing,
    Source,
    StoreFull,
    Use,
    require_in_force,
)
from motcua.documents.stored_papers import PaperUse, StoredPaper
from motcua.events.actions import record
from motcua.events.rows import insert, read
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import new_id
from motcua.kernel.text import normal
from motcua.people.sealing import sealer


@transaction.atomic(savepoint=False)
def put_in_store(
    owner: Owner,
    facts: PaperFacts,
    *,
    document: UUID | None,
    source: Source,
    dossier: UUID | None = None,
    entry: UUID | None = None,
    by: Actor,
    at: datetime,
) -> StoredPaper:
    """Put a paper into a store; the same register entry or code again changes nothing.

    Who may issue, hand over or digitise was checked by the act that calls. `entry` is the line of
    the register of results that the paper is a copy of.
    """
    known = _known(entry, facts.code)
    if known is not None:
        return known
    return _put(
        owner, facts, document=document, source=source, dossier=dossier, entry=entry, by=by, at=at
    )


def _known(entry: UUID | None, code: str) -> StoredPaper | None:
    if entry is not None:
        return next(iter(read(StoredPaper, "WHERE entry = %s", [entry])), None)
    return StoredPaper.objects.filter(code=code).first() if code else None


def _put(
    owner: Owner,
    facts: PaperFacts,
    *,
    document: UUID | None,
    source: Source,
    dossier: UUID | None,
    entry: UUID | None,
    by: Actor,
    at: datetime,
) -> StoredPaper:
    paper = StoredPaper(
        id=new_id(),
        owner_id=owner.person,
        organisation_id=owner.organisation,
        kind_code=facts.kind_code,
        kind_name=normal(facts.kind_name)[:500],
        source=source.value,
        trust=TRUST_OF[source].value,
        document_id=document,
        code=facts.code,
        agency=facts.agency,
        agency_name=normal(facts.agency_name)[:200],
        number=normal(facts.number)[:60],
        issued_on=facts.issued_on,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        scope=normal(facts.scope)[:300],
        dossier=dossier,
        entry=entry,
        signatures=[dict(one) for one in facts.signatures],
        put_by=by.person,
        put_at=at,
    )
    if facts.data:
        sealed = sealer().seal(dict(facts.data), paper.id.bytes)
        paper.wrapped_key, paper.sealed = sealed.wrapped_key, sealed.content
    insert(paper)
    record("paper.stored", paper.id, by=by, at=at, source=source.value, kind=facts.kind_code)
    return paper


def upload_own(
    facts: PaperFacts, *, name: str, content: bytes, by: Actor, at: datetime
) -> StoredPaper:
    """Put one's own file into one's store, read and kept like every upload, at the lowest trust."""
    owner = owner_of(by)
    if not facts.kind_name.strip():
        raise PaperNameMissing
    own = StoredPaper.objects.of(owner).filter(source=Source.UPLOAD.value)
    if own.count() >= MOST_UPLOADS:
        raise StoreFull(most=MOST_UPLOADS)
    document = take_in(name, content, subject=owner.id, by=by, at=at)
    with transaction.atomic():
        Document.objects.filter(pk=document.id).update(purpose="store")
        return _put(
            owner,
            facts,
            document=document.id,
            source=Source.UPLOAD,
            dossier=None,
            entry=None,
            by=by,
            at=at,
        )


@transaction.atomic
def remove_own(paper_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take an own upload out of one's store; where it was filed it stays, and so does the trace."""
    paper = _locked(paper_id)
    if paper.whose != owner_of(by):
        raise NotFound
    if paper.source != Source.UPLOAD:
        raise OnlyOwnUploads
    paper.removed_at = at
    paper.save(update_fields=["removed_at"])
    record("paper.removed", paper.id, by=by, at=at)


@transaction.atomic
def use_in_dossier(
    paper_id: UUID,
    *,
    owner: Owner,
    dossier: UUID,
    purpose: str,
    consented: bool,
    by: Actor,
    at: datetime,
) -> Document:
    """File a stored paper in a dossier of its owner; return the document that the dossier gets.

    The bytes stay where they are. Refused are papers of others, without consent, and those that
    do not count on the day. Who may file in the dossier was checked by the act that calls.
    """
    paper = paper_of(owner, paper_id)
    if not consented:
        raise ConsentMissing
    require_in_force(paper.worth(localdate(at)))
    if paper.document is None:
        raise NothingToFile
    _used(paper, Use.FILED, purpose, dossier, consented=True, by=by, at=at)
    copy = Document(
        id=new_id(),
        file_id=paper.document.file_id,
        name=paper.document.name,
        purpose="component",
        subject=dossier,
        added_by=by.person,
        added_at=at,
    )
    copy.save(force_insert=True)
    return copy


@transaction.atomic(savepoint=False)
def note_read(
    paper_id: UUID, *, dossier: UUID | None, purpose: str, by: Actor, at: datetime
) -> None:
    """Leave in the owner's store that an officer opened a paper of it, why and in which dossier."""
    _used(StoredPaper(id=paper_id), Use.READ, purpose, dossier, consented=False, by=by, at=at)


@transaction.atomic
def open_own(paper_id: UUID, *, by: Actor, at: datetime) -> Document:
    """Give the owner a paper of their store; that they looked is noted, as for every paper."""
    paper = paper_of(owner_of(by), paper_id)
    if paper.document is None:
        raise NotFound
    note_reading(paper.document, why=Why.OWN, by=by, at=at)
    return paper.document


@transaction.atomic
def note_exported(*, by: Actor, at: datetime) -> int:
    """Leave in one's store that all of it was taken away; return how many papers that were."""
    owner = owner_of(by)
    papers = list(StoredPaper.objects.of(owner))
    PaperUse.objects.bulk_create(
        PaperUse(
            paper=paper,
            use=Use.EXPORTED.value,
            purpose="Tải toàn bộ kho về máy",
            by=by.person,
            at=at,
        )
        for paper in papers
    )
    record("store.exported", owner.id, by=by, at=at, papers=len(papers))
    return len(papers)


@transaction.atomic(savepoint=False)
def note_ended(entry: UUID, *, revoked: bool, by: Actor, at: datetime) -> None:
    """Mark the stored copy of a result that was revoked, or else replaced, in the register."""
    field = "revoked_at" if revoked else "replaced_at"
    StoredPaper.objects.filter(entry=entry).update(**{field: at})


@transaction.atomic(savepoint=False)
def note_renewed(entry: UUID, *, until: date, by: Actor, at: datetime) -> None:
    """Let the stored copy of a result count as long as the register says."""
    StoredPaper.objects.filter(entry=entry).update(valid_to=until)


def _used(
    paper: StoredPaper,
    use: Use,
    purpose: str,
    dossier: UUID | None,
    *,
    consented: bool,
    by: Actor,
    at: datetime,
) -> None:
    PaperUse.objects.create(
        paper=paper,
        use=use.value,
        purpose=purpose[:300],
        dossier=dossier,
        consented=consented,
        by=by.person,
        agency=by.agency,
        at=at,
    )
    record(f"paper.{use.value}", paper.id, by=by, at=at, dossier=dossier)


def _locked(paper_id: UUID) -> StoredPaper:
    paper = StoredPaper.objects.select_for_update().filter(pk=paper_id, removed_at=None).first()
    if paper is None:
        raise NotFound
    return paper
