"""Unusual reading is found in what was noted, and an inspector says what it was."""

from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.dossiers.rules import ReasonMissing
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.privacy.actions import JudgedBefore, find, find_unusual, judge, note_looks
from motcua.privacy.models import Finding
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_dossier_at,
    a_person,
    a_province,
    a_receptionist,
    an_accepted_dossier,
    an_officer,
)
from tests.reading import a_finding
from tests.web.portals import assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 6)
MORNING = datetime(2026, 7, 6, 2, tzinfo=UTC)  # nine o'clock here
PAGE = "/theo-doi/xem-bat-thuong"


def an_inspector() -> Actor:
    return an_officer(a_province().committee, Role.INSPECTOR, full_name="Người Thanh Tra")


def looked_up(reader: Actor, many: int) -> None:
    """Have somebody read the dossiers of their neighbours, without work on them."""
    for _ in range(many):
        note_looks([an_accepted_dossier().id], by=reader, at=MORNING)


def test_what_was_planted_is_found_and_those_who_did_their_work_are_not() -> None:
    nosy = an_officer(a_province().committee, Role.MONITOR, full_name="Trần Tò Mò")
    dossier = a_dossier_at("appraise")
    again = an_accepted_dossier(by=a_citizen("Lê Thị Bị Xem", address="Thôn Chín, xã Mẫu"))
    for day in range(5):
        note_looks([again.id], by=nosy, at=MORNING - timedelta(days=day))
        find("Lê Thị Bị Xem", by=nosy, at=MORNING - timedelta(days=day))
    find("le thi bi xem", by=nosy, at=MORNING + timedelta(hours=1))
    for clean in (a_case_officer(dossier), a_receptionist(dossier)):
        note_looks([dossier.id], by=clean, at=MORNING)

    found = find_unusual(DAY, by=SYSTEM, at=MORNING + timedelta(days=1))

    by_rule = {one.rule: one for one in Finding.objects.all()}
    assert found == 2
    assert set(by_rule) == {"same_person", "same_search"}
    assert {one.person for one in by_rule.values()} == {nosy.who}
    assert (by_rule["same_person"].measured, by_rule["same_person"].allowed) == (5, 5)
    assert by_rule["same_person"].dossiers == [again.id]
    assert by_rule["same_search"].measured == 6


def test_neighbours_are_known_by_their_addresses() -> None:
    reader = an_officer(a_province().committee, Role.MONITOR, full_name="Trần Hàng Xóm")
    person = a_person("Trần Hàng Xóm", address="Số 1, Thôn Một, xã Mẫu")
    neighbour = Actor(person.id, reader.agency, reader.roles)
    looked_up(neighbour, 2)

    find_unusual(DAY, by=SYSTEM, at=MORNING)

    assert Finding.objects.get().rule == "neighbours"


def test_reading_at_night_and_on_sundays_is_off_hours() -> None:
    reader = an_officer(a_province().committee, Role.MONITOR)
    sunday = datetime(2026, 7, 5, 3, tzinfo=UTC)
    for hour in range(5):
        note_looks([an_accepted_dossier().id], by=reader, at=sunday + timedelta(hours=hour))

    find_unusual(date(2026, 7, 5), by=SYSTEM, at=MORNING)

    assert Finding.objects.get(rule="off_hours").measured == 5


def test_looking_again_keeps_what_was_judged_and_counts_the_rest_anew() -> None:
    reader = an_officer(a_province().committee, Role.MONITOR)
    dossier = an_accepted_dossier()
    for day in range(5):
        note_looks([dossier.id], by=reader, at=MORNING - timedelta(days=day))
    assert find_unusual(DAY, by=an_inspector(), at=MORNING) == 1
    note_looks([dossier.id], by=reader, at=MORNING + timedelta(hours=2))
    assert find_unusual(DAY, by=SYSTEM, at=MORNING) == 0
    found = Finding.objects.get()
    assert found.measured == 6
    judge(found.id, is_misuse=True, note="Không có lý do.", by=an_inspector(), at=MORNING)

    assert find_unusual(DAY, by=SYSTEM, at=MORNING) == 0
    assert Finding.objects.get().state == "misuse"


def test_a_finding_is_judged_once_with_a_note_and_that_is_recorded() -> None:
    finding, inspector = a_finding(a_case_officer(a_dossier_at("appraise"))), an_inspector()

    with pytest.raises(ReasonMissing):
        judge(finding.id, is_misuse=False, note=" ", by=inspector, at=MORNING)
    judge(finding.id, is_misuse=False, note="Được giao rà soát.", by=inspector, at=MORNING)

    with pytest.raises(JudgedBefore):
        judge(finding.id, is_misuse=True, note="Khác.", by=inspector, at=MORNING)
    event = Event.objects.get(verb="reading.judged")
    assert (event.by, event.facts) == (inspector.who, {"rule": "neighbours", "state": "explained"})


def test_nobody_judges_their_own_reading_nor_does_who_does_not_oversee() -> None:
    inspector = an_inspector()
    officer = a_case_officer(a_dossier_at("appraise"))

    for by, about in ((inspector, inspector), (officer, inspector)):
        with pytest.raises(NotPermitted):
            judge(a_finding(about, about=by.who).id, is_misuse=False, note="x", by=by, at=MORNING)
    with pytest.raises(NotPermitted):
        find_unusual(DAY, by=officer, at=MORNING)


def test_the_page_lists_shows_and_takes_what_the_inspector_says() -> None:
    officer = a_case_officer(a_dossier_at("appraise"))
    finding = a_finding(officer, dossiers=[a_dossier_at("appraise").id])
    client = browser_of(an_inspector())
    address = f"{PAGE}/{finding.id}"

    listed, shown = text_of(client.get(PAGE).content), text_of(client.get(address).content)
    silent = client.post(address, {"state": "misuse", "note": ""})
    client.post(address, {"state": "misuse", "note": "Xem giúp người quen."})

    assert "Xem hồ sơ hàng xóm" in listed
    assert "Đếm được 3 Ngưỡng 2" in shown
    assert silent.status_code == 422
    assert "Không có dấu hiệu nào chờ xem xét" in text_of(client.get(PAGE).content)
    assert "Xem giúp người quen." in text_of(client.get(address).content)
    assert "Xem hồ sơ hàng xóm" in text_of(client.get(f"{PAGE}?xem=misuse").content)


def test_many_findings_cost_no_more_statements() -> None:
    officer = a_case_officer(a_dossier_at("appraise"))
    a_finding(officer)

    def grow() -> None:
        for serial in range(60):
            a_finding(officer, day=DAY + timedelta(days=serial), rule="off_hours")

    inspector = an_inspector()
    assert_flat(inspector, PAGE, grow)
    first = browser_of(inspector).get(PAGE).content.decode()
    assert "sau=" in first
