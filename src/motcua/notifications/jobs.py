"""Sending messages outside: one job per message, tried again when the mail server fails."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.timezone import now
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.kernel.actors import SYSTEM
from motcua.notifications.actions import mark_sent, mark_unsent
from motcua.notifications.models import Message
from motcua.notifications.recounted import SEND_ALL, waiting_of
from motcua.notifications.telling import SEND_EMAIL
from motcua.people.models import Person
from motcua.people.queries import contact_of


@app.task(
    name=SEND_EMAIL,
    retry=RetryStrategy(max_attempts=10, exponential_wait=5),
)
def send_email(message: str) -> None:
    """Send one message by e-mail; a message that was sent before is left alone."""
    waiting = Message.objects.filter(pk=UUID(message), email_state="waiting").first()
    if waiting is None:
        return
    address = contact_of(Person.objects.get(pk=waiting.person)).email
    if not address:
        mark_unsent(waiting.id, by=SYSTEM, at=now())
        return
    EmailMessage(
        subject=waiting.subject,
        body=waiting.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
    ).send()
    mark_sent(waiting.id, by=SYSTEM, at=now())


@app.task(name=SEND_ALL, retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def send_all(event: int) -> None:
    """Send what an event made many messages of; what was sent before is left alone."""
    while waiting := waiting_of(event):
        for message in waiting:
            send_email(str(message))
