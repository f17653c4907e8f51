"""Writing what other systems are told: the subscriber `exchange`."""

from uuid import UUID

from django.conf import settings

from motcua.dossiers.models import Dossier
from motcua.events.models import Event
from motcua.exchange.models import Message, PeerVersion
from motcua.exchange.rules import UNFINISHED, cloud_event, national_codes, state_after
from motcua.kernel.ids import new_id

FIRST = "dossier.submitted"


def tell(event: Event) -> None:
    """Subscriber `exchange`: write one message to each peer that hears of an event.

    Runs in the transaction in which the event is ticked off, so a message is there exactly when the
    event is. Hearing twice changes nothing. No personal data: codes, days and states only.
    """
    peers = PeerVersion.objects.filter(
        published_at__isnull=False, retired_at=None, verbs__contains=[event.verb]
    )
    hearing = list(peers.defer("wrapped_key", "sealed").order_by("code"))
    if not hearing:
        return
    related = ("procedure__procedure", "receiving_agency", "settling_agency")
    dossier = Dossier.objects.select_related(*related).get(pk=event.subject)
    concerned = {dossier.receiving_agency_id, dossier.settling_agency_id}
    for peer in hearing:
        if not peer.agencies or concerned.intersection(peer.agencies):
            _keep(peer.code, event, dossier)


def _keep(peer: str, event: Event, dossier: Dossier) -> None:
    """Write a message behind the unfinished ones of its dossier.

    The last of those is locked: whoever finishes it meanwhile either sees this one and sends it
    next, or has finished, and then this one is the first.
    """
    message, number = new_id(), dossier.number or dossier.submission_code
    unfinished = Message.objects.filter(peer=peer, dossier=dossier.id, state__in=UNFINISHED)
    last = unfinished.order_by("-sequence").select_for_update().values_list("id")[:1]
    Message.objects.bulk_create(
        [
            Message(
                id=message,
                peer=peer,
                dossier=dossier.id,
                number=number,
                event=event.id,
                sequence=event.sequence,
                verb=event.verb,
                body=_body(message, number, event, dossier),
                created_at=event.at,
                due_at=None if list(last) else event.at,
            )
        ],
        ignore_conflicts=True,
    )


def _body(message: UUID, number: str, event: Event, dossier: Dossier) -> str:
    accepted = dossier.accepted_at
    was_accepted = event.verb != FIRST and accepted is not None and accepted <= event.at
    state = state_after(event.verb, dossier.status, was_accepted=was_accepted)
    facts = {
        "number": dossier.number,
        "submission_code": dossier.submission_code,
        "state": state,
        "national_state": national_codes()[state],
        "procedure": dossier.procedure.procedure.code,
        "receiving_agency": dossier.receiving_agency.code if dossier.receiving_agency else None,
        "settling_agency": dossier.settling_agency.code if dossier.settling_agency else None,
        "channel": dossier.channel,
        "submitted_at": dossier.submitted_at and dossier.submitted_at.isoformat(),
        "accepted_at": accepted.isoformat() if accepted and was_accepted else None,
        "due_at": dossier.due_at.isoformat() if dossier.due_at and was_accepted else None,
    }
    return cloud_event(
        message,
        event.verb,
        source=settings.PUBLIC_URL,
        subject=number,
        key=dossier.id,
        sequence=event.sequence,
        at=event.at,
        data=facts,
    )
