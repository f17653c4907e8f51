"""Consent: one purpose at a time, provable, taken back at any time."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.documents.personal.reminding import remind_of_expiry
from motcua.events.actions import deliver_next
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotPermitted
from motcua.notifications.models import Message
from motcua.people.actions import consent, withdraw_consent
from motcua.people.consent_rules import ConsentTo, TextChanged, texts_on
from motcua.people.consents import consents_of
from motcua.people.models import Consent
from tests.builders import a_citizen, a_submitted_dossier
from tests.calendars import MONDAY_MORNING
from tests.stores import a_stored_paper
from tests.web.portals import browser_of, monday, text_of

__all__ = ["monday"]
pytestmark = pytest.mark.django_db
PURPOSE = ConsentTo.EXPIRY_REMINDER.value
PAGE = "/du-lieu-cua-toi"


def test_a_consent_keeps_who_when_and_which_text_and_doing_it_twice_changes_nothing() -> None:
    citizen = a_citizen()

    first = consent(PURPOSE, 1, by=citizen, at=MONDAY_MORNING)
    again = consent(PURPOSE, 1, by=citizen, at=MONDAY_MORNING + timedelta(days=1))

    assert first == again
    (kept,) = consents_of(citizen.who)
    assert (kept.version, kept.given_at) == (1, MONDAY_MORNING)
    event = Event.objects.get(verb="consent.given")
    assert (event.by, event.facts) == (citizen.who, {"purpose": PURPOSE, "version": 1})


def test_it_is_taken_back_at_once_and_may_be_given_again() -> None:
    citizen = a_citizen()
    consent(PURPOSE, 1, by=citizen, at=MONDAY_MORNING)

    withdraw_consent(PURPOSE, by=citizen, at=MONDAY_MORNING)
    withdraw_consent(PURPOSE, by=citizen, at=MONDAY_MORNING)
    consent(PURPOSE, 1, by=citizen, at=MONDAY_MORNING)

    assert [one.withdrawn_at for one in consents_of(citizen.who)] == [MONDAY_MORNING, None]
    assert Event.objects.filter(verb="consent.withdrawn").count() == 1


def test_only_to_the_text_that_is_asked_and_only_for_oneself() -> None:
    citizen = a_citizen()

    for purpose, version in ((PURPOSE, 2), ("everything", 1)):
        with pytest.raises(TextChanged):
            consent(purpose, version, by=citizen, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        consent(PURPOSE, 1, by=replace(citizen, organisation=uuid4()), at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        withdraw_consent(PURPOSE, by=replace(citizen, agency=uuid4()), at=MONDAY_MORNING)


def test_what_was_agreed_to_cannot_be_changed_afterwards() -> None:
    consent(PURPOSE, 1, by=a_citizen(), at=MONDAY_MORNING)

    for change in ({"version": 2}, {"given_at": MONDAY_MORNING + timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.all().delete()


def test_only_who_consents_is_reminded_and_once() -> None:
    ending = (MONDAY_MORNING + timedelta(days=30)).date()
    asked, silent, gone = a_citizen("Lê Một"), a_citizen("Lê Hai"), a_citizen("Lê Ba")
    for one in (asked, silent, gone):
        a_stored_paper(one.who, valid_to=ending)
    for one in (asked, gone):
        consent(PURPOSE, 1, by=one, at=MONDAY_MORNING)
    withdraw_consent(PURPOSE, by=gone, at=MONDAY_MORNING)

    many = [remind_of_expiry(by=SYSTEM, at=MONDAY_MORNING) for _ in range(2)]
    while deliver_next("expiring"):
        pass

    assert many == [1, 0]
    message = Message.objects.get()
    assert message.person == asked.who
    assert f"{ending:%d/%m/%Y}" in message.body
    with pytest.raises(NotPermitted):
        remind_of_expiry(by=asked, at=MONDAY_MORNING)


def test_nothing_is_ticked_each_purpose_stands_alone_and_refusing_hinders_no_filing() -> None:
    citizen = a_citizen()
    own = browser_of(citizen)
    page = own.get(PAGE).content.decode()

    assert page.count('action="/du-lieu-cua-toi/dong-y"') == len(texts_on(MONDAY_MORNING.date()))
    assert " checked" not in page
    own.post(f"{PAGE}/dong-y", {"purpose": PURPOSE, "choice": "no"})
    assert a_submitted_dossier(by=citizen).submitted_at
    own.post(f"{PAGE}/dong-y", {"purpose": PURPOSE, "version": "1", "choice": "yes"})
    assert "Bạn đã đồng ý lúc" in text_of(own.get(PAGE).content)
    own.post(f"{PAGE}/dong-y", {"purpose": PURPOSE, "version": "9" * 9, "choice": "yes"})
    assert len(consents_of(citizen.who)) == 1
