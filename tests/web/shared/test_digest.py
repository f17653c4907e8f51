"""The weekly digest: who is sent it, who may read it, and what its paper tells."""

from datetime import timedelta

import pypdfium2
import pytest
from django.core import mail
from django.test import Client

from motcua.briefings import jobs
from motcua.briefings.actions import choose, issue
from motcua.briefings.models import Delivery, Issue
from motcua.briefings.paper import facts_at
from motcua.briefings.queries import recipients, wants
from motcua.briefings.rules import week_of
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from tests.builders import a_case_officer, a_citizen, a_province, an_accepted_dossier, an_officer
from tests.indicators.facts import a_fact, stored
from tests.web.portals import NOW, browser_of, copies, text_of

pytestmark = pytest.mark.django_db
PAGE, PAPER, SENT = "/ban-tin", "/ban-tin/luc-nay.pdf", "/ban-tin/da-gui.pdf"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "now", lambda: NOW)


def a_reader(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


def words_of(paper: bytes) -> list[str]:
    """Return what stands on each page of a PDF."""
    with pypdfium2.PdfDocument(paper) as pages:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]


def sent_out() -> None:
    """Do the jobs that an issue has queued."""
    for one in Delivery.objects.all():
        jobs.send(str(one.id))


def test_two_pages_tell_what_needs_attention_trends_and_the_ledger() -> None:
    dossier = an_accepted_dossier()
    copies(dossier, 3, due_at=NOW - DAY)
    stored(*(a_fact(received_at=NOW - DAY, supplement_count=2) for _ in range(4)))

    first, second = words_of(browser_of(a_reader()).get(PAPER).content)

    assert "3 hồ sơ quá hạn mà chưa xin lỗi" in first
    assert "Không cơ quan nào đi xuống." in first
    assert "Xu hướng 12 tháng" in second
    assert "Yêu cầu bổ sung quá một lần 4" in second


def test_an_empty_province_has_two_pages_too() -> None:
    pages = words_of(browser_of(a_reader()).get(PAPER).content)

    assert len(pages) == 2
    assert "Tháng này chưa tiếp nhận hồ sơ nào." in pages[0]
    assert "Không có dấu hiệu mới." in pages[1]


def test_charts_show_twelve_months_up_to_the_one_that_runs() -> None:
    stored(a_fact(received_at=NOW - DAY), a_fact(received_at=NOW - 60 * DAY))

    charts = facts_at(NOW)["charts"]

    assert isinstance(charts, list)
    assert [len(one["values"]) for one in charts] == [12] * 6
    assert charts[0]["values"][-1]["word"] == "6/26"


@pytest.mark.parametrize("role", [Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER, Role.SIGNATORY])
def test_who_oversees_and_who_signs_for_the_province_is_sent_it(role: Role) -> None:
    reader = a_reader(role)
    elsewhere = a_case_officer(an_accepted_dossier())

    assert reader.who in recipients(NOW.date())
    assert browser_of(reader).get(PAGE).status_code == 200
    assert elsewhere.who not in recipients(NOW.date())


def test_a_week_goes_out_once_to_everybody_with_the_paper() -> None:
    reader = a_reader()

    jobs.issue_weekly(0)
    jobs.issue_weekly(0)
    sent_out()
    sent_out()

    (letter,) = mail.outbox
    assert letter.to == ["mau@example.vn"]
    assert letter.subject == "Bản tin tuần 2026-W23: thủ tục hành chính"
    (attached,) = letter.attachments
    assert attached[0] == "ban-tin-tuan-2026-W23.pdf"
    assert Issue.objects.count() == 1
    assert Delivery.objects.get(person=reader.who).sent_at == NOW
    assert Event.objects.filter(verb="digest.issued").count() == 1


def test_the_next_week_has_a_digest_of_its_own() -> None:
    a_reader()

    first, second = issue(by=SYSTEM, at=NOW), issue(by=SYSTEM, at=NOW + 7 * DAY)

    assert first is not None
    assert second is not None
    assert (first.week, second.week) == ("2026-W23", "2026-W24")
    assert week_of((NOW + 214 * DAY).date()) == "2026-W53"


def test_who_declined_is_sent_nothing_until_asking_again() -> None:
    reader = a_reader()
    client = browser_of(reader)

    declined = client.post(PAGE, {"nhan": "khong"}, follow=True)
    was_sent = reader.who in recipients(NOW.date())
    asked = client.post(PAGE, {"nhan": "co"}, follow=True)

    assert "Đã thôi gửi bản tin." in text_of(declined.content)
    assert not was_sent
    assert "Ông/bà sẽ nhận bản tin" in text_of(asked.content)
    assert wants(reader.who)
    assert reader.who in recipients(NOW.date())


def test_who_declines_after_it_was_drawn_is_sent_nothing() -> None:
    reader = a_reader()
    issue(by=SYSTEM, at=NOW)
    choose(wanted=False, by=reader, at=NOW)

    sent_out()

    assert mail.outbox == []


def test_saying_the_same_twice_is_recorded_once() -> None:
    reader = a_reader()
    choose(wanted=False, by=reader, at=NOW)
    choose(wanted=True, by=reader, at=NOW)
    choose(wanted=True, by=reader, at=NOW)

    assert Event.objects.filter(verb="digest.wanted").count() == 1


def test_what_went_out_can_be_read_as_it_was() -> None:
    client = browser_of(a_reader())
    before = client.get(SENT).status_code
    drawn = issue(by=SYSTEM, at=NOW)
    assert drawn is not None

    assert before == 404
    assert client.get(SENT).content == bytes(drawn.paper)
    assert "2026-W23" in text_of(client.get(PAGE).content)


@pytest.mark.parametrize("address", [PAGE, PAPER, SENT])
def test_nobody_else_reads_it(address: str) -> None:
    dossier = an_accepted_dossier()

    assert browser_of(a_case_officer(dossier)).get(address).status_code == 403
    assert browser_of(a_citizen()).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_signatory_of_a_commune_reads_nothing_of_the_province() -> None:
    dossier = an_accepted_dossier()
    assert dossier.settling_agency_id is not None
    head = an_officer(dossier.settling_agency_id, Role.SIGNATORY)

    assert browser_of(head).get(PAPER).status_code == 403
    assert head.who not in recipients(NOW.date())
    with pytest.raises(NotPermitted):
        choose(wanted=True, by=head, at=NOW)


def test_people_do_not_send_it_out() -> None:
    with pytest.raises(NotPermitted):
        issue(by=a_reader(), at=NOW)
