"""What could not be sent: sent again, or given up with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.exchange.models import Message
from motcua.exchange.order import finish
from motcua.exchange.permissions import require_operator
from motcua.exchange.queries import dead
from motcua.exchange.rules import GivingUpReasonMissing, NotDead, State
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import new_id

LONGEST_REASON = 200
AT_ONCE = 1000  # messages sent again in one act, so that it holds few rows for a short time


@transaction.atomic
def retry(message_id: UUID, *, by: Actor, at: datetime) -> Message:
    """Send a message again under its old id, with as many attempts as at first."""
    message = _dead(message_id, by)
    message.state, message.due_at, message.attempts = State.WAITING.value, at, 0
    message.save(update_fields=["state", "due_at", "attempts"])
    record("message.retried", message.id, by=by, at=at, peer=message.peer)
    return message


@transaction.atomic
def retry_all(peer: str = "", verb: str = "", *, by: Actor, at: datetime) -> int:
    """Send again what could not be sent, to one peer or to all, of one kind of news or of any:
    the oldest first, no more than `AT_ONCE` in one act; return how many."""
    if by != SYSTEM:
        require_operator(by)
    oldest = dead(peer, verb).order_by("id").select_for_update(skip_locked=True)[:AT_ONCE]
    found = list(oldest.values_list("id", flat=True))
    again = Message.objects.filter(pk__in=found)
    many = again.update(state=State.WAITING.value, due_at=at, attempts=0)
    if many:
        record("message.all_retried", new_id(), by=by, at=at, peer=peer, kind=verb, many=many)
    return many


@transaction.atomic
def give_up(message_id: UUID, *, reason: str, by: Actor, at: datetime) -> Message:
    """Give a message up, with the reason; the next one of its dossier is sent."""
    message = _dead(message_id, by)
    if not reason.strip():
        raise GivingUpReasonMissing
    finish(message, State.GIVEN_UP, at)
    told = reason.strip()[:LONGEST_REASON]
    record("message.given_up", message.id, by=by, at=at, peer=message.peer, reason=told)
    return message


def _dead(message_id: UUID, by: Actor) -> Message:
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound
    require_operator(by)
    if message.state != State.DEAD.value:
        raise NotDead
    return message
