"""Messages: one per event and person, in words that miss no fact, and by e-mail through a job."""

import string
from pathlib import Path
from uuid import UUID

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from motcua.dossiers.rules import ResultChannel, Status
from motcua.events.actions import Fact, deliver_next, record_all
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor
from motcua.notifications.actions import mark_read
from motcua.notifications.jobs import send_email
from motcua.notifications.models import Message
from motcua.notifications.queries import messages_of, unread
from motcua.notifications.rules import HOW, MESSAGES
from motcua.notifications.telling import message_facts, tell
from tests.builders import a_citizen, a_decided_dossier, a_submitted_dossier, an_accepted_dossier
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import last_event, put_into, stored
from tests.lateness import a_signed_apology

pytestmark = pytest.mark.django_db


def an_event(verb: str, subject: UUID) -> Event:
    record_all([Fact(verb, subject)], by=SYSTEM, at=MONDAY_MORNING)
    return Event.objects.filter(subject=subject, verb=verb).latest("sequence")


@pytest.mark.parametrize("verb", sorted(MESSAGES))
def test_every_message_has_all_its_facts(verb: str) -> None:
    dossier = a_submitted_dossier()
    if verb == "dossier.apologised":
        dossier = an_accepted_dossier()
        a_signed_apology(dossier)

    tell(an_event(verb, dossier.id))

    message = Message.objects.get(dossier=dossier.id)
    assert message.person == dossier.applicant_id
    assert str(dossier) in message.subject
    for text in (message.subject, message.body):
        assert "{" not in text
        assert "  " not in text
        assert ": ." not in text
        assert "None" not in text
    assert f"/ho-so-cua-toi/{dossier.id}" in message.body


@pytest.mark.parametrize("channel", list(ResultChannel))
def test_the_result_is_announced_with_how_to_get_it(channel: ResultChannel) -> None:
    dossier = a_decided_dossier(result_channel=channel)

    tell(last_event(dossier, "dossier.decided"))

    body = Message.objects.get(dossier=dossier.id).body
    assert HOW[channel.value].format(desk="Ủy ban nhân dân xã Mẫu") in body


def test_messages_hold_codes_and_dates_but_nothing_personal() -> None:
    allowed = set(message_facts(an_accepted_dossier()))
    used = {
        name
        for wording in MESSAGES.values()
        for text in (wording.subject, wording.body)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }

    assert used <= allowed
    assert not used & {"name", "applicant", "phone", "address"}


def test_an_accepted_dossier_is_announced_with_number_and_date() -> None:
    dossier = an_accepted_dossier()

    tell(last_event(dossier, "dossier.accepted"))

    message = Message.objects.get(dossier=dossier.id)
    assert message.subject == f"Hồ sơ {dossier.number} đã được tiếp nhận"
    assert "17:00 ngày 08/06/2026" in message.body
    assert dossier.lookup_code in message.body


def test_an_event_heard_twice_is_told_once() -> None:
    dossier = a_submitted_dossier()
    event = last_event(dossier, "dossier.submitted")
    jobs = ProcrastinateJob.objects.count()

    tell(event)
    tell(event)

    assert Message.objects.filter(dossier=dossier.id).count() == 1
    assert ProcrastinateJob.objects.count() == jobs + 1


def test_what_concerns_nobody_is_told_to_nobody() -> None:
    dossier = a_submitted_dossier()

    tell(last_event(dossier, "dossier.opened"))

    assert not Message.objects.exists()


def test_the_outbox_hands_events_over_by_itself() -> None:
    dossier = a_submitted_dossier()

    while deliver_next("notifications"):
        continue

    assert [message.dossier for message in messages_of(dossier.applicant_id)] == [dossier.id]


def told(citizen: Actor | None = None) -> Message:
    dossier = a_submitted_dossier(by=citizen) if citizen else a_submitted_dossier()
    tell(last_event(dossier, "dossier.submitted"))
    return Message.objects.get(dossier=dossier.id)


def test_without_an_address_there_is_no_e_mail() -> None:
    jobs = ProcrastinateJob.objects.count()

    message = told(a_citizen(email=""))

    assert message.email_state == "none"
    assert ProcrastinateJob.objects.count() == jobs


def test_the_job_writes_the_e_mail_as_a_file_and_says_so(
    settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    message = told(a_citizen(email="nguoinop@example.vn"))

    send_email(str(message.id))

    (letter,) = (tmp_path / "mail").iterdir()
    assert "To: nguoinop@example.vn" in letter.read_text()
    message.refresh_from_db()
    assert message.email_state == "sent"
    assert message.emailed_at is not None


def test_a_message_is_sent_by_e_mail_once() -> None:
    message = told()

    send_email(str(message.id))
    send_email(str(message.id))

    (letter,) = mail.outbox
    assert (letter.subject, letter.body) == (message.subject, message.body)


def test_a_person_reads_their_messages() -> None:
    message = told()

    before = unread(message.person)
    mark_read(message.person, by=SYSTEM, at=MONDAY_MORNING)

    assert (before, unread(message.person)) == (1, 0)


def test_a_dossier_without_a_due_date_is_announced_without_one() -> None:
    dossier = stored(put_into(a_submitted_dossier(), Status.SUBMITTED))

    assert message_facts(dossier)["due"] == "theo thông báo của cơ quan giải quyết"
