"""Where a dossier is on its way, who had each step, and how long steps usually take."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from motcua.deadlines.models import Pause
from motcua.deadlines.rules import ZONE, WorkingCalendar
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, UsualTime
from motcua.dossiers.progress import (
    Course,
    passed,
    passed_by_code,
    passed_for_officers,
    planned,
)
from motcua.dossiers.usual_times import (
    LEAST,
    Usual,
    WorkingClock,
    count_usual_times,
    usual,
    usual_times_of,
)
from motcua.kernel.actors import Role
from motcua.kernel.ids import new_id
from motcua.organisations.queries import agency_names, officer_names
from motcua.workflow.bpmn.writing import Sketch
from motcua.workflow.models import Task
from motcua.workflow.picture import Stage
from tests.builders import (
    a_dossier_at,
    a_process,
    a_section_head,
    an_accepted_dossier,
    step_on,
    task_id,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = MONDAY_MORNING + timedelta(days=2)


def stages(course: Course | None) -> dict[str, str]:
    assert course is not None
    return {one.node: one.stage.value for one in course.passages}


def procedure_of(dossier: Dossier) -> UUID:
    return dossier.procedure.procedure_id


def test_a_dossier_is_where_its_open_step_is() -> None:
    dossier = a_dossier_at("appraise")

    course = passed(dossier)

    assert course is not None
    assert [one.node for one in course.current] == ["appraise"]
    assert stages(course)["assign"] == "done"
    assert stages(course)["sign"] == "coming"
    assert course.stages["begin"] is Stage.DONE


def test_what_will_be_done_again_after_a_return_is_to_come() -> None:
    dossier = a_dossier_at("approve")
    actions.complete_task(
        ident(dossier),
        task_id(dossier),
        outcome="return",
        note="Thiếu căn cứ",
        by=a_section_head(dossier),
        at=MONDAY_MORNING,
    )

    found = stages(passed(dossier))

    assert (found["appraise"], found["approve"], found["assign"]) == ("current", "coming", "done")


def test_before_anybody_files_every_step_is_to_come() -> None:
    dossier = an_accepted_dossier()
    version = dossier.procedure.process_id
    assert version is not None

    course = planned(version, procedure_of(dossier))

    assert set(stages(course).values()) == {"coming"}
    assert [one.number for one in course.passages] == [1, 2, 3, 4, 5, 6]


def test_a_step_that_may_return_says_to_which() -> None:
    course = passed(an_accepted_dossier())

    assert course is not None
    assert {one.node: one.back_to for one in course.passages if one.back_to} == {"approve": (2,)}


def test_a_step_that_only_some_need_says_when() -> None:
    sketch = Sketch("x", "X")
    lane = sketch.lane("A", Role.CASE_OFFICER)
    sketch.start(lane, "")
    sketch.task("look", lane, "Xem", outcomes={"done": "Xong", "more": "Cần thêm"})
    sketch.either("choice", lane, onward="Xong")
    sketch.task("sign", lane, "Ký", outcomes={"done": "Ký", "return": "Trả lại"})
    sketch.either("signed", lane, onward="Đồng ý")
    sketch.end(lane, "")
    sketch.join("signed", "look", "return", "Trả lại")
    sketch.after("")
    sketch.task("visit", lane, "Xem thực địa")
    sketch.join("choice", "visit", "more", "Cần thêm")
    sketch.join("visit", "sign")
    version = a_process(sketch.xml())

    course = planned(version.id, new_id())

    assert {one.node: one.condition for one in course.passages} == {
        "look": "",
        "visit": "Cần thêm",
        "sign": "",
    }


def test_who_tracks_by_the_code_reads_no_agency() -> None:
    dossier = a_dossier_at("appraise")

    course = passed_by_code(str(dossier.number))

    assert course is not None
    assert {one.agency for one in course.passages} == {""}
    assert passed_by_code("H42.0-0-0") is None


def turns_of(dossier: Dossier, now: datetime) -> dict[str, list[tuple[str, str]]]:
    tasks = list(Task.objects.filter(subject=dossier.id).order_by("opened_at", "id"))
    names = officer_names(
        [person for task in tasks for person in (task.completed_by, task.assignee)]
    )
    names |= agency_names(task.agency for task in tasks)
    course = passed_for_officers(dossier, tasks, [], names, now)
    assert course is not None
    return {one.node: [(turn.who, turn.standing) for turn in one.turns] for one in course.passages}


def test_officers_read_who_had_a_step_and_whether_in_time() -> None:
    dossier = step_on(an_accepted_dossier())

    early = turns_of(dossier, MONDAY_MORNING + HOUR)
    late = turns_of(dossier, NOW + timedelta(days=20))

    [(who, standing)] = early["assign"]
    assert who
    assert standing in {"early", "on_time", "late"}
    assert early["appraise"] == [("", "")]
    assert late["appraise"] == [("", "overdue")]


SHIFTS = {day: ((time(7, 30), time(11, 30)), (time(13), time(17))) for day in range(5)}
CALENDAR = WorkingCalendar(SHIFTS, frozenset(), frozenset(), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "minutes"),
    [
        ("2026-06-01 08:00", "2026-06-01 09:30", 90),
        ("2026-06-01 11:00", "2026-06-01 13:30", 60),
        ("2026-06-01 16:00", "2026-06-02 08:30", 120),
        ("2026-06-05 16:00", "2026-06-08 07:30", 60),
        ("2026-06-06 08:00", "2026-06-07 08:00", 0),
        ("2026-06-01 07:30", "2026-06-08 07:30", 5 * 480),
        ("2026-06-01 06:00", "2026-06-01 07:00", 0),
    ],
)
def test_only_working_time_counts(first: str, last: str, minutes: int) -> None:
    clock = WorkingClock(CALENDAR, date(2026, 5, 30), date(2026, 6, 30))
    began, ended = (datetime.fromisoformat(one).replace(tzinfo=ZONE) for one in (first, last))

    assert clock.between(began, ended) == minutes


@pytest.mark.parametrize(
    ("minutes", "median", "ninetieth"),
    [([5], 5, 5), ([1, 2], 1, 2), (range(1, 11), 5, 9), (range(1, 101), 50, 90)],
)
def test_percentiles_are_times_that_were_taken(minutes: range, median: int, ninetieth: int) -> None:
    assert usual(minutes, 10) == Usual(median, ninetieth, 10)


def steps_taken(dossier: Dossier, many: int, hours: int, **changed: object) -> list[Task]:
    """Write finished steps of as many dossiers like one, each of so many working hours."""
    like = Task.objects.get(subject=dossier.id, completed_at=None)
    subjects = [
        Dossier(
            **{
                field.attname: getattr(dossier, field.attname)
                for field in Dossier._meta.concrete_fields
                if field.name != "search"
            }
            | {
                "id": new_id(),
                "number": f"H42-{new_id()}",
                "submission_code": str(new_id())[-18:],
                "submission_key": None,
            }
        )
        for _ in range(many)
    ]  # fmt: skip
    Dossier.objects.bulk_create(subjects)
    facts = {
        "node": "appraise", "outcome": "propose", "completed_by": new_id(),
        "opened_at": MONDAY_MORNING, "completed_at": MONDAY_MORNING + hours * HOUR,
    } | changed  # fmt: skip
    tasks = [
        Task(
            **{field.attname: getattr(like, field.attname) for field in Task._meta.concrete_fields}
            | facts
            | {"id": new_id(), "subject": subject.id}
        )
        for subject in subjects
    ]
    return Task.objects.bulk_create(tasks)


def test_the_usual_time_of_a_step_is_told_by_ten_dossiers() -> None:
    dossier = an_accepted_dossier()
    steps_taken(dossier, LEAST - 1, hours=1)
    count_usual_times(at=NOW)
    before = usual_times_of(procedure_of(dossier))

    steps_taken(dossier, 1, hours=2)
    count_usual_times(at=NOW)

    assert before == {}
    assert usual_times_of(procedure_of(dossier)) == {"appraise": Usual(60, 60, LEAST)}


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "sent_back"},
        {"outcome": "timed_out"},
        {"outcome": "cancelled"},
        {
            "opened_at": NOW - timedelta(days=100),
            "completed_at": NOW - timedelta(days=91),
        },
    ],
)
def test_what_was_not_finished_or_is_long_past_says_nothing(changed: dict[str, object]) -> None:
    dossier = an_accepted_dossier()
    steps_taken(dossier, LEAST, hours=1, **changed)

    assert count_usual_times(at=NOW) == 0


def test_a_step_during_which_the_dossier_stood_still_says_nothing() -> None:
    dossier = an_accepted_dossier()
    stood = steps_taken(dossier, LEAST, hours=2)[0]
    Pause.objects.create(
        subject=stood.subject,
        reason="supplement",
        policy="continue",
        basis="-",
        began_at=MONDAY_MORNING + HOUR,
        ended_at=MONDAY_MORNING + 30 * HOUR,
    )

    assert count_usual_times(at=NOW) == 0


def test_counting_again_replaces_what_was_counted() -> None:
    dossier = an_accepted_dossier()
    steps_taken(dossier, LEAST, hours=1)

    assert (count_usual_times(at=NOW), count_usual_times(at=NOW)) == (1, 1)
    assert UsualTime.objects.count() == 1
    assert count_usual_times(at=NOW + timedelta(days=200)) == 0


def test_the_database_keeps_one_usual_time_of_a_step() -> None:
    facts = {"procedure": new_id(), "node": "a", "median_minutes": 1, "ninetieth_minutes": 2}
    UsualTime.objects.create(**facts, dossiers=LEAST)

    with pytest.raises(IntegrityError), transaction.atomic():
        UsualTime.objects.create(**facts, dossiers=LEAST)
