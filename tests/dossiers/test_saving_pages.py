"""A page saved from several tabs: nothing overwritten in silence, nothing undone by a slow line."""

import pytest

from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.filling_rules import AnswersChanged, Seen, is_overtaken, is_stale, mark_of
from motcua.dossiers.models import Dossier, Filling
from motcua.dossiers.sources import Source
from tests.builders import a_citizen, a_draft, a_procedure, the_applicant
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident

pytestmark = pytest.mark.django_db


def save(draft: Dossier, wish: str, seen: Seen | None = None, **given: object) -> None:
    actions.save_answers(
        ident(draft),
        answers={"wish": wish},
        seen=seen,
        by=the_applicant(draft),
        at=MONDAY_MORNING,
        **given,  # type: ignore[arg-type]
    )


def a_tab(name: str, revision: int = 0, turn: int = 0) -> Seen:
    return Seen("request", revision, name, turn)


def test_a_page_changed_in_another_tab_is_not_overwritten() -> None:
    draft = a_draft()
    save(draft, "từ thẻ một", a_tab("one"))

    with pytest.raises(AnswersChanged):
        save(draft, "từ thẻ hai", a_tab("two"))

    assert answers_of(draft)["wish"] == "từ thẻ một"


def test_who_has_seen_the_change_may_overwrite_it() -> None:
    draft = a_draft()
    save(draft, "từ thẻ một", a_tab("one"))
    revision = Filling.objects.get().revision

    save(draft, "từ thẻ hai", a_tab("two", revision))

    assert answers_of(draft)["wish"] == "từ thẻ hai"


def test_a_tab_whose_answer_was_lost_on_the_way_goes_on_saving() -> None:
    draft = a_draft()

    for wish in ("m", "mộ", "một"):
        save(draft, wish, a_tab("one", revision=0))

    assert answers_of(draft)["wish"] == "một"


def test_a_slow_sending_does_not_undo_a_later_one_of_the_same_tab() -> None:
    draft = a_draft()
    save(draft, "mới", a_tab("one", turn=20))

    save(draft, "cũ", a_tab("one", turn=10))

    assert answers_of(draft)["wish"] == "mới"


def test_the_same_answer_from_two_tabs_is_no_quarrel() -> None:
    draft = a_draft()
    save(draft, "một", a_tab("one"))

    save(draft, "một", a_tab("two"))

    assert answers_of(draft)["wish"] == "một"


def test_a_save_that_names_no_page_makes_every_page_stale() -> None:
    draft = a_draft()
    save(draft, "tại quầy")

    with pytest.raises(AnswersChanged):
        save(draft, "ở nhà", a_tab("one"))


def test_another_page_is_nobodys_business() -> None:
    draft = a_draft()
    save(draft, "một", a_tab("one"))

    actions.save_answers(
        ident(draft),
        answers={"copies": 7},
        seen=Seen("other", 0, "two"),
        by=the_applicant(draft),
        at=MONDAY_MORNING,
    )

    assert answers_of(draft)["copies"] == 7


def test_when_and_where_one_stopped_is_noted() -> None:
    draft = a_draft()

    save(draft, "một", a_tab("one"), left_at="request")

    filling = Filling.objects.get()
    assert (filling.place, filling.saved_at) == ("request", MONDAY_MORNING)


def test_an_answer_typed_over_no_longer_comes_from_its_source() -> None:
    citizen = a_citizen()
    draft = actions.open_draft(
        a_procedure(),
        case="",
        answers={"wish": "cũ", "full_name": "Nguyễn Thị Mẫu"},
        sources={
            "wish": (Source.EARLIER, "NT-1"),
            "full_name": (Source.REGISTER, ""),
        },
        by=citizen,
        at=MONDAY_MORNING,
    )

    save(draft, "mới")

    assert list(Filling.objects.get().sources) == ["full_name"]


def test_what_came_from_a_register_can_be_claimed_for_typing() -> None:
    citizen = a_citizen()
    draft = actions.open_draft(
        a_procedure(),
        case="",
        answers={"full_name": "Nguyễn Thị Mẫu"},
        sources={"full_name": (Source.REGISTER, "")},
        by=citizen,
        at=MONDAY_MORNING,
    )

    save(draft, "gì đó", own=["full_name"])

    assert Filling.objects.get().sources == {}
    assert answers_of(draft)["full_name"] == "Nguyễn Thị Mẫu"


def test_the_last_change_of_a_page_is_its_own_or_that_of_all() -> None:
    pages = {"a": [3, "one", 5], "*": [4, "two", 0]}

    assert mark_of(pages, "a").revision == 4
    assert mark_of(pages, "b").tab == "two"
    assert mark_of({}, "a").revision == 0
    assert is_stale(pages, Seen("a", 3, "one"))
    assert not is_stale(pages, Seen("a", 4, "one"))
    assert not is_overtaken(pages, Seen("a", 3, "one", 1))
    assert is_overtaken({"a": [3, "one", 5]}, Seen("a", 3, "one", 4))
