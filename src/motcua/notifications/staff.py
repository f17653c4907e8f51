"""Telling officers: what runs out, what was promised, and every morning what waits for them."""

from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from motcua.dossiers.watching import urgent_codes
from motcua.events.models import Event
from motcua.kernel.actors import Role
from motcua.kernel.ids import new_id
from motcua.notifications.models import Message
from motcua.notifications.rules import DIGEST, FOR_STAFF, TO_THE_DESK
from motcua.notifications.telling import dossier_told_of, keep, write
from motcua.organisations.queries import officers_of

VERBS = (*FOR_STAFF, "dossier.apologised", "digest.sent")


def tell_staff(event: Event) -> None:
    """Subscriber `staff`: write the messages to officers that an event calls for."""
    if event.verb == "digest.sent":
        _tell_morning(event)
    elif event.verb == "dossier.apologised":
        _tell_desk(event)
    else:
        people = [UUID(person) for person in event.facts["to"]]
        portal = "onestop" if event.verb == "due.answer_overdue" else "officer"
        write(event, FOR_STAFF[event.verb], dossier_told_of(event.subject), people, portal)


def _tell_desk(event: Event) -> None:
    """Tell the desk that received a dossier which day was promised (NĐ 61/2018/NĐ-CP art. 19)."""
    dossier = dossier_told_of(event.subject)
    assert dossier.receiving_agency_id is not None
    clerks = officers_of(dossier.receiving_agency_id, Role.RECEPTIONIST, localdate(event.at))
    write(event, TO_THE_DESK, dossier, [one.id for one in clerks], "onestop")


def _tell_morning(event: Event) -> None:
    whole = bool(event.facts["unit"])
    codes = urgent_codes(event.subject, event.at) if not whole else []
    facts = {
        "near": event.facts["near"],
        "overdue": event.facts["overdue"],
        "whose": "Đơn vị" if whole else "Ông/bà",
        "codes": "\n".join(codes),
    }
    address = f"{settings.PUBLIC_URL}/can-bo/{'thoi-han' if whole else '?xem=overdue'}"
    message = Message(
        id=new_id(),
        person=event.subject,
        event=event.id,
        subject=DIGEST.subject.format(**facts),
        body=DIGEST.body.format(**facts).strip() + f"\n\nMở danh sách: {address}",
        created_at=event.at,
        portal="officer",
    )
    keep(event, [message])
