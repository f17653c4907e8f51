"""Foreseeing anew every night: from real rows, for every open dossier, by nobody but the system."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from motcua.dossiers.models import Dossier, DueChange
from motcua.dossiers.models.lateness import Cause
from motcua.events.models import Event
from motcua.forecasts import __main__ as night
from motcua.forecasts import jobs
from motcua.forecasts.actions import replace_forecasts
from motcua.forecasts.history import History, read_history
from motcua.forecasts.models import Forecast, Training
from motcua.forecasts.queries import forecast_of, latest_training, most_likely_late
from motcua.forecasts.renewal import renew
from motcua.forecasts.rules import Basis, ForecastsAreNewer
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotPermitted
from tests.builders import a_case_officer, a_dossier_at, an_accepted_dossier
from tests.calendars import MONDAY_MORNING, hanoi
from tests.web.portals import copies

pytestmark = pytest.mark.django_db
TONIGHT = hanoi("2026-06-03 02:45")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> None:
    """Keep the keys of a test's certificates in its own folder."""
    settings.KEYS = tmp_path / "keys"


def a_past(dossier: Dossier, many: int = 12, late: int = 0) -> None:
    """Write finished dossiers like one: they needed three days of five, the late ones nine."""
    came, due = hanoi("2026-05-04 09:00"), hanoi("2026-05-11 17:00")
    known: dict[str, object] = dict.fromkeys(("opened_at", "submitted_at", "accepted_at"), came)
    known |= {"due_at": due, "original_due_at": due, "status": "decided"}
    copies(dossier, many - late, decided_at=hanoi("2026-05-07 09:00"), **known)
    copies(dossier, late, decided_at=hanoi("2026-05-15 09:00"), **known)


def test_an_open_dossier_is_foreseen_from_finished_ones_of_its_procedure() -> None:
    dossier = an_accepted_dossier()
    a_past(dossier)

    renew(TONIGHT)
    foreseen = forecast_of(dossier.id)

    assert foreseen is not None
    assert foreseen.basis is Basis.PROCEDURE
    # None of twelve was late: drawn to the province, where that is as much as half of one in 13.
    assert foreseen.late == pytest.approx(10 * (0.5 / 13) / (12 + 10))
    assert foreseen.likely_at == hanoi("2026-06-04 09:00")
    assert foreseen.overdue is False
    assert foreseen.at == TONIGHT


def test_many_late_ones_make_lateness_likely() -> None:
    dossier = an_accepted_dossier()
    a_past(dossier, 12, late=9)

    renew(TONIGHT)
    foreseen = forecast_of(dossier.id)

    assert foreseen is not None
    assert foreseen.late is not None
    assert foreseen.late > 0.6
    assert dossier.due_at is not None
    assert foreseen.likely_at is not None
    assert foreseen.likely_at >= dossier.due_at


def test_one_that_is_late_already_is_said_to_be() -> None:
    dossier = an_accepted_dossier()
    a_past(dossier, 24, late=12)

    renew(hanoi("2026-06-10 02:45"))
    foreseen = forecast_of(dossier.id)

    assert foreseen is not None
    assert (foreseen.overdue, foreseen.late) == (True, 1.0)
    assert most_likely_late(None, hanoi("2026-06-10 09:00"))[0] == []


def test_while_the_clock_stands_nothing_is_foreseen() -> None:
    dossier = an_accepted_dossier()
    a_past(dossier)
    a_move(dossier, dossier.due_at, None, Cause.SUPPLEMENT, MONDAY_MORNING + timedelta(hours=1))
    Dossier.objects.filter(pk=dossier.id).update(due_at=None, status="supplementing")

    renew(TONIGHT)

    assert forecast_of(dossier.id) is None


def test_a_pause_that_ended_moved_what_was_known() -> None:
    dossier = an_accepted_dossier()
    due, later = dossier.due_at, hanoi("2026-06-09 17:00")
    began, ended = hanoi("2026-06-02 08:00"), hanoi("2026-06-02 16:00")
    a_move(dossier, due, None, Cause.SUPPLEMENT, began)
    a_move(dossier, None, later, Cause.RESUMED, ended)

    history = read_history(hanoi("2026-06-04 09:00"))

    assert history is not None
    place = list(history.lives.ids).index(dossier.id)
    asked = [hanoi("2026-06-01 17:00"), hanoi("2026-06-02 10:00"), hanoi("2026-06-03 17:00")]
    known = [_due_then(history, place, moment) for moment in asked]
    assert known == [hanoi("2026-06-08 17:00"), None, hanoi("2026-06-09 17:00")]


def test_steps_that_are_done_are_read() -> None:
    dossier = a_dossier_at("sign")

    history = read_history(TONIGHT)

    assert history is not None
    steps = history.lives.steps
    assert dossier.id in history.lives.ids
    assert len(steps.opened) == len(set(steps.node.tolist())) > 1


def test_without_any_dossier_nothing_is_learned() -> None:
    assert renew(TONIGHT) is None
    assert latest_training() is None


def test_a_night_is_kept_and_recorded_and_replaces_the_forecasts() -> None:
    dossier = an_accepted_dossier()
    a_past(dossier)
    renew(TONIGHT)
    Dossier.objects.filter(pk=dossier.id).update(decided_at=TONIGHT, status="decided")
    again = an_accepted_dossier()

    training = renew(TONIGHT + DAY)

    assert forecast_of(dossier.id) is None
    assert forecast_of(again.id) is not None
    assert Training.objects.count() == 2
    assert training is not None
    assert latest_training() == training
    assert training.bases == {Forecast.objects.get(dossier=again.id).basis: 1}
    recorded = Event.objects.filter(verb="forecasts.renewed").order_by("id")
    assert [event.facts["forecasts"] for event in recorded] == [1, 1]
    assert recorded[1].subject == training.id


def test_nobody_writes_forecasts_by_hand() -> None:
    dossier = an_accepted_dossier()
    officer = a_case_officer(dossier)

    with pytest.raises(NotPermitted):
        replace_forecasts(_a_night(), [], by=officer, at=TONIGHT)


@pytest.mark.parametrize("at", [TONIGHT, TONIGHT - DAY])
def test_a_night_is_not_kept_twice_nor_after_a_later_one(at: datetime) -> None:
    replace_forecasts(_a_night(), [], by=SYSTEM, at=TONIGHT)

    with pytest.raises(ForecastsAreNewer):
        replace_forecasts(_a_night(), [], by=SYSTEM, at=at)


def test_the_process_of_the_night_renews(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = an_accepted_dossier()
    a_past(dossier)
    monkeypatch.setattr(os, "nice", lambda _: 0)  # the tests stay as quick as they were

    night.main(TONIGHT.isoformat())

    assert forecast_of(dossier.id) is not None


def test_the_worker_starts_it_without_a_limit_for_statements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[tuple[list[str], str]] = []

    def run(command: list[str], *, env: dict[str, str], **_: object) -> None:
        started.append((command, env["MOTCUA_STATEMENT_TIMEOUT_MS"]))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(jobs, "now", lambda: TONIGHT)

    jobs.renew_forecasts_nightly(0)

    moment = TONIGHT.isoformat()
    assert started == [([sys.executable, "-P", "-m", "motcua.forecasts", moment], "0")]


def a_move(
    dossier: Dossier, old: datetime | None, new: datetime | None, cause: Cause, at: datetime
) -> None:
    DueChange.objects.create(
        dossier=dossier, old_due_at=old, new_due_at=new, cause=cause.value, at=at
    )


def _a_night() -> Training:
    return Training(with_model=False, moments=0, dossiers=0)


def _due_then(history: History, place: int, moment: datetime) -> datetime | None:
    """Return the due moment of a dossier as it was known at a moment."""
    at = np.array([history.axis.minute(moment)])
    known = float(history.lives.dues.latest(np.array([place]), at)[0])
    return None if np.isnan(known) else history.axis.moment(known)
