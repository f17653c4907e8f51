"""Code lists: written by one person, published by another, then frozen; forms name a version."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.events.models import Event
from motcua.forms import actions
from motcua.forms.checking import problems
from motcua.forms.code_lists import list_advice, offered_lists, versions_of_list
from motcua.forms.list_files import MOST_ROWS, read_options, written
from motcua.forms.lists import UnknownList, listed
from motcua.forms.models import CodeList
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.kernel.ids import new_id
from tests.calendars import MONDAY_MORNING
from tests.forms.drawing import DRAWER, SECOND, WRONG
from tests.forms.test_rules import a_field, a_form

pytestmark = pytest.mark.django_db
NAME, DAY = "nganh_nghe", date(2026, 6, 1)
OPTIONS = read_options("01,Trồng lúa,Rice\n02,Nuôi cá")


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Forget the lists of other tests: what is published once is kept in memory."""
    listed.cache_clear()
    yield
    listed.cache_clear()


def a_list(by: Actor = DRAWER, **given: Any) -> CodeList:
    whole: dict[str, Any] = {
        "title": "Ngành nghề",
        "basis": "Quyết định mẫu",
        "valid_from": DAY,
        "options": OPTIONS,
        **given,
    }
    return actions.draft_list(whole.pop("name", NAME), **whole, by=by, at=MONDAY_MORNING)


def a_published_list(**given: Any) -> CodeList:
    return actions.publish_list(a_list(**given).id, by=SECOND, at=MONDAY_MORNING)


def verbs(one: CodeList) -> list[str]:
    events = Event.objects.filter(subject=one.id).order_by("sequence")
    return list(events.values_list("verb", flat=True))


def test_a_list_begins_with_version_one_and_is_recorded() -> None:
    one = a_list()

    assert (str(one), one.drafted_by) == ("nganh_nghe@1", DRAWER.person)
    assert verbs(one) == ["list.drafted"]


def test_a_list_that_comes_with_the_system_is_continued() -> None:
    assert str(a_list(name="ethnic_groups")) == "ethnic_groups@2"


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_write_publish_and_throw_away(by: Actor) -> None:
    with pytest.raises(NotPermitted):
        a_list(by)
    one = a_list()
    with pytest.raises(NotPermitted):
        actions.publish_list(one.id, by=by, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.discard_list(one.id, by=by, at=MONDAY_MORNING)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Có dấu"},
        {"name": "a@1"},
        {"title": " "},
        {"title": "Nghề\u200b"},
        {"basis": "x" * 301},
        {"options": []},
    ],
)
def test_what_is_no_list_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        a_list(**wrong)


def test_a_list_has_one_version_that_waits() -> None:
    a_list()

    with pytest.raises(actions.ListDraftExists):
        a_list()


def test_forms_can_name_a_list_once_it_is_published_by_another() -> None:
    form = a_form(a_field("a", "choice", list="nganh_nghe@1"))
    one = a_list()
    with pytest.raises(UnknownList):
        listed("nganh_nghe@1")
    assert [found.rule for found in problems(form)] == ["list"]

    actions.publish_list(one.id, by=SECOND, at=MONDAY_MORNING)

    assert listed("nganh_nghe@1") == OPTIONS
    assert problems(form) == []
    assert verbs(one) == ["list.drafted", "list.published"]


def test_whoever_wrote_a_list_does_not_publish_it() -> None:
    with pytest.raises(actions.ListSecondPersonNeeded):
        actions.publish_list(a_list().id, by=DRAWER, at=MONDAY_MORNING)


def test_what_is_published_is_not_published_again_nor_thrown_away() -> None:
    one = a_published_list()

    with pytest.raises(actions.ListNotADraft):
        actions.publish_list(one.id, by=SECOND, at=MONDAY_MORNING)
    with pytest.raises(actions.ListNotADraft):
        actions.discard_list(one.id, by=SECOND, at=MONDAY_MORNING)


def test_a_version_that_waits_is_thrown_away() -> None:
    one = a_list()

    actions.discard_list(one.id, by=SECOND, at=MONDAY_MORNING)

    assert not CodeList.objects.exists()
    assert verbs(one)[-1] == "list.discarded"


def test_a_list_that_never_was_is_not_found() -> None:
    for act in (actions.publish_list, actions.discard_list):
        with pytest.raises(NotFound):
            act(new_id(), by=SECOND, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        versions_of_list("khong_co")


def test_a_published_list_never_changes() -> None:
    one = a_published_list()

    with pytest.raises(IntegrityError), transaction.atomic():
        CodeList.objects.filter(pk=one.id).update(options=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeList.objects.filter(pk=one.id).delete()


def test_the_newest_version_in_force_is_offered() -> None:
    a_published_list()
    a_published_list(valid_from=DAY + timedelta(days=30), title="Ngành nghề mới")

    early, late = offered_lists(DAY), offered_lists(DAY + timedelta(days=30))

    assert ("nganh_nghe@1", "Ngành nghề") in early
    assert ("nganh_nghe@2", "Ngành nghề mới") in late
    assert ("ethnic_groups@1", "Dân tộc") in early


def test_a_field_that_names_an_older_version_is_told() -> None:
    a_published_list()
    a_published_list()
    form = a_form(
        a_field("a", "choice", list="nganh_nghe@1"),
        a_field("b", "choice", list="nganh_nghe@2"),
        a_field("c", "choice", list="ethnic_groups@1"),
    )

    found = list_advice(form, DAY)

    assert [(one.field, one.is_error) for one in found] == [("a", False)]
    assert "nganh_nghe@2" in found[0].message
    assert list_advice(a_form(a_field("a")), DAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "01,Kinh,Kinh\n02,Tày",
        "ma;ten;ten_tieng_anh\n01;Kinh;Kinh\n02;Tày;\n",
        "\ufeffMã\tTên\n01\tKinh\tKinh\n\n02\tTày",
        '"01","Kinh","Kinh"\r\n"02","Tày",""\r\n',
    ],
)
def test_a_table_is_read_as_departments_keep_it(text: str) -> None:
    assert read_options(text) == [
        {"value": "01", "label": {"vi": "Kinh", "en": "Kinh"}},
        {"value": "02", "label": {"vi": "Tày"}},
    ]


def test_a_table_written_is_read_again() -> None:
    assert read_options(written(OPTIONS)) == OPTIONS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "chưa có mục nào"),
        ("01", "Dòng 1: tên phải có"),
        (",Kinh", "Dòng 1: mã phải có"),
        ("01,Kinh\n01,Tày", "Dòng 2: mã “01” đã có ở dòng 1."),
        ("01,=HYPERLINK(1)", "Dòng 1: ô không được bắt đầu"),
        ("01,Kinh\u202e", "Dòng 1: Nội dung có ký tự ẩn"),
        ("01,Kіnh", "Dòng 1:"),
        ("x" * 41 + ",Kinh", "Dòng 1: mã phải có"),
        ("\n".join(f"{at},Mục" for at in range(MOST_ROWS + 1)), "quá 5.000 mục"),
        ("a" * 1_000_001, "lớn hơn 1 MB"),
        ('01,"' + "a" * 200_000 + '"', "Không đọc được bảng"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_by_row(text: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_options(text)

    assert words in refused.value.errors["options"]
