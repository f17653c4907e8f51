"""What officers are told: of limits that run out, of promises, and every morning."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.deadlines.proposals import Proposal, ProposedDay
from motcua.deadlines.rules import Stage
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.recounts import carry_out
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.notifications.jobs import send_all
from motcua.notifications.models import Message
from motcua.notifications.recounted import tell_recounted
from motcua.notifications.rules import FOR_STAFF
from motcua.notifications.staff import tell_staff
from motcua.notifications.telling import tell
from motcua.people.actions import revoke_mandate
from motcua.people.models import Mandate
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_dossier_at,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    task_id,
)
from tests.calendars import MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident, last_event, stored
from tests.lateness import AFTER_DUE, DUE, a_signed_apology
from tests.representing import a_representative, an_organisation

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(hours=3)


def of(person: UUID | None) -> Message:
    assert person is not None
    return Message.objects.get(person=person)


def noted(dossier: Dossier, stage: Stage, *people: Actor) -> Event:
    told = [one.who for one in people]
    due = dossier.answer_due_at if stage is Stage.ANSWER_OVERDUE else DUE
    assert due is not None
    actions.note_stage(ident(dossier), stage, due_at=due, told=told, by=SYSTEM, at=AFTER_DUE)
    return last_event(dossier, f"due.{stage.value}")


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_its_words_and_a_link_to_the_dossier(stage: Stage) -> None:
    at_desk = stage is Stage.ANSWER_OVERDUE
    dossier = a_submitted_dossier() if at_desk else an_accepted_dossier()
    officer = a_case_officer(dossier)

    tell_staff(noted(dossier, stage, officer))

    message = of(officer.person)
    assert str(dossier) in message.subject
    assert f"/{'mot-cua' if at_desk else 'can-bo'}/ho-so/{dossier.id}" in message.body
    assert "{" not in message.subject + message.body
    assert message.portal == ("onestop" if at_desk else "officer")
    assert f"due.{stage.value}" in FOR_STAFF


def test_heard_twice_an_officer_is_told_once() -> None:
    dossier = an_accepted_dossier()
    officers = [a_case_officer(dossier), a_case_officer(dossier)]
    event = noted(dossier, Stage.OVERDUE, *officers)

    tell_staff(event)
    tell_staff(event)

    assert Message.objects.filter(event=event.id).count() == 2
    assert ProcrastinateJob.objects.filter(task_name="notifications.send_email").count() == 2


def test_an_apology_goes_to_the_applicant_and_to_the_desk() -> None:
    dossier = an_accepted_dossier()
    clerk = a_receptionist(dossier)
    a_signed_apology(dossier)
    event = last_event(dossier, "dossier.apologised")

    tell(event)
    tell_staff(event)

    own, desk = of(dossier.applicant_id), of(clerk.person)
    assert "xin lỗi" in own.body
    assert "17:00 ngày 12/06/2026" in own.body
    assert f"/ho-so-cua-toi/{dossier.id}" in own.body
    assert desk.portal == "onestop"
    assert f"/mot-cua/ho-so/{dossier.id}" in desk.body


def test_the_morning_names_the_most_urgent_dossiers() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)
    for whole_unit in (False, True):
        actions.send_digest(
            officer.who, near=0, overdue=1, whole_unit=whole_unit, by=SYSTEM, at=AFTER_DUE
        )

    for event in Event.objects.filter(subject=officer.who, verb="digest.sent"):
        tell_staff(event)

    own, unit = Message.objects.filter(person=officer.who).order_by("event")
    assert own.subject == "Việc cần chú ý hôm nay: 1 quá hạn, 0 sắp đến hạn"
    assert f"{dossier.number}: 17:00 08/06/2026" in own.body
    assert "Đơn vị có 1 hồ sơ quá hạn" in unit.body
    assert unit.body.endswith("/can-bo/thoi-han")


def recounted() -> Event:
    keeper = an_officer(a_province().committee, Role.BUSINESS_ADMIN)
    recount = actions.change_calendar(
        Proposal(days=(ProposedDay(date(2026, 6, 3), "holiday"),)),
        source="Thông báo 12/TB-BNV",
        expected=1,
        by=keeper,
        at=MONDAY_MORNING,
    )
    carry_out(recount.id, lambda: LATER)
    return Event.objects.get(verb="recount.finished", subject=recount.id)


def test_everybody_whose_date_moved_is_told_once_with_all_their_dossiers() -> None:
    citizen = a_citizen()
    first = an_accepted_dossier(by=citizen)
    second = an_accepted_dossier(by=citizen)
    other = an_accepted_dossier()
    event = recounted()

    tell_recounted(event)
    tell_recounted(event)

    both, one = of(citizen.person), of(other.applicant_id)
    assert both.subject == "Ngày hẹn trả kết quả thay đổi: 2 hồ sơ"
    for dossier in (first, second):
        assert f"{dossier.number}: từ 17:00 08/06/2026 sang 17:00 09/06/2026" in both.body
    assert both.dossier is None
    assert (one.dossier, one.portal) == (other.id, "citizen")
    assert "Thông báo 12/TB-BNV" in one.body
    assert stored(other).due_at == hanoi("2026-06-09 17:00")
    holder = of(other.responsible)
    assert holder.portal == "officer"


def test_of_an_organisations_dossier_those_are_told_who_speak_for_it_that_day() -> None:
    company = an_organisation()
    former, present = a_representative(company), a_representative(company)
    an_accepted_dossier(by=former)
    held = Mandate.objects.get(person=former.who)
    revoke_mandate(held.id, reason="Thôi việc", by=former, at=MONDAY_MORNING)
    event = recounted()

    tell_recounted(event)

    told = Message.objects.filter(event=event.id, portal="citizen")
    assert list(told.values_list("person", flat=True)) == [present.person]


def test_the_messages_of_a_recount_are_sent_by_one_job_and_only_once() -> None:
    written, silent = an_accepted_dossier(), an_accepted_dossier(by=a_citizen(email=""))
    event = recounted()
    tell_recounted(event)

    send_all(event.id)
    send_all(event.id)

    assert [one.subject for one in mail.outbox] == [
        f"Ngày hẹn trả kết quả thay đổi: hồ sơ {written.number}"
    ]
    assert of(written.applicant_id).email_state == "sent"
    assert of(silent.applicant_id).email_state == "none"
