"""An incident from the first note to the end: clocks, minutes, two persons, and who may not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from motcua.events.models import Event
from motcua.incidents import actions
from motcua.incidents.models import Duty, Extent, Incident, Minute
from motcua.incidents.rules import (
    ClosedBefore,
    DoneBefore,
    DutiesOpen,
    FlowMissing,
    FoundLater,
    Gravity,
    NotEnding,
    SamePerson,
    TooLong,
    WordsMissing,
)
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.privacy.reading_log import Asked
from tests.breaches import BOTH, FOUND, a_controller, a_keeper, an_extent, an_incident
from tests.builders import a_case_officer, a_citizen, a_dossier_at, a_province, an_officer
from tests.reading import a_finding

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def duty(incident: Incident, code: str) -> Duty:
    return Duty.objects.get(incident=incident, code=code)


def told_all(incident: Incident, by: Actor) -> None:
    for one in Duty.objects.filter(incident=incident, state="open"):
        actions.waive(one.id, "Diễn ra ngoài hệ thống.", by=by, at=FOUND + HOUR)


def test_opening_starts_the_clocks_at_the_moment_it_was_noticed() -> None:
    by = a_keeper()

    incident = an_incident(by=by, at=FOUND + 5 * HOUR)

    due = {one.code: one.due_at - FOUND for one in Duty.objects.filter(incident=incident)}
    assert due == dict.fromkeys(("report", "authority", "minutes"), 72 * HOUR)
    assert incident.number == "SC-2026-001"
    event = Event.objects.get(verb="incident.opened")
    assert (event.by, event.subject, event.facts["flows"]) == (
        by.who,
        incident.id,
        ["network", "personal"],
    )
    assert "người lạ" not in str(event.facts)


def test_numbers_of_exercises_are_their_own() -> None:
    numbers = [an_incident(is_exercise=is_so).number for is_so in (False, True, False, True)]

    assert numbers == ["SC-2026-001", "DT-2026-001", "SC-2026-002", "DT-2026-002"]


def test_what_is_said_of_an_incident_must_be_possible() -> None:
    neither = Gravity(is_network=False, is_personal=False)

    with pytest.raises(FoundLater):
        an_incident(at=FOUND - HOUR)
    with pytest.raises(FlowMissing):
        an_incident(gravity=neither)
    with pytest.raises(WordsMissing):
        an_incident(title=" ")
    assert not Incident.objects.exists()


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.SIGNATORY, Role.BUSINESS_ADMIN])
def test_who_neither_watches_nor_keeps_machines_opens_none(role: Role) -> None:
    with pytest.raises(NotPermitted):
        an_incident(by=an_officer(a_province().committee, role))
    with pytest.raises(NotPermitted):
        an_incident(by=a_citizen())


def test_who_only_watches_opens_but_does_not_run_it() -> None:
    monitor = an_officer(a_province().committee, Role.MONITOR)
    incident = an_incident(by=monitor)

    with pytest.raises(NotPermitted):
        actions.note(incident.id, "Đã gọi.", by=monitor, at=FOUND)
    with pytest.raises(NotPermitted):
        actions.waive(duty(incident, "report").id, "Không cần.", by=monitor, at=FOUND)


def test_graver_adds_clocks_from_the_beginning_and_takes_none_away() -> None:
    by = a_controller()
    incident = an_incident(by=by)
    graver = Gravity(is_network=False, is_personal=False, is_severe=True, tells_people=True)

    actions.judge(incident.id, graver, by=by, at=FOUND + 30 * HOUR)
    again = actions.judge(incident.id, graver, by=by, at=FOUND + 31 * HOUR)

    assert again.is_network
    assert duty(incident, "first_notice").due_at == FOUND + 24 * HOUR
    assert Duty.objects.filter(incident=incident).count() == 5
    assert Minute.objects.filter(incident=incident, what="Đánh giá lại").count() == 1


def test_what_is_done_late_says_so_for_ever_and_keeps_its_paper() -> None:
    by = a_controller()
    incident = an_incident(by=by)
    which = duty(incident, "authority").id

    done = actions.fulfil(which, "Công văn 12, gửi qua trục.", by=by, at=FOUND + 73 * HOUR)

    assert bytes(done.paper or b"").startswith(b"%PDF")
    assert Event.objects.get(verb="incident.duty_ended").facts["late"] is True
    assert Minute.objects.filter(what__endswith=", trễ hạn").count() == 1
    with pytest.raises(DoneBefore):
        actions.waive(which, "Thôi.", by=by, at=FOUND)


def test_the_minutes_keep_what_was_said_each_time_and_are_never_changed() -> None:
    by = a_controller()
    incident = an_incident(by=by)
    actions.describe(incident.id, {"what": "Bản một."}, (None, None), by=by, at=FOUND)
    actions.describe(incident.id, {"what": "Bản hai."}, (None, None), by=by, at=FOUND + HOUR)

    said = Minute.objects.filter(incident=incident, what="Ghi: Chuyện gì đã xảy ra")

    assert [one.words for one in said.order_by("id")] == ["Bản một.", "Bản hai."]
    for statement in (
        "UPDATE incidents_minute SET words = ''",
        "DELETE FROM incidents_minute",
        "TRUNCATE incidents_minute",
        "UPDATE incidents_extent SET people = 0",
    ):
        an_extent(incident, by=by)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_is_not_named_stays_as_it_was() -> None:
    by = a_controller()
    incident = an_incident(by=by)
    actions.describe(incident.id, {"measures": "Đã khóa."}, (None, None), by=by, at=FOUND)

    again = actions.describe(incident.id, {"contact": "Ông A."}, (None, None), by=by, at=FOUND)

    assert again.told["measures"] == "Đã khóa."
    assert again.told["what"].startswith("Có người lạ")


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    by = a_controller()
    incident = an_incident(by=by)

    with pytest.raises(TooLong):
        actions.describe(incident.id, {}, (FOUND, FOUND - HOUR), by=by, at=FOUND)
    with pytest.raises(TooLong):
        actions.reckon(incident.id, Asked(FOUND, FOUND), by=by, at=FOUND)


def test_it_is_closed_by_two_after_all_was_told() -> None:
    first, second = a_controller(), a_keeper()
    incident = an_incident(by=first)
    with pytest.raises(DutiesOpen):
        actions.propose_end(incident.id, "Xong.", by=first, at=FOUND)
    with pytest.raises(NotEnding):
        actions.close(incident.id, by=second, at=FOUND)
    told_all(incident, first)

    actions.propose_end(incident.id, "Đã thay mật khẩu.", by=first, at=FOUND + HOUR)
    with pytest.raises(SamePerson):
        actions.close(incident.id, by=first, at=FOUND + HOUR)
    actions.decline_end(incident.id, "Còn một máy.", by=second, at=FOUND + HOUR)
    actions.propose_end(incident.id, "Nay đã xong.", by=first, at=FOUND + HOUR)
    closed = actions.close(incident.id, by=second, at=FOUND + 2 * HOUR)

    assert (closed.state, closed.ended_by, closed.closed_by) == ("closed", first.who, second.who)
    with pytest.raises(ClosedBefore):
        actions.note(incident.id, "Thêm.", by=first, at=FOUND + 3 * HOUR)


def test_graver_while_it_ends_keeps_it_open() -> None:
    first, second = a_controller(), a_keeper()
    incident = an_incident(by=first)
    told_all(incident, first)
    actions.propose_end(incident.id, "Xong.", by=first, at=FOUND)
    graver = Gravity(is_network=True, is_personal=True, is_severe=True)
    actions.judge(incident.id, graver, by=second, at=FOUND)

    with pytest.raises(DutiesOpen):
        actions.close(incident.id, by=second, at=FOUND)


def test_a_finding_becomes_one_breach_with_one_click_however_often() -> None:
    reader = a_case_officer(a_dossier_at("appraise"))
    finding, by = a_finding(reader, found_at=FOUND), a_controller()

    made = [actions.open_from_finding(finding.id, by=by, at=FOUND + HOUR) for _ in range(2)]

    assert made[0] == made[1]
    (extent,) = Extent.objects.all()
    assert (extent.person, extent.until - extent.since) == (reader.who, 24 * HOUR)
    assert (made[0].found_at, made[0].about, made[0].is_personal) == (FOUND, reader.who, True)
    with pytest.raises(NotFound):
        actions.open_from_finding(uuid4(), by=by, at=FOUND)


def test_nobody_runs_or_sees_an_incident_about_their_own_reading() -> None:
    reader = a_controller("Người Xem Nhiều")
    finding = a_finding(reader, found_at=FOUND)
    with pytest.raises(NotFound):
        actions.open_from_finding(finding.id, by=reader, at=FOUND)
    incident = actions.open_from_finding(finding.id, by=a_controller(), at=FOUND)

    with pytest.raises(NotFound):
        actions.note(incident.id, "Không sao cả.", by=reader, at=FOUND)
    with pytest.raises(NotFound):
        actions.waive(duty(incident, "authority").id, "Không sao.", by=reader, at=FOUND)


def test_an_incident_by_neither_law_cannot_be_stored() -> None:
    incident = an_incident(gravity=BOTH)

    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=incident.id).update(is_network=False, is_personal=False)
