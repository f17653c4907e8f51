"""Taking messages to send, and noting what came of it.

A message that was taken is due again after its lease: whoever took it may have been killed before
noting the answer, and then it is sent once more under the same id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from motcua.exchange.models import Line, Message
from motcua.exchange.order import finish
from motcua.exchange.queries import PEERS
from motcua.exchange.rules import (
    MOST_ATTEMPTS,
    OPENS_AFTER,
    Answer,
    State,
    Verdict,
    next_attempt,
    rests_until,
)
from motcua.exchange.secrets import secret_of
from motcua.kernel.actors import Actor

LEASE = timedelta(seconds=40)  # longer than any attempt takes
AT_ONCE = 5_000
_TAKE = """
UPDATE exchange_message SET attempts = attempts + 1, attempted_at = %(at)s, due_at = %(until)s
WHERE id IN (
    SELECT id FROM exchange_message WHERE peer = %(peer)s AND state = 'waiting' AND due_at <= %(at)s
    ORDER BY due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
) RETURNING id, attempts, body
"""
# Those that were taken are being sent; those that somebody holds could wait for each other.
_WAKE = """
UPDATE exchange_message SET due_at = %(at)s WHERE id IN (
    SELECT id FROM exchange_message WHERE peer = %(peer)s AND state = 'waiting'
    AND due_at > %(at)s
    AND due_at IS DISTINCT FROM attempted_at + make_interval(secs => %(lease)s)
    FOR UPDATE SKIP LOCKED
)
"""
_FORGET = """
DELETE FROM exchange_message WHERE id IN (
    SELECT id FROM exchange_message WHERE finished_at < %s ORDER BY finished_at LIMIT %s
    FOR UPDATE SKIP LOCKED
)
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that was taken to be sent, in which attempt, where to, and signed with what."""

    id: UUID
    peer: str
    attempt: int
    address: str
    secret: str
    body: str


@transaction.atomic
def claim(peer: str, most: int, *, by: Actor, at: datetime) -> list[Outgoing]:
    """Take the messages to a peer that are due, the longest waiting first; one a dossier."""
    version = PEERS.in_force(peer)
    if version is None:
        return []
    with connection.cursor() as cursor:
        until = at + LEASE
        cursor.execute(_TAKE, {"peer": peer, "at": at, "until": until, "most": most})
        rows: Sequence[tuple[UUID, int, str]] = cursor.fetchall()
    if not rows:
        return []
    secret = secret_of(version)
    return [Outgoing(key, peer, tries, version.address, secret, body) for key, tries, body in rows]


@transaction.atomic
def note_answer(
    message_id: UUID, attempt: int, answer: Answer, *, chance: float, by: Actor, at: datetime
) -> Message | None:
    """Note what came of an attempt; None when another attempt was begun since.

    Received: the next message of the dossier is due. Refused for good, or tried often enough: it is
    a dead letter, and holds back its dossier until somebody acts. Else it is tried again later.
    """
    locked = Message.objects.select_for_update().filter(pk=message_id, attempts=attempt)
    message = locked.filter(state=State.WAITING.value).first()
    if message is None:
        return None
    message.answer = answer.words[:200]
    if answer.verdict is Verdict.RECEIVED:
        finish(message, State.RECEIVED, at)
        _note_success(message.peer, at)
        return message
    if answer.verdict is Verdict.NEVER or attempt >= MOST_ATTEMPTS:
        message.state, message.due_at = State.DEAD.value, None
    else:
        message.due_at = next_attempt(at, attempt, chance, answer.wait)
    message.save(update_fields=["answer", "state", "due_at"])
    _note_failure(message.peer, chance, at)
    return message


def _note_success(peer: str, at: datetime) -> None:
    """Forget how a peer failed; when it was left alone, everything that waits is due now."""
    line = Line.objects.select_for_update().filter(peer=peer, failures__gt=0).first()
    if line is None:
        return
    was_away = line.failures >= OPENS_AFTER
    line.failures, line.rests_until = 0, None
    line.save(update_fields=["failures", "rests_until"])
    if was_away:
        with connection.cursor() as cursor:
            cursor.execute(_WAKE, {"peer": peer, "at": at, "lease": LEASE.total_seconds()})


def _note_failure(peer: str, chance: float, at: datetime) -> None:
    line = Line.objects.select_for_update().get(peer=peer)
    line.failures += 1
    line.rests_until = rests_until(at, line.failures, chance)
    line.save(update_fields=["failures", "rests_until"])


def forget_finished(before: datetime, *, by: Actor, at: datetime) -> int:
    """Forget messages that were received or given up before a moment; return how many."""
    forgotten = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FORGET, [before, AT_ONCE])
            gone = int(cursor.rowcount)
            forgotten += gone
            if gone < AT_ONCE:
                return forgotten
