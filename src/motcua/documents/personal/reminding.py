"""Reminding people of stored papers that end soon, where they have consented to it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from motcua.documents.models import StoredPaper
from motcua.events.actions import Fact, record_all
from motcua.events.models import Event
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.people.consent_rules import ConsentTo
from motcua.people.consents import who_consents

AHEAD = timedelta(days=30)
EXPIRING = "stored_paper.expiring"


@transaction.atomic
def remind_of_expiry(*, by: Actor, at: datetime) -> int:
    """Record once for each paper that counts for thirty days more that its owner is to be reminded;
    return how many. Only of owners who consent to that now. By the system alone."""
    if not by.is_system:
        raise NotPermitted
    ending = StoredPaper.objects.filter(
        owner__in=who_consents(ConsentTo.EXPIRY_REMINDER),
        valid_to=localdate(at) + AHEAD,
        removed_at=None,
        replaced_at=None,
        revoked_at=None,
    ).values_list("id", "valid_to")
    papers = dict(ending)
    told = set(
        Event.objects.filter(subject__in=papers, verb=EXPIRING).values_list("subject", flat=True)
    )
    due = [
        Fact(EXPIRING, paper, {"valid_to": day})
        for paper, day in papers.items()
        if paper not in told
    ]
    if due:
        record_all(due, by=by, at=at)
    return len(due)
