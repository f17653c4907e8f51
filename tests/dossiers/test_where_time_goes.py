"""Where the time of a procedure goes, step by step, and how long it usually takes."""

import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from motcua.deadlines.models import Pause
from motcua.dossiers.jobs import count_figures_nightly
from motcua.dossiers.models import (
    Dossier,
    HandOver,
    LatenessPeriod,
    ProcedureTime,
    StepFigure,
)
from motcua.dossiers.procedure_times import (
    Duration,
    page_of_procedures,
    usual_duration,
    where_time_goes,
)
from motcua.dossiers.usual_times import LEAST, WorkingClock, usual
from motcua.dossiers.where_time_goes import count_where_time_goes
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import new_id
from motcua.workflow.models import Task
from tests.builders import a_procedure, a_province, an_accepted_dossier
from tests.calendars import MONDAY_MORNING, hanoi, national_calendar
from tests.web.portals import copies

pytestmark = pytest.mark.django_db
NOW = hanoi("2026-06-15 09:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def dossier() -> Dossier:
    return an_accepted_dossier()


def taken(dossier: Dossier, many: int, **changed: object) -> list[Task]:
    """Write many dossiers like one, each with a step that waited an hour and took two more."""
    like = Task.objects.get(subject=dossier.id, completed_at=None)
    facts = {field.attname: getattr(like, field.attname) for field in Task._meta.concrete_fields}
    facts |= {
        "node": "appraise", "name": "Thẩm định", "act": "appraise", "outcome": "propose",
        "completed_by": new_id(), "opened_at": MONDAY_MORNING,
        "acknowledged_at": MONDAY_MORNING + HOUR, "completed_at": hanoi("2026-06-01 13:30"),
    } | changed  # fmt: skip
    return Task.objects.bulk_create(
        Task(**{**facts, "id": new_id(), "subject": one.id}) for one in copies(dossier, many)
    )


def the_step() -> tuple[int, int, int, int]:
    row = StepFigure.objects.get()
    return row.waiting_minutes, row.working_minutes, row.paused_minutes, row.dossiers


def test_waiting_and_work_are_told_apart(dossier: Dossier) -> None:
    taken(dossier, LEAST)

    assert count_where_time_goes(at=NOW) == 1
    assert the_step() == (60, 120, 0, LEAST)


def test_fewer_dossiers_are_a_story(dossier: Dossier) -> None:
    taken(dossier, LEAST - 1)

    assert count_where_time_goes(at=NOW) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "sent_back"},
        {"outcome": "cancelled"},
        {"act": "deliver"},
        {"completed_at": NOW - timedelta(days=91), "opened_at": NOW - timedelta(days=99)},
        {"completed_at": NOW},
    ],
)
def test_what_is_unfinished_handed_over_long_past_or_yet_to_come_says_nothing(
    dossier: Dossier, changed: dict[str, object]
) -> None:
    taken(dossier, LEAST, **changed)

    assert count_where_time_goes(at=NOW) == 0


def test_pauses_stand_apart_and_hand_overs_wait(dossier: Dossier) -> None:
    tasks = taken(dossier, LEAST)
    for task in tasks:
        Pause.objects.create(
            subject=task.subject,
            reason="supplement",
            policy="continue",
            basis="-",
            began_at=hanoi("2026-06-01 10:30"),
            ended_at=hanoi("2026-06-01 11:30"),
        )
        HandOver.objects.create(
            dossier_id=task.subject,
            task=task.id,
            to_person=new_id(),
            given_at=MONDAY_MORNING,
            acknowledged_at=MONDAY_MORNING + HOUR / 2,
        )

    count_where_time_goes(at=NOW)

    assert the_step() == (30, 90, 60, LEAST)


def test_the_count_equals_a_slow_one(dossier: Dossier) -> None:
    rng = random.Random(3)  # noqa: S311 -- a repeatable test
    clock = WorkingClock(national_calendar(), hanoi("2026-05-01 00:00").date(), NOW.date())
    sums: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for node in ("appraise", "sign", "issue"):
        for _ in range(15):
            opened = MONDAY_MORNING + rng.randrange(200) * HOUR / 2
            taken_at, ended = (opened + rng.randrange(60) * HOUR / 2 for _ in range(2))
            facts = {"opened_at": opened, "acknowledged_at": taken_at, "completed_at": ended}
            taken(dossier, 1, node=node, **facts)
            wait = clock.between(opened, min(taken_at, ended))
            sums[node].append((wait, clock.between(opened, ended) - wait))

    count_where_time_goes(at=NOW)

    for row in StepFigure.objects.all():
        waits, works = zip(*sums[row.node], strict=True)
        assert row.waiting_minutes == sum(waits) // 15
        assert row.working_minutes == sum(works) // 15
        totals = [wait + work for wait, work in sums[row.node]]
        assert row.ninetieth_minutes == usual(totals, 15).ninetieth
    assert StepFigure.objects.count() == 3


def decided(dossier: Dossier, many: int, on: str, **changed: object) -> list[Dossier]:
    facts = {"accepted_at": MONDAY_MORNING, "status": "decided", "decided_at": hanoi(on)}
    return copies(dossier, many, **{**facts, **changed})


def test_the_usual_duration_counts_working_days_after_acceptance(dossier: Dossier) -> None:
    decided(dossier, 9, "2026-06-04 10:00")
    decided(dossier, 1, "2026-06-08 10:00")

    count_where_time_goes(at=NOW)

    assert usual_duration(dossier.procedure.procedure_id) == Duration(3, 3, 10)
    decided(dossier, 1, "2026-06-08 10:00")
    count_where_time_goes(at=NOW)
    assert usual_duration(dossier.procedure.procedure_id) == Duration(3, 5, 11)


def test_dossiers_that_stood_still_say_nothing_of_the_duration(dossier: Dossier) -> None:
    for one in decided(dossier, LEAST, "2026-06-04 10:00")[:1]:
        Pause.objects.create(
            subject=one.id,
            reason="supplement",
            policy="restart",
            basis="-",
            began_at=MONDAY_MORNING + HOUR,
            ended_at=MONDAY_MORNING + 2 * HOUR,
        )

    count_where_time_goes(at=NOW)

    assert ProcedureTime.objects.get().dossiers == LEAST
    assert usual_duration(dossier.procedure.procedure_id) is None


def test_too_few_dossiers_publish_nothing(dossier: Dossier) -> None:
    decided(dossier, LEAST - 1, "2026-06-04 10:00")

    count_where_time_goes(at=NOW)

    assert usual_duration(dossier.procedure.procedure_id) is None


def test_counting_again_replaces_what_was_counted(dossier: Dossier) -> None:
    taken(dossier, LEAST)
    decided(dossier, LEAST, "2026-06-04 10:00")

    for _ in range(2):
        count_where_time_goes(at=NOW)
    assert (StepFigure.objects.count(), ProcedureTime.objects.count()) == (1, 1)

    count_where_time_goes(at=NOW + timedelta(days=200))
    assert (StepFigure.objects.count(), ProcedureTime.objects.count()) == (0, 0)


def test_a_procedure_tells_its_steps_in_their_order(dossier: Dossier) -> None:
    later = {"opened_at": hanoi("2026-06-01 13:30"), "acknowledged_at": hanoi("2026-06-01 14:30")}
    ended = {"completed_at": hanoi("2026-06-01 15:30")}
    taken(dossier, LEAST, node="a", name="Sau", **later, **ended)
    taken(dossier, LEAST, node="b", name="Trước")
    decided(dossier, LEAST, "2026-06-04 10:00")
    count_where_time_goes(at=NOW)

    found = where_time_goes(dossier.procedure.procedure.code)

    assert [step.name for step in found.steps] == ["Trước", "Sau"]
    assert (found.waiting, found.working, found.waiting_share) == (120, 180, 40)
    assert (found.dossiers, found.duration) == (LEAST, Duration(3, 3, LEAST))
    assert found.name == dossier.procedure.name


def test_a_procedure_of_which_nothing_was_counted_has_no_steps(dossier: Dossier) -> None:
    found = where_time_goes(dossier.procedure.procedure.code)

    assert (list(found.steps), found.duration, found.waiting_share) == ([], None, 0)


def test_an_unknown_procedure_is_refused() -> None:
    with pytest.raises(NotFound):
        where_time_goes("9.999999")


def test_procedures_are_listed_page_by_page_those_with_most_first(dossier: Dossier) -> None:
    for many in range(60):
        version = a_procedure(form=None, components=())
        ProcedureTime.objects.create(
            procedure=version.procedure_id, dossiers=LEAST + many // 2, counted=0
        )
    taken(dossier, LEAST)

    first, following = page_of_procedures()
    second, ending = page_of_procedures(following)

    counts = [one.dossiers for one in [*first, *second]]
    assert counts == sorted(counts, reverse=True)
    assert len({one.code for one in [*first, *second]}) == 60
    assert (len(first), ending) == (50, "")
    assert page_of_procedures("nonsense") == page_of_procedures()


def test_every_night_everything_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    a_province()

    def at_night() -> datetime:
        return NOW

    monkeypatch.setattr("motcua.dossiers.jobs.now", at_night)
    count_figures_nightly(timestamp=0)

    assert LatenessPeriod.objects.get(code="90").counted_at == NOW
