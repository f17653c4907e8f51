"""Telling who leads an agency that somebody was given a post there: the subscriber `newcomers`.

One administrator gives a post that reads dossiers. Those who know who works for them are told, so
that a post given to nobody of theirs is noticed the same day.
"""

from uuid import UUID

from django.utils.timezone import localdate

from motcua.events.models import Event
from motcua.kernel.actors import ROLE_NAMES, Role
from motcua.kernel.ids import new_id
from motcua.notifications.models import Message
from motcua.notifications.rules import NEW_POST
from motcua.notifications.telling import keep
from motcua.organisations.queries import agency_names, officer_names, officers_of

BEGUN = "post.begun"


def tell_leaders(event: Event) -> None:
    """Write to each signatory of the agency, but not to who got or gave the post; what a list
    brought in from the console is told to nobody."""
    if event.by is None:
        return
    agency, officer = UUID(event.facts["agency"]), event.subject
    leaders = officers_of(agency, Role.SIGNATORY, localdate(event.at))
    facts = {
        "name": officer_names([officer]).get(officer, ""),
        "role": ROLE_NAMES[Role(event.facts["role"])],
        "agency": agency_names([agency]).get(agency, ""),
        "day": "/".join(reversed(event.facts["from_on"].split("-"))),
    }
    messages = [
        Message(
            id=new_id(),
            person=one.id,
            event=event.id,
            subject=NEW_POST.subject,
            body=NEW_POST.body.format(**facts),
            created_at=event.at,
            portal="officer",
        )
        for one in leaders
        if one.id not in (officer, event.by)
    ]
    keep(event, messages)
