"""How long people take to fill in: measured when enough did it in one sitting."""

from datetime import timedelta

import pytest

from motcua.dossiers.filling_times import LEAST, count_filling_times, filling_time_of
from motcua.dossiers.models import Dossier
from motcua.events.models import Event
from motcua.forms.filling_time import estimated_minutes, seconds_of
from tests.builders import FORM, a_procedure, a_submitted_dossier
from tests.calendars import MONDAY_MORNING

pytestmark = pytest.mark.django_db
TONIGHT = MONDAY_MORNING + timedelta(hours=12)


def filed_after(minutes: int, many: int, version: object) -> None:
    for _ in range(many):
        dossier = a_submitted_dossier(version, papers=())  # type: ignore[arg-type]
        begun = MONDAY_MORNING - timedelta(minutes=minutes)
        Dossier.objects.filter(pk=dossier.id).update(opened_at=begun)


def test_enough_sittings_tell_how_long_filling_in_takes() -> None:
    version = a_procedure(components=())
    filed_after(6, LEAST - 2, version)
    filed_after(20, 3, version)

    count_filling_times(at=TONIGHT)

    told = filling_time_of(version.procedure_id)
    assert told is not None
    assert (told.median, told.ninetieth, told.dossiers) == (6, 20, LEAST + 1)


def test_few_sittings_or_long_breaks_or_one_message_say_nothing() -> None:
    version = a_procedure(components=())
    filed_after(6, LEAST - 1, version)
    filed_after(600, 2, version)
    filed_after(0, 2, version)

    assert count_filling_times(at=TONIGHT) == 0
    assert filling_time_of(version.procedure_id) is None


def test_counting_again_replaces_what_was_counted() -> None:
    version = a_procedure(components=())
    filed_after(6, LEAST, version)
    count_filling_times(at=TONIGHT)

    count_filling_times(at=TONIGHT + timedelta(days=120))

    assert filling_time_of(version.procedure_id) is None
    assert Event.objects.exists()


def test_a_form_is_estimated_by_its_questions() -> None:
    question = FORM["pages"][0]["fields"][0]
    twenty = {"id": "a", "fields": [question] * 20}

    assert estimated_minutes({"pages": [twenty]}) == -(-20 * seconds_of(question) // 60)
    assert estimated_minutes({"pages": [{**twenty, "show_if": "x"}]}) == -(
        -10 * seconds_of(question) // 60
    )
    assert estimated_minutes({"pages": [{"id": "a", "fields": []}]}) == 1


def test_reading_a_question_takes_time_too_and_a_group_takes_that_of_its_parts() -> None:
    plain = {"kind": "text", "label": {"vi": "Tên"}}
    wordy = {"kind": "text", "label": {"vi": "chữ " * 90}}
    table = {"id": "t", "kind": "table", "label": {"vi": "Con"}, "fields": [plain, plain]}

    assert seconds_of(wordy) > seconds_of(plain) > 0
    assert seconds_of(table) > 2 * seconds_of(plain)
    assert seconds_of({"kind": "unheard_of"}) == 0
