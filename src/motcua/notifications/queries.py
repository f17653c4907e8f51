"""Reading the messages of a person."""

from uuid import UUID

from motcua.notifications.models import Message

PAGE = 50


def messages_of(person: UUID) -> list[Message]:
    """Return a person's messages, the newest first."""
    return list(Message.objects.filter(person=person).order_by("-created_at", "-id")[:PAGE])


def unread(person: UUID, most: int = 99) -> int:
    """Return how many messages a person has not opened, counting no further than `most`."""
    return len(Message.objects.filter(person=person, read_at=None).values_list("id")[:most])
