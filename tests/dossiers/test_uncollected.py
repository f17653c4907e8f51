"""Results that nobody has come for."""

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import ResultNotReady
from motcua.dossiers.uncollected import RemindedLately, uncollected
from motcua.kernel.errors import NotPermitted
from tests.builders import a_case_officer, a_decided_dossier, a_receptionist, an_accepted_dossier
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, verbs
from tests.web.portals import copies

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(days=4)


def test_what_waited_long_enough_is_listed_the_longest_first() -> None:
    dossier = a_decided_dossier()
    desk = a_receptionist(dossier)
    (older,) = copies(
        dossier, 1, decided_at=MONDAY_MORNING, accepted_at=MONDAY_MORNING - timedelta(days=1),
        submitted_at=MONDAY_MORNING - timedelta(days=1),
    )  # fmt: skip
    Dossier.objects.filter(pk=dossier.id).update(decided_at=MONDAY_MORNING + timedelta(hours=1))

    found, following = uncollected(desk, 3, LATER)

    assert [(one.dossier.id, one.days) for one in found] == [(older.id, 4), (dossier.id, 3)]
    assert following is None
    assert uncollected(desk, 10, LATER)[0] == []


def test_the_list_goes_on_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.dossiers.uncollected.PAGE", 2)
    dossier = a_decided_dossier()
    desk = a_receptionist(dossier)
    copies(dossier, 2)

    first, following = uncollected(desk, 3, LATER)
    second, last = uncollected(desk, 3, LATER, following)

    assert (len(first), len(second), last) == (2, 1, None)


def test_the_applicant_is_reminded_and_not_again_for_some_days() -> None:
    dossier = a_decided_dossier()
    desk = a_receptionist(dossier)

    actions.remind_collection(ident(dossier), by=desk, at=MONDAY_MORNING)

    assert verbs(dossier)[-1] == "dossier.collection_reminded"
    with pytest.raises(RemindedLately):
        actions.remind_collection(ident(dossier), by=desk, at=MONDAY_MORNING)
    (one,), _ = uncollected(desk, 3, LATER)
    assert one.reminded_at == MONDAY_MORNING
    actions.remind_collection(ident(dossier), by=desk, at=LATER)


def test_only_the_desk_reminds_and_only_of_what_is_there() -> None:
    dossier = a_decided_dossier()
    with pytest.raises(NotPermitted):
        actions.remind_collection(ident(dossier), by=a_case_officer(dossier), at=MONDAY_MORNING)
    waiting = an_accepted_dossier()
    with pytest.raises(ResultNotReady):
        actions.remind_collection(ident(waiting), by=a_receptionist(waiting), at=MONDAY_MORNING)
