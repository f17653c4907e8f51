"""Recording what happened, and handing it to those who must know."""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from motcua.events.models import Delivery, Event
from motcua.events.queries import event_of
from motcua.events.rows import write
from motcua.kernel.actors import Actor
from motcua.runtime import logs, metrics
from motcua.runtime.traces import working

log = logging.getLogger(__name__)

Subscriber = Callable[[Event], None]
# Each with the verbs it wants to hear; None is every verb.
_subscribers: dict[str, tuple[Subscriber, frozenset[str] | None]] = {}

# One round trip for any number of events and all that is owed for them.
_HAPPENED = """
INSERT INTO events_event (verb, subject, sequence, by, agency, at, facts, digest)
SELECT verb, subject, 0, %s, %s, %s, facts, ''
FROM unnest(%s::text[], %s::uuid[], %s::jsonb[]) WITH ORDINALITY AS fact(verb, subject, facts, n)
ORDER BY n
RETURNING id, subject, verb
"""
_OWED = """
INSERT INTO events_delivery (event_id, subscriber, subject, failures)
SELECT id, name, subject, 0 FROM <before>
JOIN unnest(%s::text[], %s::text[]) AS wanted(told, name) ON told = verb ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to a subject: ids, dates and codes only, no personal data."""

    verb: str
    subject: UUID
    facts: dict[str, object] = field(default_factory=dict)


def subscribe(name: str, subscriber: Subscriber, verbs: Iterable[str] | None = None) -> None:
    """Have `subscriber` handle every event from now on, or those of some verbs only.

    Called once, from `AppConfig.ready`.
    """
    _subscribers[name] = (subscriber, None if verbs is None else frozenset(verbs))


def subscribers() -> list[str]:
    """Name those who are told of events."""
    return list(_subscribers)


def owed_to(verbs: Iterable[str]) -> list[tuple[str, str]]:
    """Return each verb with the name of everybody who is told of it."""
    return [
        (verb, name)
        for verb in dict.fromkeys(verbs)
        for name, (_, wanted) in _subscribers.items()
        if wanted is None or verb in wanted
    ]


def record(verb: str, subject: UUID, *, by: Actor, at: datetime, **facts: object) -> None:
    """Write an event, and what is owed to each subscriber, in the caller's transaction."""
    record_all([Fact(verb, subject, facts)], by=by, at=at)


def record_all(happened: Sequence[Fact], *, by: Actor, at: datetime) -> None:
    """Write several events of one act, in order, in one statement."""
    facts = [json.dumps(fact.facts, default=str, ensure_ascii=False) for fact in happened]
    verbs, subjects = [fact.verb for fact in happened], [fact.subject for fact in happened]
    owed = owed_to(verbs)
    happened_now = (_HAPPENED, [by.person, by.agency, at, verbs, subjects, facts])
    if not owed:
        write(happened_now)
        return
    write(happened_now, (_OWED, [[verb for verb, _ in owed], [name for _, name in owed]]))


def deliver_next(subscriber: str) -> bool:
    """Hand one waiting event to a subscriber; return whether there was one.

    Events of one subject arrive in order: a failing event holds back the later ones
    of its own subject and no others. Handling and ticking off are one transaction.
    """
    earlier = Delivery.objects.filter(
        subscriber=subscriber, subject=OuterRef("subject"), id__lt=OuterRef("id")
    )
    waiting = Delivery.objects.filter(~Exists(earlier), subscriber=subscriber)
    with transaction.atomic():
        owed = (
            waiting.order_by("failures", "id")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if owed is None:
            return False
        logs.begin(f"event-{owed.event_id:08}")
        try:
            with working(f"deliver {subscriber}"), transaction.atomic():
                _subscribers[subscriber][0](event_of(owed))
                owed.delete()
        except Exception:
            metrics.NEWS.labels(subscriber, "failed").inc()
            log.exception("subscriber %s could not handle %s", subscriber, owed.event_id)
            Delivery.objects.filter(pk=owed.pk).update(failures=F("failures") + 1)
            return False
        finally:
            logs.end()
    metrics.NEWS.labels(subscriber, "done").inc()
    return True
