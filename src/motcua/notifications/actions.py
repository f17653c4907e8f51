"""Acts on messages: they were sent, they were read."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.kernel.actors import Actor
from motcua.notifications.models import Message


@transaction.atomic
def mark_sent(message: UUID, *, by: Actor, at: datetime) -> None:
    """Note that a message left by e-mail."""
    Message.objects.filter(pk=message).update(email_state="sent", emailed_at=at)


@transaction.atomic
def mark_unsent(message: UUID, *, by: Actor, at: datetime) -> None:
    """Note that a message stays in the system: its person has no e-mail address."""
    Message.objects.filter(pk=message).update(email_state="none")


@transaction.atomic
def mark_read(person: UUID, *, by: Actor, at: datetime) -> None:
    """Note that a person has opened their messages."""
    Message.objects.filter(person=person, read_at=None).update(read_at=at)
