"""The ledger against gaming: each pattern by hand, planted in a year, and its effect."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.deadlines.rules import ZONE
from motcua.indicators.engines import OnPostgres
from motcua.indicators.genuine_rules import genuine_rules
from motcua.indicators.ledger import flagged, ledger, many_flagged
from motcua.indicators.ledger_rules import Effect, ledger_rules
from motcua.indicators.ledger_signs import PATTERNS
from motcua.indicators.models import DossierFact
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.rules import OWN, Asked
from motcua.kernel.errors import NotFound
from tests.indicators.facts import (
    COMMUNE,
    DAY,
    DEPARTMENT,
    DUE,
    RECEIVED,
    SECOND,
    a_fact,
    asked,
    stored,
)
from tests.indicators.test_engines import exported

RULES, GENUINE, INDEX = ledger_rules(), genuine_rules(), rule_set("766@2022")
HOUR = timedelta(hours=1)
CUT_OFF = datetime(2022, 1, 14, 23, 59, 5, tzinfo=ZONE)


def found(what: Asked | None = None) -> dict[str, Effect]:
    effects = ledger(what or asked(), RULES, INDEX, OnPostgres())
    return {one.pattern.id: one for one in effects}


def numbers_with(name: str) -> set[str]:
    rows = flagged(name, asked(), RULES, GENUINE, OnPostgres(), most=1000)
    return {row["number"] for row in rows}


def batch(many: int, **given: object) -> list[DossierFact]:
    return [a_fact(finished_at=CUT_OFF + n * SECOND, **given) for n in range(many)]


def refiled(days: int, owner: int = 1, status: int = 8, **given: object) -> list[DossierFact]:
    ended = RECEIVED + DAY
    again = {"owner": owner, "source": OWN, "procedure": "1.1", **given}
    closed = a_fact(owner=owner, source=OWN, procedure="1.1", status=status, finished_at=ended)
    return [closed, a_fact(received_at=ended + days * DAY, finished_at=None, status=4, **again)]


Facts = list[DossierFact]
# For each pattern: dossiers of which the first ones show it, how many do.
CASES: Sequence[tuple[str, Callable[[], Facts], int]] = [
    ("due_moved", lambda: [a_fact(first_due_at=DUE - SECOND)], 1),
    ("due_moved", lambda: [a_fact(first_due_at=DUE)], 0),
    ("due_moved", lambda: [a_fact(first_due_at=DUE - DAY, supplement_requested_at=RECEIVED)], 0),
    ("due_moved", lambda: [a_fact(source=OWN, first_due_at=DUE - DAY, due_untraced=False)], 0),
    ("due_moved", lambda: [a_fact(source=OWN, first_due_at=DUE, due_untraced=True)], 1),
    ("end_before_start", lambda: [a_fact(finished_at=RECEIVED - SECOND)], 1),
    ("end_before_start", lambda: [a_fact(submitted_at=RECEIVED + SECOND)], 1),
    ("end_before_start", lambda: [a_fact(finished_at=RECEIVED, submitted_at=RECEIVED)], 0),
    ("delivered_before_finished", lambda: [a_fact(delivered_at=DUE - DAY - SECOND)], 1),
    ("delivered_before_finished", lambda: [a_fact(delivered_at=DUE - DAY)], 0),
    ("finished_at_pause", lambda: [a_fact(supplement_requested_at=DUE - DAY - 60 * SECOND)], 1),
    ("finished_at_pause", lambda: [a_fact(supplement_requested_at=DUE - DAY - 61 * SECOND)], 0),
    (
        "finished_at_pause",
        lambda: [a_fact(supplement_requested_at=DUE - DAY, supplement_done_at=DUE)],
        0,
    ),
    ("finished_at_pause", lambda: [a_fact(status=5, supplement_requested_at=DUE - DAY)], 0),
    ("closed_without_due", lambda: [a_fact(due_at=None, finished_at=RECEIVED + 59 * SECOND)], 1),
    ("closed_without_due", lambda: [a_fact(due_at=None, finished_at=RECEIVED + 60 * SECOND)], 0),
    ("closed_without_due", lambda: [a_fact(finished_at=RECEIVED)], 0),
    ("refiled", lambda: refiled(0), 1),
    ("refiled", lambda: refiled(7), 1),
    ("refiled", lambda: refiled(8), 0),
    ("refiled", lambda: refiled(1, status=3), 0),
    ("refiled", lambda: refiled(1, procedure="1.2"), 0),
    ("refiled", lambda: refiled(1, owner=1)[:1], 0),
    ("second_supplement", lambda: [a_fact(supplement_count=2)], 1),
    ("second_supplement", lambda: [a_fact(supplement_count=1)], 0),
    ("last_hour_supplement", lambda: [a_fact(supplement_requested_at=DUE - HOUR)], 1),
    ("last_hour_supplement", lambda: [a_fact(supplement_requested_at=DUE - HOUR - SECOND)], 0),
    ("last_hour_supplement", lambda: [a_fact(supplement_requested_at=DUE + SECOND)], 0),
    (
        "last_hour_supplement",
        lambda: [
            a_fact(
                supplement_requested_at=DUE - HOUR,
                supplement_done_at=DUE + DAY,
                due_at=DUE + DAY + HOUR,
            )
        ],
        1,
    ),
    (
        "last_hour_supplement",
        lambda: [a_fact(supplement_requested_at=DUE, due_at=None, first_due_at=DUE)],
        1,
    ),
    ("batch_at_cut_off", lambda: batch(10), 10),
    ("batch_at_cut_off", lambda: batch(9), 0),
    ("batch_at_cut_off", lambda: [*batch(6), *batch(6, settling_agency=COMMUNE)], 0),
    ("batch_at_cut_off", lambda: [*batch(9), *batch(1, received_at=RECEIVED - 30 * DAY)], 9),
    ("marked_online", lambda: [a_fact(submitter="officer"), a_fact(submitter="self")], 1),
    ("marked_online", lambda: [a_fact(submitter="officer", channel=1)], 0),
    ("self_rating", lambda: [a_fact(submitter="officer", rating="like")], 1),
    ("self_rating", lambda: [a_fact(submitter="officer", rating="dislike")], 0),
    ("self_rating", lambda: [a_fact(submitter="self", rating="like")], 0),
    ("input_as_result", lambda: [a_fact(result_is_input=True), a_fact()], 1),
    ("renumbered", lambda: [a_fact(number="H42.34-220111-0001")], 1),
    ("renumbered", lambda: [a_fact(number="000.00.34.H42-20220111-0000001")], 1),
    ("renumbered", lambda: [a_fact(number="H42.34-220110-0001")], 0),
    ("renumbered", lambda: [a_fact(number="H42.34-220109-0001")], 0),
    (
        "renumbered",
        lambda: [
            a_fact(
                number="H42.34-220110-0009",
                received_at=datetime(2022, 1, 9, 17, 0, 0, tzinfo=UTC),
            )
        ],
        0,
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "facts", "many"), CASES)
def test_a_pattern_is_found_where_it_is_and_nowhere_else(
    name: str, facts: Callable[[], Facts], many: int
) -> None:
    drawn = facts()
    stored(*drawn)

    assert numbers_with(name) == {one.number for one in drawn[:many]}


@pytest.mark.django_db
def test_the_days_of_closing_are_local_and_end_with_the_month() -> None:
    def at(text: str) -> Facts:
        agency = {"settling_agency": f"A{text[:10]}"}
        return [a_fact(finished_at=datetime.fromisoformat(text), **agency) for _ in range(10)]

    stored(
        *at("2022-01-13T23:59:30+07:00"),
        *at("2022-01-14T00:00:00+07:00"),
        *at("2022-01-30T23:59:30+07:00"),
        *at("2022-01-31T00:00:00+07:00"),
        *at("2022-02-28T10:00:00+07:00"),
    )

    days = {
        row["settling_agency"]
        for row in flagged("batch_at_cut_off", asked(), RULES, GENUINE, OnPostgres(), most=99)
    }

    assert days == {"A2022-01-14", "A2022-01-31", "A2022-02-28"}


@pytest.mark.django_db
def test_the_effect_is_the_index_without_the_help_of_those_dossiers() -> None:
    stored(
        a_fact(synced=True),
        a_fact(synced=True, supplement_count=2),
        a_fact(synced=True, supplement_count=2, finished_at=DUE + DAY),  # late already
        a_fact(synced=True, finished_at=DUE + DAY),
    )

    effect = found()["second_supplement"]

    # in time 2 of 4 is 10 points of 20; without one of the two, 1 of 4 is 5
    assert effect.dossiers == 2
    assert effect.points == {"2.1": (Decimal("10.00"), Decimal("5.00"))}
    assert effect.gained == Decimal("5.00")


@pytest.mark.django_db
def test_dossiers_that_others_filed_do_not_help_the_official_rate() -> None:
    stored(
        *(a_fact(synced=True, result_electronic=True, submitter="self") for _ in range(2)),
        *(a_fact(synced=True, result_electronic=True, submitter="officer") for _ in range(2)),
        *(a_fact(synced=True, channel=1) for _ in range(16)),
    )

    effect = found()["marked_online"]

    # online 4 of 20 against 2 of 20, full points at 50 %
    before, after = effect.points["3.3"]
    assert after * 2 == before
    assert effect.gained == before - after > 0


@pytest.mark.django_db
def test_an_agency_has_its_own_ledger() -> None:
    stored(a_fact(supplement_count=2), a_fact(supplement_count=3, settling_agency=COMMUNE))

    assert found(asked(DEPARTMENT))["second_supplement"].dossiers == 1
    assert found()["second_supplement"].dossiers == 2


def test_each_pattern_that_has_records_has_one_condition() -> None:
    assert {one.id for one in RULES.readable} == set(PATTERNS)
    assert len(PATTERNS) >= 12
    known = {one.id for one in INDEX.indicators}
    assert all(set(one.inflates) <= known for one in RULES.patterns)


def test_a_pattern_without_records_has_no_list() -> None:
    with pytest.raises(NotFound):
        RULES.pattern("differs_from_sync")


def a_clean_year(many: int) -> Facts:
    """Draw a year of ordinary dossiers, with late ones and supplements among them."""
    any_of = Random(7)  # noqa: S311 -- the same year every time
    drawn = []
    for n in range(many):
        day = datetime(2022, 1, 3, 8, tzinfo=ZONE) + any_of.randrange(350) * DAY
        submitted = day + any_of.randrange(8 * 3600) * SECOND
        received = submitted + any_of.randrange(300, 30_000) * SECOND
        due = received + any_of.randrange(3, 20) * DAY
        finished = received + any_of.randrange(3600, 15 * 86_400) * SECOND
        asked_at = received + HOUR if n % 15 == 0 else None
        channel = any_of.choice([1, 2, 2, 3])
        drawn.append(
            a_fact(
                number=f"{DEPARTMENT}-{received:%y%m%d}-{n:05}",
                settling_agency=any_of.choice([DEPARTMENT, COMMUNE]),
                channel=channel,
                status=10,
                submitted_at=submitted,
                received_at=received,
                due_at=due,
                first_due_at=due,
                finished_at=finished,
                delivered_at=finished + any_of.randrange(90_000) * SECOND,
                supplement_requested_at=asked_at,
                supplement_done_at=asked_at and asked_at + DAY,
                supplement_count=int(asked_at is not None),
                submitter=any_of.choice(["self", "self", "assisted"]) if channel == 2 else "",
                device=any_of.randrange(10**6) if channel == 2 else None,
                reception_seconds=int((received - submitted).total_seconds()),
                rating=any_of.choice(["", "like", "dislike"]),
            )
        )
    return drawn


@pytest.mark.django_db
def test_planted_patterns_are_found_in_a_year_and_clean_dossiers_are_left_alone() -> None:
    clean = a_clean_year(3000)
    planted = {name: facts()[:many] for name, facts, many in CASES if many}
    everything = [one for name, facts, many in CASES if many for one in facts()]
    stored(*clean, *everything)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE indicators_dossierfact")  # as autovacuum does of so many
    year = asked(first=date(2022, 1, 1), last=date(2022, 12, 31))

    effects = found(year)
    suspicious = {
        row["number"]
        for name in PATTERNS
        for row in flagged(name, year, RULES, GENUINE, OnPostgres(), most=10_000)
    }

    assert all(effects[name].dossiers > 0 for name in planted)
    assert len(planted) == len(PATTERNS) >= 12
    wrongly = suspicious & {one.number for one in clean}
    assert len(wrongly) <= len(clean) / 100


@pytest.mark.django_db
def test_engines_agree_and_counts_are_lists() -> None:
    stored(*(one for _name, facts, _many in CASES for one in facts()))

    live = found()
    with exported() as files:
        on_files = ledger(asked(), RULES, INDEX, files)

    assert {one.pattern.id: one for one in on_files} == live
    for name, effect in live.items():
        many = many_flagged(name, asked(), RULES, OnPostgres())
        assert len(numbers_with(name)) == many == effect.dossiers > 0


@pytest.mark.django_db
def test_the_ledger_is_three_statements_and_one_before_the_first() -> None:
    stored(a_fact())

    with CaptureQueriesContext(connection) as captured:
        found()

    assert len(captured.captured_queries) == 3 + 1
