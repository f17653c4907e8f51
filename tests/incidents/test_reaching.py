"""Who read what of whom: counted, given out once it is noted, and told to the people concerned."""

from datetime import timedelta

import pytest
from django.core import mail

from motcua.events.actions import deliver_next
from motcua.events.models import Event
from motcua.incidents import actions
from motcua.incidents.models import Incident
from motcua.incidents.rules import NobodyConcerned, ReleasedBefore, SamePerson
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.notifications.jobs import send_all
from motcua.notifications.models import Message
from motcua.people.models import Account, SignInLine
from motcua.privacy.actions import note_looks
from motcua.privacy.reading_log import Asked, counted, readers_of
from tests.breaches import FOUND, a_controller, a_keeper, an_extent, an_incident
from tests.builders import a_case_officer, a_citizen, a_dossier_at, a_procedure
from tests.calendars import MONDAY_MORNING

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ASKED = Asked(MONDAY_MORNING, MONDAY_MORNING + HOUR)
BODY = "Một cán bộ đã mở hồ sơ của ông/bà mà không có việc. Xin cẩn thận với điện thoại lạ."


@pytest.fixture
def read() -> tuple[Actor, Actor, list[str]]:
    """Somebody has read two dossiers of one person and one of another."""
    procedure, owner = a_procedure(), a_citizen("Chủ Hai Hồ Sơ")
    dossiers = [a_dossier_at("appraise", procedure, by=one) for one in (owner, owner)]
    other = a_dossier_at("appraise", procedure, by=a_citizen("Chủ Một Hồ Sơ"))
    reader = a_case_officer(other)
    ids = [one.id for one in (*dossiers, other)]
    note_looks(ids, by=reader, at=MONDAY_MORNING)
    note_looks(ids[:1], by=reader, at=MONDAY_MORNING + HOUR / 2)
    return reader, owner, [str(one.number) for one in dossiers]


def concerned() -> Incident:
    return an_incident(by=a_controller())


def test_dossiers_and_people_are_counted_once(read: tuple[Actor, Actor, list[str]]) -> None:
    found = counted(ASKED)

    assert (found.lines, found.readers, found.dossiers, found.people) == (4, 1, 3, 2)
    assert counted(Asked(MONDAY_MORNING - HOUR, MONDAY_MORNING)).lines == 0


def test_an_address_stands_for_who_signed_in_from_there(
    read: tuple[Actor, Actor, list[str]],
) -> None:
    reader = read[0]
    account = Account.objects.create(login="nguoi.xem", person_id=reader.who)
    begun = MONDAY_MORNING - 2 * HOUR
    SignInLine.objects.create(account=account, at=begun, what="signed_in", address="192.0.2.7")

    from_there = Asked(ASKED.since, ASKED.until, address="192.0.2.7")
    elsewhere = Asked(ASKED.since, ASKED.until, address="192.0.2.8")

    assert (counted(from_there).lines, counted(elsewhere).lines) == (4, 0)
    (row,) = readers_of(from_there)
    assert (row.person, row.dossiers, row.addresses) == (reader.who, 3, "192.0.2.7")


def test_the_list_is_given_to_who_answers_for_the_data_and_that_is_noted(
    read: tuple[Actor, Actor, list[str]],
) -> None:
    by = a_controller()
    incident = an_incident(by=by)
    extent = an_extent(incident, by=a_keeper())

    with pytest.raises(NotPermitted):
        actions.take_reads(extent.id, by=a_keeper(), at=FOUND)
    rows = list(actions.take_reads(extent.id, by=by, at=FOUND))

    assert len(rows) == extent.lines == 4
    event = Event.objects.get(verb="reads.taken")
    assert (event.by, event.subject, event.facts["lines"]) == (by.who, incident.id, 4)


def test_people_are_told_once_each_with_their_codes_when_a_second_person_sends_it(
    read: tuple[Actor, Actor, list[str]], django_capture_on_commit_callbacks: object
) -> None:
    by, second = a_controller(), a_keeper()
    extent = an_extent(an_incident(by=by), by=by)
    notice = actions.draft_notice(extent.id, BODY, by=by, at=FOUND)
    with pytest.raises(SamePerson):
        actions.release_notice(notice.id, by=by, at=FOUND)

    actions.release_notice(notice.id, by=second, at=FOUND)
    assert deliver_next("concerned")

    with pytest.raises(ReleasedBefore):
        actions.release_notice(notice.id, by=second, at=FOUND)
    messages = Message.objects.filter(body__contains=BODY)
    assert messages.count() == 2
    (own,) = messages.filter(person=read[1].who)
    assert all(code in own.body for code in read[2])
    send_all(own.event)
    assert all("nhập" not in one.subject for one in mail.outbox)
    assert not Message.objects.filter(email_state="waiting").exists()


def test_of_an_exercise_nobody_is_told(read: tuple[Actor, Actor, list[str]]) -> None:
    by = a_controller()
    extent = an_extent(an_incident(by=by, is_exercise=True), by=by)
    notice = actions.draft_notice(extent.id, BODY, by=by, at=FOUND)

    released = actions.release_notice(notice.id, by=a_keeper(), at=FOUND)

    assert released.released_at == FOUND
    assert not deliver_next("concerned")
    assert not Message.objects.filter(body__contains=BODY).exists()


def test_a_notice_is_about_somebody_and_only_who_answers_for_the_data_writes_it() -> None:
    by = a_controller()
    extent = an_extent(an_incident(by=by), by=by)

    with pytest.raises(NobodyConcerned):
        actions.draft_notice(extent.id, BODY, by=by, at=FOUND)
    with pytest.raises(NotPermitted):
        actions.draft_notice(extent.id, BODY, by=a_keeper(), at=FOUND)
