"""Opening a draft, writing in it page by page, and throwing it away."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.documents.actions import claim as claim_documents
from motcua.documents.models import Document
from motcua.dossiers.actions.erasing import destroy
from motcua.dossiers.applicants import in_whose_name
from motcua.dossiers.content import opened, row_of, sealed_answers, store
from motcua.dossiers.file_answers import files_in
from motcua.dossiers.filling_rules import Seen
from motcua.dossiers.fillings import begin_filling, filling_of, note_saved, require_current
from motcua.dossiers.helping import reopen_question
from motcua.dossiers.holding import held
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.opening import (
    new_dossier,
    place,
    require_address,
    require_case,
    require_component,
)
from motcua.dossiers.permissions import require_chooser, require_writer
from motcua.dossiers.requirements import require_types
from motcua.dossiers.rules import (
    LABELS,
    Channel,
    IllegalTransition,
    NotFiledThisWay,
    ResultChannel,
    Status,
)
from motcua.dossiers.sources import Source, as_kept
from motcua.dossiers.supplementing import (
    keep_before,
    request_of,
    require_marked,
    require_paper_marked,
)
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import AgencyId, DossierId
from motcua.people.models import Person
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms

BEING_WRITTEN = frozenset({Status.DRAFT, Status.SUPPLEMENTING})


@transaction.atomic
def open_draft(
    version: ProcedureVersion,
    *,
    case: str,
    answers: Mapping[str, object],
    sources: Mapping[str, tuple[Source, str]] | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Open a draft for the applicant, in their own name or that of the organisation they act for,
    pinned to the published version; nothing is owed yet.

    `sources` tells of answers that were not typed where they came from.
    """
    if by.is_officer or by.person is None:
        raise NotPermitted
    if not version.can_be_filed_online:
        raise NotFiledThisWay
    applicant = Person.objects.get(pk=by.person)
    named = in_whose_name(by, applicant.id, None, localdate(at))
    dossier = new_dossier(terms(version.id), applicant, case, Channel.ONLINE, by, at, named)
    dossier.save(force_insert=True)
    sealed_answers(dossier, answers).save(force_insert=True)
    begin_filling(dossier, as_kept(sources or {}, at))
    record("dossier.opened", dossier.id, by=by, at=at, procedure=terms(version.id).code)
    return dossier


@transaction.atomic
def save_answers(
    dossier_id: DossierId,
    *,
    answers: Mapping[str, object],
    seen: Seen | None = None,
    left_at: str = "",
    own: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Dossier:
    """Keep what was answered so far, right or wrong, so that nothing typed is lost.

    Answers given before stay unless named again. Checking is done when handing in. A page that
    was changed elsewhere after it was opened is refused, and a sending that a later one of the
    same tab has overtaken changes nothing. `left_at` is where to take the draft up again; `own`
    names answers taken from a register that the person wants to type instead.
    """
    dossier = held(by, dossier_id)
    require_writer(by, dossier)
    _require_being_written(dossier)
    row = row_of(dossier)
    told = opened(row) if row else {}
    typed_over = {name for name, answer in answers.items() if told.get(name) != answer}
    filling = filling_of(dossier)
    if not require_current(filling, seen, changed=bool(typed_over)):
        return dossier
    request = request_of(dossier)
    require_marked(dossier, request, typed_over, told, by, localdate(at))
    if typed_over:
        keep_before(dossier, row, request)
        store(dossier, row, {**told, **answers})
        files = files_in(terms(dossier.procedure_id), {name: answers[name] for name in typed_over})
        claim_documents(list(files.values()), subject=dossier.id, by=by, at=at)
    reopen_question(dossier)
    note_saved(filling, typed_over, own, seen, left_at, at)
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
    dossier = held(by, dossier_id)
    require_chooser(by, dossier)
    _require_being_written(dossier)
    kept = terms(dossier.procedure_id)
    require_case(kept, case)
    require_address(result_channel, result_address)
    if dossier.status == Status.DRAFT:
        place(dossier, kept, commune, at)
        dossier.case = case
    reopen_question(dossier)
    dossier.result_channel = result_channel.value
    dossier.result_address = result_address.strip()
    dossier.revision += 1
    dossier.save()
    return dossier


@transaction.atomic
def attach(
    dossier_id: DossierId, *, component: str, document: Document, by: Actor, at: datetime
) -> Attachment:
    """Put an uploaded paper under a component of the dossier; twice is as good as once."""
    dossier = held(by, dossier_id)
    require_writer(by, dossier)
    _require_being_written(dossier)
    require_paper_marked(dossier, component, by)
    require_component(terms(dossier.procedure_id), component)
    require_types(terms(dossier.procedure_id), [(component, document.id)])
    reopen_question(dossier)
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
    dossier = held(by, dossier_id)
    require_writer(by, dossier)
    _require_being_written(dossier)
    reopen_question(dossier)
    papers = Attachment.objects.filter(dossier=dossier, pk=attachment, replaced_at=None)
    if dossier.status == Status.DRAFT:
        papers.delete()
        return
    for paper in papers:
        require_paper_marked(dossier, paper.component, by)
    papers.update(replaced_at=at)


@transaction.atomic
def discard_draft(dossier_id: DossierId, *, by: Actor, at: datetime) -> None:
    """Throw a draft away, with what was written in it and its papers; an event remains."""
    dossier = held(by, dossier_id)
    require_chooser(by, dossier)
    if dossier.status != Status.DRAFT:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="xóa bản nháp")
    record("dossier.discarded", dossier.id, by=by, at=at)
    destroy(dossier, by=by, at=at)


def _require_being_written(dossier: Dossier) -> None:
    if Status(dossier.status) not in BEING_WRITTEN:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="đang kê khai")
