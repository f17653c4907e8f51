"""The sweep: nothing to say of what the actions wrote, and every planted fault is named."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from motcua.dossiers.models import Dossier
from motcua.events.actions import deliver_next, subscribers
from motcua.events.jobs import sweep_at_night
from motcua.indicators.actions import rebuild
from motcua.kernel.actors import SYSTEM
from motcua.runtime.sweep import (
    FILE_CHANGED,
    FILE_GONE,
    OUTCOME,
    Violation,
    stored_digests,
    sweep,
    sweep_files,
)
from tests.builders import a_decided_dossier, a_procedure, an_accepted_dossier, step_on
from tests.calendars import MONDAY_MORNING
from tests.dossiers.conftest import keys
from tests.real_database import guarded_again, real_commits

__all__ = ["guarded_again", "keys", "real_commits"]
pytestmark = pytest.mark.usefixtures("keys")
NOBODY = "00000000-0000-0000-0000-000000000001"
# What is done to which invariant; {open} is being settled, {done} was handed over, both whole.
FAULTS = {
    "events.gap": "DELETE FROM events_event WHERE subject = '{open}' AND sequence = 1",
    "events.delivery_of_another": "INSERT INTO events_delivery"
    " (event_id, subscriber, subject, failures)"
    " SELECT id, 'x', '{done}', 0 FROM events_event WHERE subject = '{open}' LIMIT 1",
    "dossier.submitted_without_answers": "DELETE FROM dossiers_answers WHERE dossier_id = '{open}'",
    "dossier.submitted_without_event": "DELETE FROM events_event WHERE subject = '{open}'"
    " AND verb = 'dossier.submitted'",
    "dossier.accepted_without_event": "DELETE FROM events_event WHERE subject = '{open}'"
    " AND verb = 'dossier.accepted'",
    "dossier.ended_without_event": "DELETE FROM events_event WHERE subject = '{done}'"
    " AND verb = 'dossier.delivered'",
    "dossier.event_without_state": "UPDATE dossiers_dossier SET status = 'decided',"
    " delivered_at = NULL WHERE id = '{done}'",
    "dossier.accepted_without_process": "UPDATE workflow_processinstance SET subject = '{nobody}'"
    " WHERE subject = '{open}'",
    "dossier.stuck": "UPDATE workflow_task SET completed_at = now(), outcome = 'done'"
    " WHERE subject = '{open}' AND completed_at IS NULL",
    "dossier.closed_with_open_task": "UPDATE workflow_task SET completed_at = NULL"
    " WHERE id = (SELECT id FROM workflow_task WHERE subject = '{done}' LIMIT 1)",
    "dossier.closed_with_running_process": "UPDATE workflow_processinstance SET finished_at = NULL"
    " WHERE subject = '{done}'",
    "dossier.open_with_finished_process": "UPDATE workflow_processinstance"
    " SET finished_at = now() WHERE subject = '{open}'",
    "dossier.decided_without_result": "DELETE FROM dossiers_result WHERE dossier_id = '{done}'",
    "dossier.decided_before_issue": "UPDATE dossiers_result SET issued_at = NULL"
    " WHERE dossier_id = '{done}'",
    "dossier.due_before_acceptance": "UPDATE dossiers_dossier SET due_at = accepted_at"
    " - interval '1 day' WHERE id = '{open}'",
    "dossier.limit_without_due": "UPDATE dossiers_dossier SET due_at = NULL WHERE id = '{open}'",
    "dossier.waits_without_request": "UPDATE dossiers_dossier SET status = 'supplementing'"
    " WHERE id = '{open}'",
    "dossier.request_without_waiting": "INSERT INTO dossiers_supplementrequest"
    " (id, stage, items, requested_by, requested_at, dossier_id)"
    " VALUES (gen_random_uuid(), 'settlement', '[]', '{nobody}', now(), '{open}')",
    "dossier.awaits_without_obligation": "UPDATE dossiers_dossier SET status = 'awaiting_payment'"
    " WHERE id = '{open}'",
    "clock.paused_after_the_end": "INSERT INTO deadlines_pause"
    " (id, subject, reason, policy, basis, began_at)"
    " VALUES (gen_random_uuid(), '{done}', 'x', 'pause', '', now())",
    "clock.pauses_overlap": "INSERT INTO deadlines_pause (id, subject, reason, policy, basis,"
    " began_at, ended_at) SELECT gen_random_uuid(), '{open}', 'x', 'pause', '',"
    " now() + n * interval '1 hour', now() + interval '5 hours' FROM generate_series(1, 2) AS n",
    "clock.task_due_differs": "UPDATE workflow_task SET subject_due_at = subject_due_at"
    " + interval '1 day' WHERE subject = '{open}' AND completed_at IS NULL",
    "task.ended_before_it_began": "UPDATE workflow_task SET completed_at = opened_at"
    " - interval '1 day' WHERE subject = '{done}'",
    "task.instance_of_another": "UPDATE workflow_task SET subject = '{done}'"
    " WHERE subject = '{open}' AND completed_at IS NULL",
    "paper.attachment_without_document": "UPDATE dossiers_attachment SET document = '{nobody}'"
    " WHERE id = (SELECT id FROM dossiers_attachment WHERE dossier_id = '{open}' LIMIT 1)",
    "paper.slip_without_document": "UPDATE dossiers_slip SET document = '{nobody}'"
    " WHERE id = (SELECT id FROM dossiers_slip LIMIT 1)",
    "paper.result_without_document": "UPDATE dossiers_result SET document = '{nobody}'"
    " WHERE dossier_id = '{done}'",
    "paper.signature_without_document": "UPDATE signing_signature SET document = '{nobody}'"
    " WHERE id = (SELECT id FROM signing_signature LIMIT 1)",
    "paper.entry_without_document": "UPDATE results_entry SET document = '{nobody}'",
    "result.granted_without_entry": "DELETE FROM results_entry",
    "result.replaced_by_nothing": "UPDATE results_entry SET replaced_at = now(),"
    " replacement_reason = 'mất'",
    "number.beyond_its_series": "UPDATE dossiers_numberseries SET last = 0 WHERE kind = 'dossier'",
    "facts.missing": "DELETE FROM indicators_dossierfact WHERE id = '{open}'",
    "facts.of_nothing": "UPDATE indicators_dossierfact SET id = '{nobody}' WHERE id = '{open}'",
    "facts.differ": "UPDATE indicators_dossierfact SET due_at = due_at + interval '1 day'"
    " WHERE id = '{open}'",
}


@pytest.fixture
def known(db: None) -> dict[str, str]:
    """One dossier that is being settled, one that was handed over; everybody was told."""
    done = step_on(a_decided_dossier())
    opened = an_accepted_dossier(a_procedure())
    assert Dossier.objects.get(pk=done.pk).status == "delivered"
    _tell_everybody()
    rebuild(by=SYSTEM, at=MONDAY_MORNING)
    return {"open": str(opened.pk), "done": str(done.pk), "nobody": NOBODY}


def _tell_everybody() -> None:
    for name in subscribers():
        while deliver_next(name):
            pass


def swept(files: Path | None = None) -> dict[str, Violation]:
    connection.ensure_connection()
    assert connection.connection is not None
    found = sweep(connection.connection)
    if files is not None:
        found += sweep_files(stored_digests(connection.connection), files)
    return {one.id: one for one in found}


def run(statement: str) -> None:
    """Do what no action does, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement)


def test_what_the_actions_wrote_holds_together(known: dict[str, str]) -> None:
    assert swept(Path(settings.FILES)) == {}


def test_every_planted_fault_is_found_by_its_invariant(known: dict[str, str]) -> None:
    missed = []
    for name, statement in FAULTS.items():
        mark = transaction.savepoint()
        run(statement.format(**known))
        if name not in swept():
            missed.append(name)
        transaction.savepoint_rollback(mark)

    assert missed == []
    assert len(FAULTS) >= 30
    assert swept() == {}


def test_a_file_that_is_gone_and_one_that_was_changed_are_found(known: dict[str, str]) -> None:
    files = Path(settings.FILES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM documents_storedfile ORDER BY digest LIMIT 2")
        (gone,), (changed,) = cursor.fetchall()
    places = [files / one[:2] / one[2:4] / one for one in (gone, changed)]
    contents = [place.read_bytes() for place in places]
    try:
        places[0].unlink()
        places[1].write_bytes(contents[1] + b"x")
        found = swept(files)
    finally:
        for place, content in zip(places, contents, strict=True):
            place.write_bytes(content)

    assert found[FILE_GONE].where == (gone,)
    assert found[FILE_CHANGED].where == (changed,)


@pytest.mark.usefixtures("real_commits")
def test_the_nightly_sweep_notes_when_it_ran_and_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir()
    monkeypatch.setattr(settings, "STATE", tmp_path)

    sweep_at_night(0)

    told = json.loads((tmp_path / OUTCOME).read_text())
    assert told["violations"] == {}
    assert datetime.fromisoformat(told["at"]).tzinfo is not None
