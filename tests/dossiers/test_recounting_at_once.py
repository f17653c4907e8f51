"""Announcing a day while desks accept: whoever counts, every dossier ends on the same calendar."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from motcua.deadlines.proposals import Proposal, ProposedDay
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Recount
from motcua.dossiers.recounting import calendars, moves
from motcua.dossiers.recounts import carry_out, unfinished
from motcua.kernel.actors import Role
from tests.builders import (
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
)
from tests.calendars import MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident
from tests.real_database import at_once

pytestmark = pytest.mark.usefixtures("real_commits")
LATER = MONDAY_MORNING + timedelta(hours=3)
ROUNDS = 12
DESKS = 4


def test_no_dossier_is_accepted_by_days_that_a_recount_has_left_behind() -> None:
    """An act holds the calendar it counts by until it commits, so the recount sees its dossier."""
    province = a_province()
    keeper = an_officer(province.committee, Role.BUSINESS_ADMIN)
    procedure = a_procedure()
    for number in range(ROUNDS):
        waiting = [a_submitted_dossier(procedure) for _ in range(DESKS)]
        clerk = a_receptionist(waiting[0])
        kind = "holiday" if number % 2 == 0 else ""
        proposal = Proposal(days=(ProposedDay(date(2026, 6, 3), kind),))

        def recounted(proposal: Proposal = proposal) -> Recount:
            recount = actions.change_calendar(
                proposal, source="TB 1", expected=0, by=keeper, at=MONDAY_MORNING
            )
            carry_out(recount.id, lambda: LATER)
            return recount

        acts: list[Callable[[], object]] = [
            partial(actions.accept, ident(one), by=clerk, at=MONDAY_MORNING) for one in waiting
        ]
        outcomes = at_once([recounted, *acts])

        assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
        assert len(moves(calendars())) == 0
        expected = hanoi("2026-06-09 17:00" if kind else "2026-06-08 17:00")
        stored = Dossier.objects.filter(pk__in=[one.id for one in waiting])
        assert {one.due_at for one in stored} == {expected}


def test_parts_are_written_by_two_connections_beside_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    province = a_province()
    procedure = a_procedure()
    dossiers = [an_accepted_dossier(procedure) for _ in range(10)]
    keeper = an_officer(province.committee, Role.BUSINESS_ADMIN)
    recount = actions.change_calendar(
        Proposal(days=(ProposedDay(date(2026, 6, 3), "holiday"),)),
        source="TB 1",
        expected=10,
        by=keeper,
        at=MONDAY_MORNING,
    )
    monkeypatch.setattr("motcua.dossiers.recounts.PART", 3)

    assert carry_out(recount.id, lambda: LATER, hands=2)

    recount.refresh_from_db()
    assert (recount.moved, unfinished()) == (10, [])
    stored = Dossier.objects.filter(pk__in=[one.id for one in dossiers])
    assert {one.due_at for one in stored} == {hanoi("2026-06-09 17:00")}
