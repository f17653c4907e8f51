"""Reading what happened."""

from uuid import UUID

from django.db.models import QuerySet

from motcua.events.models import Event


def history(subject: UUID) -> QuerySet[Event]:
    """Return the events of a subject, oldest first."""
    return Event.objects.filter(subject=subject).order_by("sequence")
