"""Finding by name: near in place and time before far, and only what the reader may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import finding
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import found_for
from motcua.kernel.actors import Actor, Role
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_dossier_at,
    a_receptionist,
    a_submitted_dossier,
    an_agency,
    an_officer,
)
from tests.calendars import MONDAY_MORNING

NAME = "Đặng Thị Quỳnh Mẫu"
pytestmark = pytest.mark.django_db


def filed(years_ago: int = 0) -> Dossier:
    at = MONDAY_MORNING - timedelta(days=365 * years_ago)
    dossier = a_submitted_dossier(by=a_citizen(NAME))
    moments = {"opened_at": at, "submitted_at": at, "accepted_at": at}
    Dossier.objects.filter(pk=dossier.id).update(**moments, number=str(dossier.id))
    return dossier


def a_monitor() -> Actor:
    return an_officer(an_agency("H42", "Ủy ban nhân dân tỉnh Mẫu", "province"), Role.MONITOR)


def test_names_of_any_year_are_found_the_newest_first() -> None:
    old, new, last = filed(9), filed(), filed(1)

    found = found_for(a_receptionist(new), "dang thi quynh")

    assert [one.id for one in found] == [new.id, last.id, old.id]


def test_a_full_page_of_this_month_asks_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    filed(9)
    here = [filed() for _ in range(2)]

    found = found_for(a_receptionist(here[0]), "quynh")

    assert {one.id for one in found} == {one.id for one in here}


def test_those_who_watch_find_names_of_the_whole_province() -> None:
    old, new = filed(9), filed()
    monitor = a_monitor()

    assert [one.id for one in found_for(monitor, "quynh mau")] == [new.id, old.id]


@pytest.mark.parametrize("words", ["", "  ", "!?", "khong ai", "@", "#2026", "'quote\\"])
def test_words_that_name_nobody_find_nothing(words: str) -> None:
    dossier = filed()

    assert found_for(a_receptionist(dossier), words) == []
    assert found_for(a_monitor(), words) == []


def test_a_dossier_of_other_agencies_is_found_by_who_has_a_step_in_it_and_by_nobody_else() -> None:
    dossier = a_dossier_at("appraise", by=a_citizen(NAME))
    officer = a_case_officer(dossier)
    elsewhere = an_agency("H42.90", "Sở Mẫu", "department")
    Dossier.objects.filter(pk=dossier.id).update(
        receiving_agency=elsewhere, settling_agency=elsewhere
    )
    stranger = an_officer(an_agency("H42.91", "Sở Khác", "department"), Role.CASE_OFFICER)

    assert [one.id for one in found_for(officer, "quynh")] == [dossier.id]
    assert found_for(stranger, "quynh") == []


def test_names_take_two_statements_which_read_no_more_of_procedures_than_names() -> None:
    filed()
    monitor = a_monitor()

    with CaptureQueriesContext(connection) as captured:
        (found,) = found_for(monitor, "quynh mau")
        assert found.procedure.name

    statements = [query["sql"] for query in captured.captured_queries]
    assert len(statements) == 2
    assert not [one for one in statements if "life_events" in one]
