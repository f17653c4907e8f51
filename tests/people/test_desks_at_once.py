"""Desks that register an organisation and its representatives at the same moment."""

from functools import partial

import pytest

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.people import actions
from motcua.people.models import Mandate, Organisation
from tests.builders import a_person
from tests.calendars import MONDAY_MORNING
from tests.real_database import at_once
from tests.representing import an_organisation, facts_of, mandate_terms

pytestmark = pytest.mark.usefixtures("real_commits")
DESKS = 4


def test_an_organisation_is_registered_once_however_many_desks_see_its_paper() -> None:
    facts = facts_of()
    register = partial(
        actions.register_organisation, facts, evidence="GCN", by=SYSTEM, at=MONDAY_MORNING
    )

    kept = at_once([register] * DESKS)

    one = Organisation.objects.get()
    assert kept == [one] * DESKS
    assert Event.objects.filter(subject=one.id, verb="organisation.registered").count() == 1


def test_a_person_holds_one_mandate_however_many_desks_record_it() -> None:
    known, person = an_organisation(), a_person()
    note = partial(
        actions.record_mandate,
        known.id, person.id, mandate_terms(), by=SYSTEM, at=MONDAY_MORNING,
    )  # fmt: skip

    given = at_once([note] * DESKS)

    assert all(isinstance(one, Mandate) for one in given)
    assert Mandate.objects.filter(revoked_at=None).count() == 1
    assert Mandate.objects.count() == DESKS
