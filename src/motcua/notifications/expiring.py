"""Telling people that a paper of their store ends soon: the subscriber `expiring`."""

from django.conf import settings

from motcua.documents.models import StoredPaper
from motcua.events.models import Event
from motcua.kernel.ids import new_id
from motcua.notifications.models import Message
from motcua.notifications.rules import EXPIRING_SOON
from motcua.notifications.telling import keep


def tell_expiring(event: Event) -> None:
    """Write the reminder to the owner, with a link to the paper; the paper itself is not named."""
    paper = StoredPaper.objects.filter(pk=event.subject, removed_at=None).first()
    if paper is None or paper.owner_id is None or paper.valid_to is None:
        return
    address = f"{settings.PUBLIC_URL}/kho-giay-to/{paper.id}"
    body = EXPIRING_SOON.body.format(day=f"{paper.valid_to:%d/%m/%Y}", address=address)
    message = Message(
        id=new_id(),
        person=paper.owner_id,
        event=event.id,
        subject=EXPIRING_SOON.subject,
        body=body,
        created_at=event.at,
    )
    keep(event, [message])
