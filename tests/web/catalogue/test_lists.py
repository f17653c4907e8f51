"""The pages of code lists."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.forms.lists import listed
from motcua.forms.models import CodeList
from motcua.kernel.actors import Role
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.forms.test_rules import a_field, a_form
from tests.web.catalogue.drawing import a_controller, a_drawer
from tests.web.catalogue.forms import sent, told
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
LISTS, NEW = "/quan-tri/bieu-mau/danh-muc", "/quan-tri/bieu-mau/danh-muc/moi"
FILLED = {
    "name": "nganh_nghe",
    "title": "Ngành nghề",
    "basis": "Quyết định mẫu",
    "valid_from.day": "1",
    "valid_from.month": "6",
    "valid_from.year": "2026",
    "options": "01,Trồng lúa\n02,Nuôi cá",
}
SHOWN = f"{LISTS}/xem/nganh_nghe"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Forget the lists of other tests: what is published once is kept in memory."""
    listed.cache_clear()
    yield
    listed.cache_clear()


def many_lists(many: int) -> None:
    first = CodeList.objects.count()
    CodeList.objects.bulk_create(
        CodeList(
            name=f"so_{chr(97 + at // 676 % 26)}{chr(97 + at // 26 % 26)}{chr(97 + at % 26)}",
            version=1,
            title={"vi": f"Danh mục {at}"},
            basis="Mẫu",
            valid_from=date(2026, 6, 1),
            options=[],
            drafted_at=MONDAY_MORNING,
        )
        for at in range(first, first + many)
    )


def test_a_list_is_written_and_published_by_another() -> None:
    drawer, controller = browser_of(a_drawer()), browser_of(a_controller())

    answer = drawer.post(NEW, FILLED)
    assert answer.headers["Location"] == SHOWN
    assert "Người công bố phải là người khác" in text_of(drawer.get(SHOWN).content)
    row = CodeList.objects.get()
    controller.post(reverse("catalogue:list_publish", args=[row.id]))

    page = text_of(controller.get(SHOWN).content)
    assert "Đã công bố danh mục nganh_nghe@1." in page
    assert "01 Trồng lúa" in page
    form = a_form(a_field("a", "choice", list="nganh_nghe@1"))
    found = told(controller.post(reverse("catalogue:form_check"), sent(form)).content)
    assert "list" not in [one["rule"] for one in found["findings"]]


def test_a_list_comes_from_a_file_too() -> None:
    file = SimpleUploadedFile("nganh.csv", "ma;ten\n01;Trồng lúa".encode())

    browser_of(a_drawer()).post(NEW, {**FILLED, "options": "", "file": file})

    assert CodeList.objects.get().options == [{"value": "01", "label": {"vi": "Trồng lúa"}}]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "Có dấu"}, "Mã danh mục gồm chữ thường"),
        ({"valid_from.day": ""}, "Xin nhập ngày danh mục có hiệu lực"),
        ({"options": "01"}, "Dòng 1: tên phải có"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\xfe")}, "không phải chữ UTF-8"),
    ],
)
def test_what_is_wrong_is_told_in_its_place_and_nothing_typed_is_lost(
    change: dict[str, Any], words: str
) -> None:
    answer = browser_of(a_drawer()).post(NEW, {**FILLED, **change})

    assert answer.status_code == 422
    assert words in text_of(answer.content)
    assert "Quyết định mẫu" in answer.content.decode()
    assert not CodeList.objects.exists()


def test_the_writer_does_not_publish_and_may_throw_away() -> None:
    client = browser_of(a_drawer())
    client.post(NEW, FILLED)
    row = CodeList.objects.get()

    client.post(reverse("catalogue:list_publish", args=[row.id]))
    assert CodeList.objects.get().published_at is None
    client.post(reverse("catalogue:list_discard", args=[row.id]))

    assert "Đã bỏ bản 1 của danh mục." in text_of(client.get(LISTS).content)


def test_a_list_is_searched_with_or_without_accents_and_fetched() -> None:
    client = browser_of(a_drawer())
    address = f"{LISTS}/xem/ethnic_groups"

    page = text_of(client.get(address, {"q": "e-de"}).content)
    nothing = text_of(client.get(address, {"q": "zz"}).content)
    table = client.get(reverse("catalogue:list_download", args=["ethnic_groups", 1]))

    assert "12 Ê-đê" in page
    assert "Kinh" not in page
    assert "Không có mục nào như vậy" in nothing
    assert "01,Kinh," in table.content.decode("utf-8-sig")


def test_lists_that_are_not_there_are_not_found() -> None:
    client = browser_of(a_drawer())

    assert client.get(f"{LISTS}/xem/khong-co").status_code == 404
    missing = reverse("catalogue:list_download", args=["ethnic_groups", 9])
    assert client.get(missing).status_code == 404


def test_only_those_who_draw_see_the_lists() -> None:
    client = browser_of(an_officer(a_province().committee, Role.CASE_OFFICER))

    assert client.get(LISTS).status_code == 403
    assert client.post(NEW, FILLED).status_code in {302, 403}
    assert not CodeList.objects.exists()


def test_the_lists_ask_the_same_few_questions_at_any_size() -> None:
    drawer = a_drawer()
    many_lists(FEW)

    assert_flat(drawer, LISTS, lambda: many_lists(MANY))
