"""Signing many dossiers with one confirmation: each was read, each is signed by itself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from motcua.dossiers.actions.signing import sign_confirmed
from motcua.dossiers.confirming import require_code
from motcua.dossiers.models import BulkItem, BulkSigning, Dossier, Result, ShownDraft
from motcua.dossiers.models.signing import OPEN_STATES
from motcua.dossiers.open_tasks import standing_with
from motcua.dossiers.permissions import require_performer
from motcua.dossiers.rules import Act, ResultNotReady
from motcua.dossiers.shown_drafts import current_draft
from motcua.dossiers.signing_rules import (
    MOST_AT_ONCE,
    DraftNotRead,
    NothingToSign,
    SignedAlready,
    SignerNoLonger,
    TooManyToSign,
)
from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import DomainError, NotFound, NotPermitted
from motcua.organisations.queries import offices_of

SIGN_BULK = "dossiers.sign_bulk"  # the job that signs one


@transaction.atomic
def begin_bulk(
    drafts: Sequence[UUID], *, confirmation: UUID | None, by: Actor, at: datetime
) -> BulkSigning:
    """Confirm the signing of drafts that one has read, with a one-time code; a job signs them.

    Each must still be as it was read, and wait for this signer.
    """
    if not by.has(Role.SIGNATORY):
        raise NotPermitted
    wanted = list(dict.fromkeys(drafts))
    if not wanted:
        raise NothingToSign
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyToSign(most=MOST_AT_ONCE)
    require_code(confirmation, by=by, at=at)
    shown = ShownDraft.objects.select_related("dossier").filter(pk__in=wanted, signer=by.who)
    read = {draft.id: draft for draft in shown}
    if len(read) != len(wanted):
        raise DraftNotRead
    tasks = [draft.task for draft in read.values()]
    if BulkItem.objects.filter(task__in=tasks, state__in=OPEN_STATES).exists():
        raise SignedAlready
    bulk = BulkSigning.objects.create(signer=by.who, agency=by.office, asked_at=at)
    for one in wanted:
        _require_signable(read[one], by, at)
    BulkItem.objects.bulk_create(
        BulkItem(bulk=bulk, dossier=read[one].dossier, task=read[one].task, draft=read[one])
        for one in wanted
    )
    record("bulk_signing.confirmed", bulk.id, by=by, at=at, dossiers=len(wanted))
    app.configure_task(SIGN_BULK).defer(bulk=str(bulk.id))
    return bulk


def _require_signable(draft: ShownDraft, by: Actor, at: datetime) -> None:
    """Refuse a draft that has changed since it was read, or whose step is not this signer's."""
    _, task = standing_with(draft.dossier, draft.task)
    require_performer(by, task, at)
    result = Result.objects.filter(dossier=draft.dossier).first()
    if task.act != Act.SIGN or result is None:
        raise ResultNotReady
    if current_draft(draft.dossier, result, task.id, by, at) != draft:
        raise DraftNotRead


def _signer(bulk: BulkSigning, at: datetime) -> Actor:
    """Return who confirmed, in the roles held at the agency now."""
    for office in offices_of(bulk.signer, localdate(at)):
        if office.agency == bulk.agency and Role.SIGNATORY in office.roles:
            return Actor(bulk.signer, bulk.agency, office.roles)
    raise SignerNoLonger


@transaction.atomic
def sign_item(item: UUID, *, by: Actor, at: datetime) -> BulkItem:
    """Sign one dossier of a bulk signing; what has ended is not signed again.

    The system does so in the signer's name. Signing and noting it are one transaction, so that a
    worker that is killed leaves the item either signed or waiting.
    """
    if by != SYSTEM:
        raise NotPermitted
    found = BulkItem.objects.select_related("bulk", "draft").get(pk=item)
    dossier = Dossier.objects.locked(found.dossier_id)
    found.refresh_from_db(fields=["state"])
    if found.state != "waiting":
        return found
    signer = _signer(found.bulk, at)
    if sign_confirmed(dossier, found.draft, by=signer, at=at):
        found.state, found.ended_at = "signed", at
    else:
        found.state = "asked"
    found.save(update_fields=["state", "ended_at"])
    return found


@transaction.atomic
def note_signed(item: UUID, *, by: Actor, at: datetime) -> None:
    """Note that the signature of a dossier that was asked for outside has come."""
    if by != SYSTEM:
        raise NotPermitted
    found = BulkItem.objects.select_for_update().get(pk=item)
    if found.state == "asked":
        found.state, found.ended_at = "signed", at
        found.save(update_fields=["state", "ended_at"])
    end_bulk(found.bulk_id, by=by, at=at)


@transaction.atomic
def fail_item(item: UUID, refusal: DomainError, *, by: Actor, at: datetime) -> None:
    """Note why a dossier of a bulk signing was not signed; the others go on."""
    if by != SYSTEM:
        raise NotPermitted
    still_open = BulkItem.objects.filter(pk=item, state__in=OPEN_STATES)
    still_open.update(state="failed", reason=str(refusal)[:300], ended_at=at)


@transaction.atomic
def end_bulk(bulk: UUID, *, by: Actor, at: datetime) -> bool:
    """End a bulk signing of which nothing waits any more; say whether that is so."""
    if by != SYSTEM:
        raise NotPermitted
    found = BulkSigning.objects.select_for_update().get(pk=bulk)
    items = list(BulkItem.objects.filter(bulk=found).values_list("state", flat=True))
    if any(state in OPEN_STATES for state in items):
        return False
    if found.ended_at is None:
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        signed = items.count("signed")
        signer = Actor(found.signer, found.agency)
        failed = len(items) - signed
        record("bulk_signing.ended", found.id, by=signer, at=at, signed=signed, failed=failed)
    return True


@transaction.atomic
def take_back_bulk(bulk: UUID, *, by: Actor, at: datetime) -> int:
    """Stop a bulk signing: what waits is not signed; return how many that were."""
    found = BulkSigning.objects.select_for_update().filter(pk=bulk, signer=by.who).first()
    if found is None:
        raise NotFound
    waiting = BulkItem.objects.filter(bulk=found, state="waiting")
    stopped = waiting.update(state="failed", reason="Người ký đã dừng.", ended_at=at)
    record("bulk_signing.stopped", found.id, by=by, at=at, stopped=stopped)
    return stopped
