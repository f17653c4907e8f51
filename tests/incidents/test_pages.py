"""The pages of incidents, their papers, and the alarms about their clocks."""

from datetime import timedelta
from io import BytesIO
from time import time
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from docx import Document

from motcua.alarms.measuring import look
from motcua.alarms.models import Alarm
from motcua.alarms.rules import Level, level_of
from motcua.alarms.thresholds import measures
from motcua.incidents import actions
from motcua.incidents.models import Incident
from motcua.incidents.papers import draw_paper, paper_as_word
from motcua.incidents.rules import layouts
from motcua.kernel.actors import Role
from motcua.kernel.errors import NotFound
from tests.breaches import FOUND, a_controller, a_keeper, an_extent, an_incident
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING as NOW
from tests.reading import a_finding
from tests.web.portals import browser_of
from tests.web.portals import text_of as text_of_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
HOUR = timedelta(hours=1)
LIST = "/su-co"


def text_of(answer: Any) -> str:
    return text_of_content(answer.content)


def text_in(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as paper:
        pages = [page.get_textpage().get_text_bounded() for page in paper]
    return " ".join(" ".join(pages).split())


def test_an_incident_is_opened_run_and_shown_on_its_page() -> None:
    browser = browser_of(a_controller())
    typed = {
        "title": "Mất máy tính xách tay",
        "what": "Máy có bản sao dữ liệu.",
        "found_at": "2026-06-01T07:00",
        "found_by": "Văn phòng",
        "is_personal": "1",
    }

    opened = browser.post(f"{LIST}/moi", typed, follow=True)
    shown = text_of(opened)

    incident = Incident.objects.get()
    assert "Thông báo vi phạm bảo vệ dữ liệu cá nhân" in shown
    assert "Hạn 07:00 ngày 04/06/2026" in shown
    assert "Báo cáo sự cố" not in shown
    noted = browser.post(f"{LIST}/{incident.id}", {"act": "note", "words": "Đã gọi."}, follow=True)
    assert "Đã gọi." in text_of(noted)
    assert incident.number in text_of(browser.get(LIST))


def test_what_is_missing_is_said_where_it_is_and_what_was_typed_stays() -> None:
    browser = browser_of(a_controller())

    answer = browser.post(f"{LIST}/moi", {"title": "Có tên", "found_at": "hôm qua"})

    assert answer.status_code == 422
    assert "Ghi đủ ngày và giờ." in text_of(answer)
    assert 'value="Có tên"' in answer.content.decode()


def test_a_late_duty_is_shown_late_after_it_was_done_too() -> None:
    by = a_controller()
    incident = an_incident(by=by, found_at=NOW - 100 * HOUR, at=NOW)
    browser = browser_of(by)

    before = text_of(browser.get(f"{LIST}/{incident.id}"))
    for duty in incident.duties.all():
        actions.fulfil(duty.id, "Công văn 5.", by=by, at=NOW)
    after = text_of(browser.get(f"{LIST}/{incident.id}"))

    assert before.count("trễ 29 giờ") == 2
    assert after.count("đã làm, trễ hạn") == 2
    assert "có việc trễ hạn" in text_of(browser.get(LIST))


def test_somebody_whose_reading_it_is_about_finds_none() -> None:
    reader = an_officer(a_province().committee, Role.INSPECTOR)
    finding = a_finding(reader)
    incident = actions.open_from_finding(finding.id, by=a_controller(), at=NOW)
    browser = browser_of(reader)

    assert browser.get(f"{LIST}/{incident.id}").status_code == 404
    assert incident.number not in text_of(browser.get(LIST))
    assert browser.post(f"{LIST}/tu-dau-hieu/{finding.id}").status_code == 404


def test_an_alarm_becomes_an_incident_with_one_click_however_often() -> None:
    alarm = Alarm.objects.create(measure="disk_free", level="alarm", value=0.01, began_at=NOW)
    browser = browser_of(a_keeper())

    answers = [browser.post(f"{LIST}/tu-canh-bao/{alarm.id}") for _ in range(2)]

    incident = Incident.objects.get()
    assert {one["Location"] for one in answers} == {f"{LIST}/{incident.id}"}
    assert (incident.is_network, incident.found_at, incident.cause) == (True, NOW, "alarm")


def test_the_file_of_reads_names_nobody_to_who_keeps_machines() -> None:
    by, keeper = a_controller(), a_keeper()
    extent = an_extent(an_incident(by=by), by=by)

    given = browser_of(by).post(f"{LIST}/pham-vi/{extent.id}")
    refused = browser_of(keeper).post(f"{LIST}/pham-vi/{extent.id}", follow=True)

    assert given.content.decode("utf-8-sig").startswith("at,what,person")
    assert "không có thẩm quyền" in text_of(refused)
    assert "Lấy từng lượt xem" not in text_of(browser_of(keeper).get(f"{LIST}/pham-vi/{extent.id}"))


@pytest.mark.parametrize("paper", sorted(layouts()))
def test_every_paper_is_drawn_with_what_was_written_down(paper: str) -> None:
    by = a_controller()
    incident = an_incident(by=by, is_exercise=True, found_at=FOUND - 100 * HOUR)
    said = {"what": "Diễn biến {x} <b>", "measures": "Đã thay khóa 😀.", "late_reason": "Đang tắt."}
    incident = actions.describe(incident.id, said, (FOUND - HOUR, FOUND), by=by, at=FOUND)
    an_extent(incident, by=by)

    pdf, layout = text_in(draw_paper(incident, paper, FOUND)), layouts()[paper]
    word = Document(BytesIO(paper_as_word(incident, paper, FOUND)))

    assert layout.title.upper() in pdf
    assert "DIỄN TẬP" in pdf
    filled = {field for _, field in layout.sections}
    assert ("Diễn biến {x} <b>" in pdf) is ("what" in filled)
    assert ("Đang tắt." in pdf) is ("lateness" in filled and paper != "network_notice")
    assert ("0 hồ sơ của 0 người" in pdf) is ("extent" in filled)
    assert all(
        any(heading in one.text for one in word.paragraphs) for heading, _ in layout.sections
    )


def test_a_paper_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        draw_paper(an_incident(), "khong_co", FOUND)


@pytest.mark.parametrize(
    ("after", "level", "late"),
    [(1, Level.WELL, 0), (61, Level.WARNING, 0), (70, Level.ALARM, 0), (73, Level.ALARM, 3)],
)
def test_clocks_ring_before_they_run_out(after: int, level: Level, late: int) -> None:
    incident = an_incident()

    found = {one.measure: one for one in look(FOUND + after * HOUR, time)}

    clock = found["incident_clock"]
    assert clock.subject == incident.number
    assert level_of(measures()["incident_clock"], clock.value) is level
    assert found["incident_late"].value == late


def test_the_public_page_of_the_system_says_nothing_of_incidents() -> None:
    incident = an_incident(found_at=FOUND - 100 * HOUR)

    shown = text_of(Client().get("/status"))

    assert "sự cố" not in shown.lower()
    assert incident.number not in shown
