"""Reading dossiers: who sees what, inboxes, the timeline, public tracking."""

from datetime import timedelta

import pytest

from motcua.deadlines.rules import Timing
from motcua.dossiers import actions, clock, lists, queries
from motcua.dossiers.models import Dossier
from motcua.dossiers.numbering import next_number
from motcua.dossiers.rules import Status
from motcua.dossiers.timeline import moments, planned_steps, steps
from motcua.dossiers.tracking import TRIES, NotTracked, Progress, track
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound
from motcua.people.queries import contact_of
from motcua.people.rules import TooManyAttempts
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_decided_dossier,
    a_dossier_at,
    a_draft,
    a_province,
    a_receptionist,
    a_section_head,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    step_on,
    task_id,
    the_applicant,
    the_task,
)
from tests.calendars import A_DAY, MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident, put_into, stored

pytestmark = pytest.mark.django_db


def sees(reader: Actor, dossier: Dossier) -> bool:
    try:
        return queries.dossier_for(reader, ident(dossier)).id == dossier.id
    except NotFound:
        return False


def test_who_sees_a_dossier() -> None:
    dossier = an_accepted_dossier()
    province = a_province()

    assert sees(the_applicant(dossier), dossier)
    assert sees(a_receptionist(dossier), dossier)
    assert sees(a_case_officer(dossier), dossier)
    assert sees(an_officer(province.committee, Role.INSPECTOR), dossier)
    assert not sees(a_citizen(), dossier)
    assert not sees(an_officer(province.justice, Role.CASE_OFFICER), dossier)
    assert not sees(an_officer(province.commune, Role.TECHNICAL_ADMIN), dossier)


def test_a_draft_is_seen_by_its_applicant_alone() -> None:
    draft = a_draft()

    assert sees(the_applicant(draft), draft)
    assert not sees(a_receptionist(draft), draft)
    assert not sees(an_officer(a_province().committee, Role.INSPECTOR), draft)


def test_an_inbox_shows_what_waits_for_the_officer_in_due_order() -> None:
    late, early = a_dossier_at("appraise", at=hanoi("2026-06-03 09:00")), a_dossier_at("appraise")
    officer = a_case_officer(early)
    actions.claim(ident(late), task_id(late), by=officer, at=MONDAY_MORNING)

    unit, following = queries.inbox(officer, "unit", MONDAY_MORNING)
    own, _ = queries.inbox(officer, "mine", MONDAY_MORNING)

    assert [waiting.dossier.id for waiting in unit] == [early.id, late.id]
    assert [waiting.dossier.id for waiting in own] == [late.id]
    assert following is None
    assert not own[0].is_unacknowledged


def test_the_views_of_an_inbox_tell_near_overdue_and_paused() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    due = stored(dossier).due_at
    assert due is not None

    def counts(now: object) -> dict[str, int]:
        many = queries.inbox_counts(officer, now)  # type: ignore[arg-type]
        return {view: count for view, count in many.items() if count and view != "unit"}

    assert counts(due - 2 * A_DAY) == {}
    assert counts(due - timedelta(hours=1)) == {"near": 1}
    assert counts(due + timedelta(seconds=1)) == {"overdue": 1}
    the_task(dossier)
    type(the_task(dossier)).objects.update(subject_due_at=None)
    assert counts(MONDAY_MORNING) == {"paused": 1}


def test_an_inbox_goes_on_where_the_page_before_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    dossiers = [a_dossier_at("appraise") for _ in range(3)]
    type(the_task(dossiers[2])).objects.filter(subject=dossiers[2].id).update(subject_due_at=None)
    officer = a_case_officer(dossiers[0])

    first, after = queries.inbox(officer, "unit", MONDAY_MORNING)
    second, end = queries.inbox(officer, "unit", MONDAY_MORNING, after)

    seen = [waiting.dossier.id for waiting in [*first, *second]]
    assert sorted(seen) == sorted(dossier.id for dossier in dossiers)
    assert seen[-1] == dossiers[2].id
    assert end is None


def test_reception_shows_what_waits_longest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 1)
    later = a_submitted_dossier(at=MONDAY_MORNING + A_DAY)
    earlier = a_submitted_dossier()
    desk = a_receptionist(earlier)

    first, after = lists.at_reception(desk, Status.SUBMITTED)
    second, end = lists.at_reception(desk, Status.SUBMITTED, after)

    assert [dossier.id for dossier in [*first, *second]] == [earlier.id, later.id]
    assert end is None


def test_a_search_finds_by_number_code_and_name_without_accents() -> None:
    dossier = an_accepted_dossier(by=a_citizen("Đặng Thị Quỳnh Mẫu"))
    other = an_accepted_dossier()
    desk = a_receptionist(dossier)

    for words in (dossier.number, dossier.submission_code.lower(), "dang thi quy", "Quỳnh"):
        found = queries.found_for(desk, str(words))
        assert [one.id for one in found] == [dossier.id]
    assert queries.found_for(desk, " ") == []
    assert queries.found_for(the_applicant(other), "quynh") == []


def test_an_applicant_lists_their_own_the_newest_first() -> None:
    citizen = a_citizen()
    first = a_draft(by=citizen)
    second = a_draft(by=citizen)
    a_draft()

    assert [dossier.id for dossier in lists.page_of_mine(citizen)[0]] == [second.id, first.id]


def test_what_asks_something_of_an_applicant_is_told_apart_from_what_goes_on() -> None:
    citizen = a_citizen()
    a_submitted_dossier(by=citizen)
    draft = a_draft(by=citizen)

    assert [dossier.id for dossier in lists.asking_of_mine(citizen)] == [draft.id]


def test_the_figures_of_a_day() -> None:
    a_decided_dossier()
    late = a_decided_dossier()
    Dossier.objects.filter(pk=late.id).update(due_at=MONDAY_MORNING - A_DAY)

    today = queries.figures_since(MONDAY_MORNING)

    assert (today.received, today.returned, today.returned_in_time) == (2, 2, 1)


def test_how_a_dossier_stands_at_every_stage() -> None:
    submitted = a_submitted_dossier()
    accepted = an_accepted_dossier()
    assert accepted.due_at is not None

    assert clock.standing(a_draft(), MONDAY_MORNING) is None
    assert clock.standing(submitted, MONDAY_MORNING) is Timing.IN_TIME
    assert clock.standing(submitted, MONDAY_MORNING + 2 * A_DAY) is Timing.OVERDUE
    assert clock.standing(accepted, MONDAY_MORNING) is Timing.IN_TIME
    assert clock.standing(accepted, accepted.due_at - A_DAY / 2) is Timing.NEAR
    assert clock.standing(stored(a_decided_dossier()), MONDAY_MORNING) is Timing.EARLY
    withdrawn = put_into(accepted, Status.WITHDRAWN)
    assert clock.standing(withdrawn, MONDAY_MORNING) is None


def test_the_timeline_tells_officers_who_and_applicants_what() -> None:
    dossier = an_accepted_dossier()
    step_on(dossier, by=a_section_head(dossier))

    officers = moments(stored(dossier), for_officers=True)
    applicants = moments(stored(dossier), for_officers=False, language="en")

    assert [moment.words for moment in officers] == [
        "Bắt đầu lập hồ sơ",
        "Đã nộp hồ sơ",
        "Đã tiếp nhận hồ sơ",
        "Xong bước",
    ]
    assert officers[-1].who == "Phạm Văn Mẫu"
    assert officers[-1].detail == "assign"
    assert [moment.words for moment in applicants][-1] == "Step finished"
    assert "Phạm Văn Mẫu" not in {moment.who for moment in applicants}


def test_the_steps_say_where_the_dossier_is() -> None:
    dossier = a_dossier_at("appraise")

    states = {step.label: step.state for step in steps(dossier)}

    assert states["assign"] == "done"
    assert states["appraise"] == "current"
    assert states["sign"] == "coming"
    process = dossier.procedure.process_id
    assert process is not None
    assert {step.state for step in planned_steps(process)} == {"coming"}


def follow(number: str, second: str, address: str = "10.0.0.1") -> Progress:
    return track(number, second, address=address, by=SYSTEM, at=MONDAY_MORNING)


def test_a_dossier_is_followed_with_its_number_and_a_second_fact() -> None:
    dossier = an_accepted_dossier()
    contact = contact_of(dossier.applicant)
    digits = f"{contact.personal_number[-4:]} {contact.phone}"

    for number in (str(dossier.number), f" {dossier.submission_code.lower()} "):
        for second in (dossier.lookup_code, dossier.lookup_code.lower(), digits):
            progress = follow(number, second)
            assert (progress.code, progress.status) == (dossier.number, "Được tiếp nhận")
    assert progress.due_at == dossier.due_at


def test_whatever_is_wrong_the_answer_is_the_same() -> None:
    dossier, draft = an_accepted_dossier(), a_draft()
    answers = set()

    for number, second in (
        ("H42-1", dossier.lookup_code),
        (str(dossier.number), "SAI"),
        (str(dossier.number), "0000 0912345678"),
        (str(dossier.number), ""),
        (draft.submission_code, draft.lookup_code),
    ):
        with pytest.raises(NotTracked) as refusal:
            follow(number, second)
        answers.add(str(refusal.value))

    assert len(answers) == 1


def test_guessing_is_slowed_down() -> None:
    for _ in range(TRIES):
        with pytest.raises(NotTracked):
            follow("H42-1", "SAI")

    with pytest.raises(TooManyAttempts):
        follow("H42-1", "SAI")


def test_a_number_keeps_the_format_of_its_day() -> None:
    agency = a_province().commune.id

    numbers = [
        next_number(agency, "H42", hanoi(day).date()) for day in ("2025-09-14", "2025-09-15")
    ]

    assert numbers == ["H42-250914-0001", "H42-20250915-0000001"]
