"""Signing the result of a dossier: what was read is what is signed, to the last byte."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.dossiers import results
from motcua.dossiers.advancing import Finished, advance
from motcua.dossiers.confirming import require_confirmed
from motcua.dossiers.holding import held, result_of
from motcua.dossiers.models import Dossier, Result, ShownDraft
from motcua.dossiers.open_tasks import require_being_settled, standing_with
from motcua.dossiers.permissions import require_performer
from motcua.dossiers.rules import BEING_SETTLED, Act, ResultNotReady, Status, check_revision
from motcua.dossiers.shown_drafts import bytes_of, current_draft, lay_before
from motcua.dossiers.signing_rules import DraftNotRead
from motcua.events.actions import Fact, record, record_all
from motcua.events.rows import update
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId, TaskId, spoken_code
from motcua.organisations.queries import officer_names
from motcua.signing.actions import Paper, Signing, sign
from motcua.workflow.models import Task
from motcua.workflow.queries import Standing, standing_of

REASON = "Ký kết quả giải quyết thủ tục hành chính"


Step = tuple[Standing, Task, Result]


def _step(dossier: Dossier, task_id: TaskId, by: Actor, at: datetime) -> Step:
    standing, task = standing_with(dossier, task_id)
    require_performer(by, task, at)
    result = result_of(dossier)
    if task.act != Act.SIGN or result is None:
        raise ResultNotReady
    return standing, task, result


@transaction.atomic
def show_draft(dossier_id: DossierId, task_id: TaskId, *, by: Actor, at: datetime) -> ShownDraft:
    """Draw the result as this signer would sign it today, keep it, and note that they opened it.

    Opened again while nothing has changed, it is the same file.
    """
    dossier = held(by, dossier_id)
    _, task, result = _step(dossier, task_id, by, at)
    require_being_settled(dossier)
    if result.verify_code is None:
        result.verify_code = spoken_code(20)
        update(result, "verify_code")
    return lay_before(dossier, result, task.id, by=by, at=at)


@transaction.atomic
def sign_result(
    dossier_id: DossierId,
    task_id: TaskId,
    *,
    revision: int | None = None,
    confirmation: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Sign the result as the competent person: exactly the draft that the signer has opened.

    `confirmation` is the use of a second factor, where one is asked for. When the key is kept
    elsewhere, the dossier moves on only once the signature is back.
    """
    dossier = held(by, dossier_id)
    step = _step(dossier, task_id, by, at)
    check_revision(dossier.revision, revision)
    require_confirmed(confirmation, by=by, at=at)
    _sign_shown(dossier, step, None, by, at)
    return dossier


@transaction.atomic(savepoint=False)
def sign_confirmed(dossier: Dossier, draft: ShownDraft, *, by: Actor, at: datetime) -> bool:
    """Sign a locked dossier's draft that was confirmed before; no other will do.

    False says that the signature is on its way.
    """
    step = _step(dossier, TaskId(draft.task), by, at)
    return _sign_shown(dossier, step, draft, by, at)


def _sign_shown(
    dossier: Dossier, step: Step, confirmed: ShownDraft | None, by: Actor, at: datetime
) -> bool:
    standing, task, result = step
    require_being_settled(dossier)
    shown = current_draft(dossier, result, task.id, by, at)
    if shown is None or (confirmed is not None and shown != confirmed):
        raise DraftNotRead
    content = bytes_of(shown)
    name = officer_names([by.who])[by.who]
    how = Signing(
        owner=by.who,
        kind="person",
        who=name,
        reason=REASON,
        stamp=results.signature_stamp(content, name, at),
        act="result",
        key=task.id,
    )
    paper = Paper(content, results.file_name(dossier), "draft", dossier.id)
    document = sign(paper, how, by=by, at=at)
    if document is None:
        return False
    facts = _signed(dossier, standing, task, result, document.id, by, at)
    record_all(facts, by=by, at=at)
    return True


def _signed(
    dossier: Dossier,
    standing: Standing,
    task: Task,
    result: Result,
    document: UUID,
    by: Actor,
    at: datetime,
) -> Sequence[Fact]:
    """Keep the signed paper as the dossier's, and finish the step."""
    result.signer, result.signed_at, result.signed_document = by.person, at, document
    update(result)
    step = Finished(results.main_outcome(task))
    facts = advance(dossier, standing, task, step, by=by, at=at)
    update(dossier)
    return [Fact("document.signed", dossier.id, {"document": document}), *facts]


@transaction.atomic
def take_signed_result(
    dossier_id: DossierId, task: UUID, document: UUID, *, by: Actor, at: datetime
) -> bool:
    """Go on with a result whose signature came from outside; say whether it is of use.

    `by` is the signer. When the step was ended or the dossier left it meanwhile, the signature is
    kept and set aside.
    """
    dossier = Dossier.objects.locked(dossier_id)  # the news came from outside, not from a reader
    standing = standing_of(dossier.id)
    open_task = standing.task(task) if standing is not None else None
    result = result_of(dossier)
    if (
        standing is None
        or open_task is None
        or result is None
        or Status(dossier.status) not in BEING_SETTLED
    ):
        record("signature.set_aside", dossier.id, by=by, at=at, document=document)
        return False
    record_all(_signed(dossier, standing, open_task, result, document, by, at), by=by, at=at)
    return True
