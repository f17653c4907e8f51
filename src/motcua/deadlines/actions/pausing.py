"""Stopping and restarting the clock of a subject."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.deadlines.models import Pause
from motcua.deadlines.rules import Policy
from motcua.kernel.actors import Actor


@transaction.atomic(savepoint=False)
def pause(
    subject: UUID, *, reason: str, policy: Policy, basis: str, by: Actor, at: datetime
) -> Pause:
    """Stop the clock of a subject; a second open pause is refused by the database."""
    return Pause.objects.create(
        subject=subject, reason=reason, policy=policy.value, basis=basis, began_at=at
    )


@transaction.atomic(savepoint=False)
def resume(subject: UUID, *, by: Actor, at: datetime) -> None:
    """Let the clock of a subject run again; nothing happens when it was not paused."""
    Pause.objects.filter(subject=subject, ended_at=None).update(ended_at=at)
