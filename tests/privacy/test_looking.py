"""Every read of a dossier leaves who, when and why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import DossierId
from motcua.privacy.actions import find, forget_looks, note_looks
from motcua.privacy.looking_rules import keeping
from motcua.privacy.models import Look, Lookup
from motcua.workflow.models import Task
from tests.api.callers import a_token
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_province,
    a_receptionist,
    a_section_head,
    a_submitted_dossier,
    an_officer,
    task_id,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.web.portals import NOW, browser_of, statements, text_of

pytestmark = pytest.mark.django_db


def page_of(dossier: Dossier) -> str:
    return f"/can-bo/ho-so/{dossier.id}"


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role, full_name="Người Theo Dõi")


def grounds() -> list[str]:
    return list(Look.objects.order_by("id").values_list("ground", flat=True))


def test_opening_a_dossier_leaves_who_for_whom_when_and_by_what_right() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(DossierId(dossier.id), task_id(dossier), by=officer, at=MONDAY_MORNING)

    browser_of(officer).get(page_of(dossier))

    look = Look.objects.get()
    assert (look.person, look.agency, look.dossier) == (officer.who, officer.agency, dossier.id)
    assert (look.at, look.ground, look.searched) == (NOW, "step", False)


def test_the_right_is_the_nearest_one() -> None:
    dossier = a_dossier_at("appraise")
    colleague, head = a_case_officer(dossier), a_section_head(dossier)

    browser_of(colleague).get(page_of(dossier))
    browser_of(head).get(page_of(dossier))
    browser_of(a_receptionist(dossier)).get(f"/mot-cua/ho-so/{dossier.id}")
    browser_of(a_watcher()).get(f"/theo-doi/ho-so/{dossier.id}")

    assert grounds() == ["unit", "head", "desk", "oversight"]


def test_whoever_finished_a_step_still_has_that_as_a_reason() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(DossierId(dossier.id), task_id(dossier), by=officer, at=MONDAY_MORNING)
    note_looks([dossier.id], by=officer, at=MONDAY_MORNING)
    actions.complete_task(
        DossierId(dossier.id),
        task_id(dossier),
        outcome="propose",
        proposal=actions.Proposal(content="Đủ điều kiện."),
        by=officer,
        at=MONDAY_MORNING,
    )

    note_looks([dossier.id], by=officer, at=NOW)

    assert grounds() == ["step", "handled"]


def test_a_quarter_of_an_hour_has_one_line_and_one_statement() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    note_looks([dossier.id], by=officer, at=NOW)
    note_looks([dossier.id], by=officer, at=NOW + timedelta(minutes=14))
    note_looks([dossier.id], by=officer, at=NOW + timedelta(minutes=15))

    asked = [sql for sql in statements(officer, page_of(dossier)) if "privacy_look" in sql]

    assert Look.objects.count() == 2
    assert len(asked) == 1


def test_two_dossiers_on_one_page_are_two_reads() -> None:
    dossier, other = a_dossier_at("appraise"), a_submitted_dossier()

    note_looks([dossier.id, other.id], by=a_case_officer(dossier), at=NOW)

    assert set(Look.objects.values_list("dossier", flat=True)) == {dossier.id, other.id}


def test_lists_and_ones_own_dossier_are_no_reads_and_what_is_refused_is_none() -> None:
    dossier = a_dossier_at("appraise")
    stranger = an_officer(a_province().justice, Role.CASE_OFFICER)

    browser_of(a_case_officer(dossier)).get("/can-bo/", {"xem": "unit"})
    browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}")
    refused = browser_of(stranger).get(page_of(dossier))
    asked_to_sign_in = Client().get(page_of(dossier))

    assert (refused.status_code, asked_to_sign_in.status_code) == (404, 302)
    assert not Look.objects.exists()


def test_a_machine_that_reads_for_an_officer_is_noted_too() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    token = a_token(officer)

    address = f"/api/v1/dossiers/{dossier.id}"
    read = Client().get(address, headers={"authorization": f"Bearer {token}"})

    assert read.status_code == 200
    assert Look.objects.get().person == officer.person


def failing(times: int) -> Callable[..., Any]:
    """Return what loses the connection the first so many times that a look is to be noted."""
    left = [times]

    def fails(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if "INTO privacy_look " in sql and left[0]:
            left[0] -= 1
            raise OperationalError("lost")
        return execute(sql, *given)

    return fails


@pytest.mark.parametrize(("times", "status", "looks"), [(1, 200, 1), (2, 503, 0)])
def test_what_was_done_is_told_and_noted_though_a_connection_was_lost(
    times: int, status: int, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The transaction of a test lives in its connection; `gate nth` loses real ones.
    monkeypatch.setattr("motcua.web.looks.close_old_connections", lambda: None)
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    asked = f"/api/v1/dossiers/{dossier.id}/tasks/{task_id(dossier)}/claim"
    client = Client(raise_request_exception=False)

    with connection.execute_wrapper(failing(times)):
        answer = client.post(asked, headers={"authorization": f"Bearer {a_token(officer)}"})

    assert (answer.status_code, Look.objects.count()) == (status, looks)
    assert "json" in answer["Content-Type"]
    assert status == 200 or "xem lại" in answer.json()["detail"]
    assert Task.objects.get(pk=task_id(dossier)).assignee == officer.person


def test_a_search_is_noted_with_what_it_showed_and_without_what_was_typed() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)

    for words in ("nguyen thi mau", "Nguyễn  Thị Mẫu"):
        browser_of(officer).get("/can-bo/tim", {"q": words})
    find(str(dossier.number), by=officer, at=NOW)
    note_looks([dossier.id], by=officer, at=NOW)

    first, second, exact = Lookup.objects.order_by("id")
    assert (first.by_what, first.shown) == ("name", [dossier.id])
    assert bytes(first.digest) == bytes(second.digest) != bytes(exact.digest)
    assert exact.by_what == "code"
    assert Look.objects.get().searched


def test_citizens_searching_their_own_and_empty_words_leave_nothing() -> None:
    dossier = a_dossier_at("appraise")

    find("Nguyễn", by=the_applicant(dossier), at=NOW)
    find("  ", by=a_case_officer(dossier), at=NOW)

    assert not Lookup.objects.exists()


def test_the_owner_reads_day_post_agency_and_why_and_no_officers_name() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    client = browser_of(officer)
    client.get(page_of(dossier))
    client.get(f"/ho-so/{dossier.id}/thoi-han")
    browser_of(a_watcher(Role.INSPECTOR)).get(f"/theo-doi/ho-so/{dossier.id}")

    own = browser_of(the_applicant(dossier))
    page = text_of(own.get(f"/ho-so-cua-toi/{dossier.id}/luot-xem").content)

    assert "Ai đã xem hồ sơ của tôi" in text_of(own.get(f"/ho-so-cua-toi/{dossier.id}").content)
    assert "01/06/2026" in page
    assert "Ủy ban nhân dân xã Mẫu" in page
    assert page.count("làm việc ở nơi có hồ sơ, không giữ bước nào") == 1
    assert "theo dõi, kiểm tra việc giải quyết" in page
    assert "Người Theo Dõi" not in page


def test_what_was_read_is_never_changed_nor_forgotten_within_a_year() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    note_looks([dossier.id], by=officer, at=NOW + timedelta(days=36_500))  # never a year ago

    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.update(ground="step")
    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.all().delete()

    assert Look.objects.count() == 1


def test_reads_are_forgotten_when_they_have_been_kept_long_enough_and_not_before() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    past = keeping().forgotten_before(MONDAY_MORNING)
    note_looks([dossier.id], by=officer, at=past - timedelta(seconds=1))
    note_looks([dossier.id], by=officer, at=past + timedelta(hours=1))
    find("Nguyễn", by=officer, at=past - timedelta(days=1))

    gone = forget_looks(by=SYSTEM, at=MONDAY_MORNING)

    assert gone == 2
    assert Look.objects.get().at == past + timedelta(hours=1)
    assert Event.objects.get(verb="looks.forgotten").facts["many"] == 2
    with pytest.raises(NotPermitted):
        forget_looks(by=officer, at=MONDAY_MORNING)


def test_what_is_kept_is_kept_for_no_less_than_the_law_says() -> None:
    assert keeping().usual_months >= keeping().least_months == 12
