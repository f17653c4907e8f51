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
    waiting = Delivery.objects.order_by("id").values_list("event__recorded_at", flat=True)
    return waiting.first()
