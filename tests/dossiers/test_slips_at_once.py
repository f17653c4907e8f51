"""Numbers of slips when desks and workers issue at the same moment."""

import pytest

from motcua.dossiers.models import Slip
from motcua.dossiers.slips import issue
from tests.builders import an_accepted_dossier
from tests.dossiers.expectations import last_event
from tests.real_database import at_once


@pytest.mark.usefixtures("real_commits")
def test_desks_and_workers_at_once_neither_share_nor_skip_a_number() -> None:
    dossiers = [an_accepted_dossier() for _ in range(4)]
    events = [last_event(dossier, "dossier.accepted") for dossier in dossiers]

    at_once([lambda event=event: issue(event, "receipt") for event in events * 2])  # type: ignore[misc]

    kept = Slip.objects.values_list("number", flat=True)
    assert sorted(kept) == [f"{n}/TTPVHCC" for n in range(1, 5)]
