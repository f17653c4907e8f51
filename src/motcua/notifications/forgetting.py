"""Forgetting what people were told of what was erased: the subscriber `forgetting`."""

from django.db import transaction

from motcua.events.models import Event
from motcua.notifications.models import Message

DOSSIER, PERSON = "dossier.erased", "person.erased"


@transaction.atomic
def forget_told(event: Event) -> None:
    """Subscriber `forgetting`: delete the messages about a dossier, or to a person, that is no
    more. Hearing twice changes nothing."""
    if event.verb == DOSSIER:
        Message.objects.filter(dossier=event.subject).delete()
    else:
        Message.objects.filter(person=event.subject).delete()
