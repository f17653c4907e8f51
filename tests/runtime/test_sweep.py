"""The sweep: nothing to say of what the actions wrote, and every planted fault is named."""

import json
import tomllib
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
from tests.exchange.peers import a_peer
from tests.real_database import guarded_again, real_commits

__all__ = ["guarded_again", "keys", "real_commits"]
pytestmark = pytest.mark.usefixtures("keys")
NOBODY = "00000000-0000-0000-0000-000000000001"
PLANTED = Path(__file__).resolve().parents[2] / "gates" / "shared" / "planted.toml"
FAULTS = {one["breaks"]: one["sql"] for one in tomllib.loads(PLANTED.read_text("utf-8"))["fault"]}


@pytest.fixture
def known(db: None) -> dict[str, str]:
    """One dossier that is being settled, one that was handed over; all were told, a peer too."""
    a_peer()
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
    assert connection.connection is not None
    gone, changed, *_ = stored_digests(connection.connection)
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
