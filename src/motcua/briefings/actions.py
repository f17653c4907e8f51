"""Acts on the digest: wanting it or not, drawing a week's, sending it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from motcua.briefings.models import Choice, Delivery, Issue
from motcua.briefings.paper import digest_at
from motcua.briefings.permissions import require_reader, require_the_system
from motcua.briefings.queries import recipients
from motcua.briefings.rules import week_of
from motcua.events.actions import record
from motcua.indicators.own_facts import take_time
from motcua.kernel.actors import Actor

SEND = "briefings.send"


@transaction.atomic
def choose(*, wanted: bool, by: Actor, at: datetime) -> None:
    """Say whether one wants the digest from now on; saying it twice changes nothing."""
    require_reader(by)
    said, is_new = Choice.objects.select_for_update().get_or_create(
        person=by.who, defaults={"wanted": wanted, "at": at}
    )
    if not is_new and said.wanted == wanted:
        return
    said.wanted, said.at = wanted, at
    said.save(update_fields=["wanted", "at"])
    record("digest.wanted" if wanted else "digest.declined", by.who, by=by, at=at)


@transaction.atomic
def issue(*, by: Actor, at: datetime) -> Issue | None:
    """Draw the digest of the week and queue it for everybody who is sent it; once a week.

    Returns None when this week's has gone out already.
    """
    require_the_system(by)
    take_time()
    week = week_of(localdate(at))
    if Issue.objects.filter(week=week).exists():
        return None
    drawn = Issue.objects.create(week=week, at=at, paper=digest_at(at))
    deliveries = Delivery.objects.bulk_create(
        Delivery(issue=drawn, person=person) for person in sorted(recipients(localdate(at)))
    )
    for one in deliveries:
        app.configure_task(SEND).defer(delivery=str(one.id))
    record("digest.issued", drawn.id, by=by, at=at, week=week, many=len(deliveries))
    return drawn


@transaction.atomic
def note_sent(delivery: UUID, *, by: Actor, at: datetime) -> None:
    """Note that a digest left by e-mail; noting it again changes nothing."""
    require_the_system(by)
    Delivery.objects.filter(pk=delivery, sent_at=None).update(sent_at=at)
