"""Telling people what happened to their dossiers: the subscriber `notifications`."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime
from procrastinate.contrib.django import app

from motcua.dossiers.models import Dossier
from motcua.events.models import Event
from motcua.kernel.ids import new_id
from motcua.notifications.models import Message
from motcua.notifications.rules import HOW, MESSAGES
from motcua.people.queries import contact_of

SEND_EMAIL = "notifications.send_email"


def tell(event: Event) -> None:
    """Subscriber `notifications`: write the message an event calls for, and queue its e-mail.

    Hearing twice changes nothing: a person has one message per event.
    """
    wording = MESSAGES.get(event.verb)
    if wording is None:
        return
    dossier = Dossier.objects.select_related("procedure", "applicant", "receiving_agency").get(
        pk=event.subject
    )
    if Message.objects.filter(person=dossier.applicant_id, event=event.id).exists():
        return
    facts = message_facts(dossier)
    address = contact_of(dossier.applicant).email
    with transaction.atomic():
        written = Message.objects.bulk_create(
            [
                Message(
                    id=new_id(),
                    person=dossier.applicant_id,
                    dossier=dossier.id,
                    event=event.id,
                    subject=wording.subject.format(**facts),
                    body=wording.body.format(**facts)
                    + f"\n\nXem hồ sơ: {settings.PUBLIC_URL}/ho-so-cua-toi/{dossier.id}",
                    created_at=event.at,
                    email_state="waiting" if address else "none",
                )
            ],
            ignore_conflicts=True,
        )
        if address:
            app.configure_task(SEND_EMAIL).defer(message=str(written[0].id))


def message_facts(dossier: Dossier) -> dict[str, str]:
    """Return what a message may say of a dossier: codes, dates, and where."""
    desk = dossier.receiving_agency.name if dossier.receiving_agency else ""
    return {
        "code": dossier.number or dossier.submission_code,
        "lookup": dossier.lookup_code,
        "procedure": dossier.procedure.name,
        "desk": desk,
        "received": _moment(dossier.officially_received_at),
        "answer_due": _moment(dossier.answer_due_at),
        "due": _moment(dossier.due_at) or "theo thông báo của cơ quan giải quyết",
        "how": HOW[dossier.result_channel].format(desk=desk),
    }


def _moment(moment: datetime | None) -> str:
    return f"{localtime(moment):%H:%M ngày %d/%m/%Y}" if moment else ""
