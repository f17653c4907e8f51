"""After a breach: who read what between two moments."""

from datetime import timedelta

import pytest

from motcua.documents.actions import note_reading
from motcua.documents.models import Document
from motcua.documents.reading_rules import Why
from motcua.dossiers.models import Attachment
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotPermitted
from motcua.privacy.actions import find, note_looks, note_reads_taken
from motcua.privacy.reading_log import HEADER, Asked, reads_between
from tests.builders import a_case_officer, a_dossier_at, a_receptionist
from tests.calendars import MONDAY_MORNING

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def lines(**given: object) -> list[dict[str, object]]:
    asked = Asked(MONDAY_MORNING, MONDAY_MORNING + HOUR, **given)  # type: ignore[arg-type]
    return [dict(zip(HEADER, row, strict=True)) for row in reads_between(asked)]


def test_looks_papers_and_searches_stand_in_one_list_by_time_with_names_and_reasons() -> None:
    dossier = a_dossier_at("appraise")
    officer, clerk = a_case_officer(dossier), a_receptionist(dossier)
    document = Attachment.objects.get(dossier=dossier).document
    assert document is not None
    paper = Document.objects.get(pk=document)
    note_looks([dossier.id], by=clerk, at=MONDAY_MORNING - timedelta(seconds=1))
    find("Nguyễn Thị Mẫu", by=officer, at=MONDAY_MORNING)
    find("Không Ai Cả", by=officer, at=MONDAY_MORNING + timedelta(minutes=1))
    note_looks([dossier.id], by=officer, at=MONDAY_MORNING + timedelta(minutes=2))
    note_reading(paper, why=Why.DUTY, by=clerk, at=MONDAY_MORNING + timedelta(minutes=3))
    note_looks([dossier.id], by=clerk, at=MONDAY_MORNING + HOUR)

    found = lines()

    assert [(one["what"], one["why"]) for one in found] == [
        ("search", "name"),
        ("search", "name"),
        ("look", "unit"),
        ("paper", "duty"),
    ]
    assert [one["number"] for one in found] == [
        dossier.number,
        None,
        dossier.number,
        dossier.number,
    ]
    assert found[3]["about"] == paper.id
    assert found[2]["agency"] == "Ủy ban nhân dân xã Mẫu"
    assert len(lines(person=officer.who)) == 3
    assert len(lines(dossier=dossier.id)) == 3
    assert lines(agency="H42.03") == []


def test_taking_the_log_out_is_noted_by_the_system_alone() -> None:
    until = MONDAY_MORNING + HOUR

    note_reads_taken(since=MONDAY_MORNING, until=until, many=4, by=SYSTEM, at=until)

    assert Event.objects.get(verb="reads.taken").facts["lines"] == 4
    by = a_case_officer(a_dossier_at("appraise"))
    with pytest.raises(NotPermitted):
        note_reads_taken(since=MONDAY_MORNING, until=until, many=4, by=by, at=until)
