"""What the event log tells of dossiers, kept as facts (subscriber)."""

from motcua.events.models import Event
from motcua.indicators.actions import keep_facts, keep_moved
from motcua.kernel.actors import SYSTEM

RECOUNTED = "recount.finished"
# Every act after which a fact of a dossier may differ.
VERBS = (
    "dossier.submitted",
    "dossier.accepted",
    "dossier.declined",
    "dossier.withdrawn",
    "dossier.stopped",
    "dossier.supplement_requested",
    "dossier.supplemented",
    "dossier.payment_demanded",
    "dossier.payment_met",
    "dossier.sent_back",
    "dossier.progressed",
    "dossier.decided",
    "dossier.delivered",
    "paper.attached",
    "task.claimed",
    "task.acknowledged",
    "task.completed",
    "task.given_back",
    "consultation.asked",
    "consultation.answered",
    RECOUNTED,
)


def keep(event: Event) -> None:
    """Derive anew the facts that an event may have changed; handing it over twice does no harm."""
    if event.verb == RECOUNTED:
        keep_moved(event.subject, by=SYSTEM, at=event.at)
    else:
        keep_facts(event.subject, by=SYSTEM, at=event.at)
