"""Reading what happened, and what is still owed."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from motcua.events.models import Delivery, Event


def history(subject: UUID) -> QuerySet[Event]:
    """Return the events of a subject, oldest first."""
    return Event.objects.filter(subject=subject).order_by("sequence")


def owed_since() -> datetime | None:
    """Return when the oldest event was recorded that a subscriber still waits for."""
    first = Delivery.objects.order_by("id").first()
    return None if first is None else event_of(first).recorded_at


def held_back(attempts: int) -> int:
    """Return how many pieces of news were tried so often, or more, in vain."""
    return Delivery.objects.filter(failures__gte=attempts).count()


def event_of(owed: Delivery) -> Event:
    """Return the event that is owed, looked up in the year of its subject alone."""
    return Event.objects.get(pk=owed.event_id, subject=owed.subject)
