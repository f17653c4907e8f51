"""When settling a dossier ended, and whether that was in time: the boundaries of indicator 2.1."""

from datetime import datetime
from typing import Any

import pytest

from motcua.deadlines.rules import ZONE
from motcua.indicators.counting import count
from motcua.indicators.engines import OnPostgres
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.rules import Asked, Of
from tests.indicators.facts import DAY, DUE, RECEIVED, SECOND, a_fact, asked, stored
from tests.indicators.slowly import is_in_time

pytestmark = pytest.mark.django_db
RULES = rule_set("766@2022")
END = datetime(2022, 2, 1, tzinfo=ZONE)  # of the period
OPEN: dict[str, Any] = {"status": 4, "finished_at": None}
ASKED: dict[str, Any] = {
    "supplement_count": 1,
    "supplement_requested_at": RECEIVED + DAY,
    "supplement_done_at": RECEIVED + 4 * DAY,
}
WAITING = {**OPEN, **ASKED, "status": 5, "supplement_done_at": None}


def in_time(what: Asked) -> tuple[int, int]:
    counts = count(RULES.parts(), what, OnPostgres())
    return counts[Of.DOSSIERS, ("in_time",)], counts[Of.DOSSIERS, ()]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"finished_at": DUE}, True),
        ({"finished_at": DUE + SECOND}, False),
        # The result was finished in time and fetched later.
        ({"status": 10, "finished_at": DUE, "delivered_at": DUE + 9 * DAY}, True),
        # Only the hand-over is known.
        ({"status": 10, "finished_at": None, "delivered_at": DUE + SECOND}, False),
        ({"status": 10, "finished_at": None, "delivered_at": DUE}, True),
        # Three days of supplement are taken off.
        ({**ASKED, "finished_at": DUE + 3 * DAY}, True),
        ({**ASKED, "finished_at": DUE + 3 * DAY + SECOND}, False),
        # Asked twice, and finished all the same: only the last interval is known and taken off.
        ({**ASKED, "supplement_count": 2, "finished_at": DUE + 3 * DAY}, True),
        # Refused, withdrawn, stopped: then, without taking a supplement off.
        ({"status": 3, "finished_at": DUE}, True),
        ({"status": 7, "finished_at": DUE + SECOND}, False),
        ({**ASKED, "status": 8, "finished_at": DUE + DAY}, False),
        # Waiting for the one supplement: the clock stopped when it was asked for.
        (WAITING, True),
        ({**WAITING, "supplement_requested_at": DUE + SECOND}, False),
        # Asked more than once and not finished.
        ({**WAITING, "supplement_count": 2}, False),
        ({**OPEN, **ASKED, "supplement_count": 2, "due_at": END + DAY}, False),
        # The supplement came: the dossier is open again.
        ({**OPEN, **ASKED}, False),
        ({**OPEN, **ASKED, "due_at": END}, True),
        # Open at the end of the period.
        (OPEN, False),
        ({**OPEN, "due_at": END}, True),
        ({**OPEN, "due_at": END - SECOND}, False),
        # Without a due moment the longest limit of the procedure counts.
        ({"due_at": None, "limit_due_at": DUE, "finished_at": DUE}, True),
        ({"due_at": None, "limit_due_at": DUE, "finished_at": DUE + SECOND}, False),
        ({**ASKED, "due_at": None, "limit_due_at": DUE, "finished_at": DUE + 3 * DAY}, True),
        ({"limit_due_at": DUE - 9 * DAY}, True),
        # Without either, nothing says that it is late.
        ({"due_at": None, "finished_at": END + 900 * DAY}, True),
        ({**OPEN, "due_at": None}, True),
        ({**WAITING, "due_at": None, "supplement_count": 2}, False),
    ],
)
def test_settling_ends_when_the_document_says(given: dict[str, Any], *, expected: bool) -> None:
    fact = a_fact(**given)
    stored(fact)

    assert in_time(asked()) == (int(expected), 1)
    assert is_in_time(fact, asked()) is expected


def test_while_a_period_runs_open_dossiers_are_measured_now() -> None:
    stored(a_fact(**OPEN))

    assert in_time(asked(as_of=DUE)) == (1, 1)
    assert in_time(asked(as_of=DUE + SECOND)) == (0, 1)


@pytest.mark.parametrize(
    ("received", "counts"),
    [
        (datetime(2021, 12, 31, 23, 59, 59, tzinfo=ZONE), 0),
        (datetime(2022, 1, 1, tzinfo=ZONE), 1),
        (datetime(2022, 1, 31, 23, 59, 59, tzinfo=ZONE), 1),
        (datetime(2022, 2, 1, tzinfo=ZONE), 0),
        (None, 0),
    ],
)
def test_a_dossier_belongs_to_the_local_days_on_which_it_was_received(
    received: datetime | None, counts: int
) -> None:
    stored(a_fact(received_at=received, finished_at=DUE))

    assert in_time(asked())[1] == counts


def test_over_tet_the_due_moment_alone_decides() -> None:
    # Received on 28 January 2022, three working days: Tết lies between, due on 9 February.
    received = datetime(2022, 1, 28, 9, tzinfo=ZONE)
    due = datetime(2022, 2, 9, 17, tzinfo=ZONE)
    stored(
        a_fact(received_at=received, due_at=due, finished_at=due),
        a_fact(received_at=received, due_at=due, finished_at=due + SECOND),
        a_fact(received_at=received, due_at=due, **OPEN),
    )

    assert in_time(asked()) == (2, 3)
