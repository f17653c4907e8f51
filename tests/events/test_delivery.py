"""The outbox: every subscriber hears every event, once, in order per subject."""

import logging
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from motcua.events.actions import deliver_next, record, subscribe, subscribers
from motcua.events.models import Delivery, Event
from motcua.kernel.actors import SYSTEM
from tests.real_database import at_once

AT = datetime(2026, 6, 1, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("only_ours")


def happens(verb: str, subject: UUID) -> None:
    record(verb, subject, by=SYSTEM, at=AT)


def deliver_all(name: str) -> None:
    while deliver_next(name):
        continue


@pytest.mark.django_db
def test_an_event_is_owed_to_each_subscriber_and_delivered_once() -> None:
    heard: list[str] = []
    subscribe("one", lambda event: heard.append(f"one {event.verb}"))
    subscribe("two", lambda event: heard.append(f"two {event.verb}"))
    happens("a.done", uuid4())

    for name in subscribers() * 2:
        deliver_all(name)

    assert heard == ["one a.done", "two a.done"]
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_an_event_that_was_rolled_back_is_not_announced() -> None:
    subscribe("one", lambda event: None)
    with transaction.atomic():
        happens("a.done", uuid4())
        transaction.set_rollback(True)

    assert not deliver_next("one")
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_without_subscribers_events_are_written_all_the_same() -> None:
    happens("a.done", uuid4())

    assert Event.objects.count() == 1
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_failing_event_holds_back_its_own_subject_and_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[tuple[UUID, str]] = []
    sick, well = uuid4(), uuid4()

    def hear(event: Event) -> None:
        if event.subject == sick and not heard_from_well():
            raise RuntimeError("not yet")
        heard.append((event.subject, event.verb))

    def heard_from_well() -> int:
        return len([subject for subject, _ in heard if subject == well]) == 2

    subscribe("one", hear)
    for verb in ("a.first", "a.second"):
        happens(verb, sick)
        happens(verb, well)

    with caplog.at_level(logging.CRITICAL):
        for _ in range(3):
            deliver_all("one")

    assert heard == [
        (well, "a.first"),
        (well, "a.second"),
        (sick, "a.first"),
        (sick, "a.second"),
    ]


@pytest.mark.django_db
def test_what_a_failing_subscriber_wrote_is_undone_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    subject, tries = uuid4(), 0

    def hear(event: Event) -> None:
        nonlocal tries
        tries += 1
        record("b.followed", uuid4(), by=SYSTEM, at=AT)
        if tries == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")

    subscribe("one", hear)
    happens("a.done", subject)

    with caplog.at_level(logging.CRITICAL):
        first, second = deliver_next("one"), deliver_next("one")

    assert (first, second) == (False, True)
    assert Event.objects.filter(verb="b.followed").count() == 1


@pytest.mark.usefixtures("real_commits")
def test_workers_at_once_deliver_each_event_once_and_in_order() -> None:
    heard: list[tuple[UUID, int]] = []
    guard = Lock()

    def hear(event: Event) -> None:
        with guard:
            heard.append((event.subject, event.sequence))

    subscribe("one", hear)
    subjects = [uuid4() for _ in range(4)]
    for _ in range(5):
        for subject in subjects:
            happens("a.done", subject)

    while Delivery.objects.exists():
        at_once([lambda: deliver_all("one")] * 3)

    for subject in subjects:
        assert [n for heard_of, n in heard if heard_of == subject] == [1, 2, 3, 4, 5]
