"""The list of processes, one with its versions, and a new one."""

import pytest
from django.urls import reverse

from motcua.kernel.actors import Role
from motcua.workflow.models import ProcessInstance, ProcessVersion
from tests.builders import a_procedure, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.web.catalogue.drawing import (
    CODE,
    NAME,
    SOUND,
    a_controller,
    a_draft,
    a_drawer,
    a_file,
    a_publication,
    many_processes,
)
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
LIST, NEW = "/quan-tri/quy-trinh", "/quan-tri/quy-trinh/moi"


def test_processes_are_listed_with_what_is_in_force_and_what_is_drawn() -> None:
    drawer = a_drawer()
    a_publication(drawer, a_controller())
    a_draft(drawer)

    page = text_of(browser_of(drawer).get(LIST).content)

    assert f"{CODE} {NAME} Bản 1 Bản nháp 0" in page


def test_the_list_says_how_many_procedures_use_a_process() -> None:
    version = a_procedure().process
    assert version is not None

    page = text_of(browser_of(a_drawer()).get(LIST).content)

    assert f"{version.code} {version.code} Bản 1 1" in page


def test_processes_are_found_by_code_or_name_page_by_page() -> None:
    many_processes(60)
    client = browser_of(a_drawer())

    first = client.get(LIST, {"q": "so-000"})
    link = first.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(link.replace("&amp;", "&"))

    assert text_of(first.content).count("Quy trình số") == 50
    assert text_of(second.content).count("Quy trình số") == 10
    assert "Không có quy trình nào như vậy" in text_of(client.get(LIST, {"q": "zz"}).content)


def test_nothing_yet_is_said() -> None:
    page = text_of(browser_of(a_drawer()).get(LIST).content)

    assert "Chưa có quy trình nào" in page


def test_the_portal_is_in_the_menu_of_those_who_draw_only() -> None:
    assert "/quan-tri/quy-trinh" in browser_of(a_drawer()).get(LIST).content.decode()
    monitor = an_officer(a_province().committee, Role.MONITOR)
    assert "/quan-tri" not in browser_of(monitor).get("/theo-doi/").content.decode()


@pytest.mark.parametrize("address", [LIST, NEW, f"{LIST}/xem/{CODE}"])
def test_others_see_none_of_it(address: str) -> None:
    monitor = an_officer(a_province().committee, Role.MONITOR)

    assert browser_of(monitor).get(address).status_code == 403


def test_a_process_names_who_did_what_and_what_runs_on_it() -> None:
    drawer, controller = a_drawer(), a_controller()
    version = a_publication(drawer, controller)
    ProcessInstance.objects.create(process=version, subject=version.id, started_at=MONDAY_MORNING)

    page = text_of(browser_of(drawer).get(reverse("catalogue:process", args=[CODE])).content)

    assert "Bản 1 Đang áp dụng Trần Văn Vẽ, 09:00 ngày 01/06/2026" in page
    assert "Lê Thị Duyệt, 09:00 ngày 01/06/2026 1" in page


def test_a_process_that_never_was_is_not_found() -> None:
    address = reverse("catalogue:process", args=["khong-co"])

    assert browser_of(a_drawer()).get(address).status_code == 404


def test_a_new_process_begins_with_a_drawing_that_is_sound() -> None:
    client = browser_of(a_drawer())

    answer = client.post(NEW, {"code": CODE, "name": NAME})

    version = ProcessVersion.objects.get(code=CODE)
    assert answer.headers["Location"] == reverse("catalogue:draw", args=[version.id])
    assert "Bộ kiểm tra không thấy lỗi nào" in text_of(
        client.get(answer.headers["Location"]).content
    )


def test_a_new_process_may_begin_with_a_file() -> None:
    sent = {"code": CODE, "name": NAME, "bpmn": a_file(SOUND.replace("Xong", "Hết"))}

    browser_of(a_drawer()).post(NEW, sent)

    assert "Hết" in ProcessVersion.objects.get(code=CODE).bpmn


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": "Có dấu", "name": NAME}, "Mã gồm chữ thường"),
        ({"code": CODE, "name": ""}, "Xin nhập tên quy trình"),
        ({"code": CODE, "name": NAME, "bpmn": b"\xff\xfe\x00"}, "không phải tệp .bpmn"),
        ({"code": CODE, "name": NAME, "bpmn": b"abc"}, "không phải XML"),
    ],
)
def test_a_refused_beginning_keeps_what_was_typed(given: dict[str, object], words: str) -> None:
    content = given.get("bpmn")
    sent = {**given, "bpmn": a_file(content)} if isinstance(content, bytes) else given

    answer = browser_of(a_drawer()).post(NEW, sent)

    assert answer.status_code == 422
    assert words in text_of(answer.content)
    assert f'value="{given["code"]}"' in answer.content.decode()


def test_a_code_that_is_being_drawn_is_refused() -> None:
    drawer = a_drawer()
    a_draft(drawer)

    answer = browser_of(drawer).post(NEW, {"code": CODE, "name": NAME})

    assert "đang có một bản chưa công bố" in text_of(answer.content)


def test_the_list_asks_the_same_few_questions_at_any_size() -> None:
    many_processes(FEW)

    assert_flat(a_drawer(), LIST, lambda: many_processes(MANY))


def test_a_process_asks_the_same_few_questions_at_any_size() -> None:
    drawer = a_drawer()
    version = a_publication(drawer, a_controller())

    def run_it_often() -> None:
        ProcessInstance.objects.bulk_create(
            ProcessInstance(process=version, subject=one.id, started_at=MONDAY_MORNING)
            for one in many_processes(MANY)
        )

    assert_flat(drawer, reverse("catalogue:process", args=[CODE]), run_it_often)
