"""Telling people what happened to their dossiers: the subscriber `notifications`."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, localtime
from procrastinate.contrib.django import app

from motcua.dossiers.apologies import apology_of
from motcua.dossiers.helping import confirmation_code
from motcua.dossiers.models import Dossier
from motcua.events.models import Event
from motcua.kernel.ids import new_id
from motcua.notifications.models import Message
from motcua.notifications.rules import HOW, MESSAGES, Wording
from motcua.people.mandates import representatives_of
from motcua.people.models import Person
from motcua.people.queries import contact_of

SEND_EMAIL = "notifications.send_email"
PLACES = {"citizen": "ho-so-cua-toi", "officer": "can-bo/ho-so", "onestop": "mot-cua/ho-so"}


def tell(event: Event) -> None:
    """Subscriber `notifications`: write the message an event calls for, and queue its e-mail.

    Hearing twice changes nothing: a person has one message per event.
    """
    wording = MESSAGES.get(event.verb)
    if wording is not None:
        dossier = dossier_told_of(event.subject)
        write(event, wording, dossier, told_of(dossier, localdate(event.at)), "citizen")


def told_of(dossier: Dossier, day: date) -> list[UUID]:
    """Return who is told of a dossier: its applicant, or whoever speaks for its organisation that
    day, and nobody else once their mandate has ended."""
    if dossier.organisation_id is None:
        return [dossier.applicant_id]
    return representatives_of(dossier.organisation_id, day)


def dossier_told_of(dossier: UUID) -> Dossier:
    """Return a dossier with all that messages say of it."""
    related = ("procedure", "applicant", "receiving_agency")
    return Dossier.objects.select_related(*related).get(pk=dossier)


def write(
    event: Event, wording: Wording, dossier: Dossier, people: list[UUID], portal: str
) -> None:
    """Write one message to each person, with a link to the dossier in a portal, and queue them."""
    facts = message_facts(dossier)
    address = f"{settings.PUBLIC_URL}/{PLACES[portal]}/{dossier.id}"
    keep(
        event,
        [
            Message(
                id=new_id(),
                person=person,
                dossier=dossier.id,
                event=event.id,
                subject=wording.subject.format(**facts),
                body=wording.body.format(**facts) + f"\n\nXem hồ sơ: {address}",
                created_at=event.at,
                portal=portal,
            )
            for person in people
        ],
    )


def keep(event: Event, messages: list[Message]) -> None:
    """Keep messages of an event, one a person, and queue the e-mail of whoever has an address."""
    told = set(Message.objects.filter(event=event.id).values_list("person", flat=True))
    fresh = {one.person: one for one in messages if one.person not in told}
    addresses = addresses_of(list(fresh))
    for person, message in fresh.items():
        message.email_state = "waiting" if addresses.get(person) else "none"
    with transaction.atomic():
        Message.objects.bulk_create(fresh.values(), ignore_conflicts=True)
        for person, message in fresh.items():
            if addresses.get(person):
                app.configure_task(SEND_EMAIL).defer(message=str(message.id))


def addresses_of(people: list[UUID]) -> Mapping[UUID, str]:
    """Return the e-mail addresses of people who have one."""
    found = Person.objects.in_bulk(people)
    return {one: email for one, person in found.items() if (email := contact_of(person).email)}


def message_facts(dossier: Dossier) -> dict[str, str]:
    """Return what a message may say of a dossier: codes, dates, and where."""
    desk = dossier.receiving_agency.name if dossier.receiving_agency else ""
    apology = apology_of(dossier.id) if dossier.accepted_at else None
    return {
        "code": dossier.number or dossier.submission_code,
        "confirmation": confirmation_code(dossier) or "(không còn hiệu lực)",
        "lookup": dossier.lookup_code,
        "procedure": dossier.procedure.name,
        "desk": desk,
        "received": moment_in_words(dossier.officially_received_at),
        "answer_due": moment_in_words(dossier.answer_due_at),
        "due": moment_in_words(dossier.due_at) or "theo thông báo của cơ quan giải quyết",
        "new_due": moment_in_words(apology.new_due_at) if apology else "",
        "how": HOW[dossier.result_channel].format(desk=desk),
    }


def moment_in_words(moment: datetime | None) -> str:
    """Write a moment as messages do."""
    return f"{localtime(moment):%H:%M ngày %d/%m/%Y}" if moment else ""
