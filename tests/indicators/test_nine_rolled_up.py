"""The nine indexes from figures of months are what counting every dossier gives."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from motcua.deadlines.rules import ZONE
from motcua.dossiers.models import Dossier
from motcua.indicators import counting_anew, engines, nine_rolled_up
from motcua.indicators.actions import count_month, keep_facts, rebuild, refresh_figures
from motcua.indicators.engines import OnPostgres
from motcua.indicators.models import (
    DossierFact,
    NineFigures,
    NineMonths,
    ProcedureFact,
    StaleNine,
)
from motcua.indicators.nine import evaluated
from motcua.indicators.nine_cells import (
    DOSSIERS_OF,
    SUMS,
    Whose,
    known_column,
    nine_one_by_one,
    points_column,
)
from motcua.indicators.nine_listed import Place
from motcua.indicators.nine_points import POINTS, column_of
from motcua.indicators.nine_rules import nine_rules
from motcua.indicators.rules import Asked
from motcua.kernel.actors import SYSTEM
from tests.builders import a_case_officer, a_decided_dossier
from tests.indicators.facts import (
    AFTERWARDS,
    COMMUNE,
    DAY,
    DEPARTMENT,
    DUE,
    RECEIVED,
    a_fact,
    a_procedure,
    asked,
    stored,
)

pytestmark = pytest.mark.django_db
MONTH = 31 * DAY
PERIODS = [
    asked(last=date(2022, 12, 31)),
    asked(),
    asked(first=date(2022, 1, 1), last=date(2022, 3, 31)),
    asked(first=date(2022, 1, 10), last=date(2022, 2, 12)),
    asked(first=date(2022, 2, 3), last=date(2022, 2, 20)),
    asked(COMMUNE, last=date(2022, 12, 31)),
]
Sums = dict[tuple[str, str], dict[str, int]]


def refresh() -> None:
    refresh_figures(by=SYSTEM, at=AFTERWARDS)
    while count_month(by=SYSTEM, at=AFTERWARDS):
        pass


def summed(rows: list[Any], whose: Whose) -> Sums:
    who = "settling_agency" if whose is Whose.AGENCY else "officer"
    return {
        (str(row[who]), row["procedure"]): {name: int(row[name]) for name in SUMS} for row in rows
    }


def agrees(what: Asked) -> list[Sums]:
    """Compare with reading every dossier, which is no way of summing cells."""
    plain = []
    for whose in Whose:
        plain.append(summed(OnPostgres().rows(nine_one_by_one(what, whose)), whose))
        assert summed(OnPostgres().nine(what, whose), whose) == plain[-1]
    return plain


def behind(what: Asked, counted: list[Sums]) -> list[Sums]:
    """Sum the dossiers listed behind each agency and each officer, read page by page."""
    found: list[Sums] = []
    for whose, sums in zip(Whose, counted, strict=True):
        listed = Counter[tuple[str, str, str]]()
        for who in {who for who, _ in sums}:
            for row in paged(what, whose, who):
                listed[who, row["procedure"], DOSSIERS_OF] += 1
                for one in POINTS:
                    points = row[column_of(one)]
                    listed[who, row["procedure"], points_column(one)] += points or 0
                    listed[who, row["procedure"], known_column(one)] += points is not None
        found.append({key: {name: listed[*key, name] for name in SUMS} for key in sums})
    return found


def paged(what: Asked, whose: Whose, who: str) -> list[Any]:
    rows: list[Any] = []
    while page := OnPostgres().nine_behind(
        what, whose, who, Place(rows[-1]["received_at"], rows[-1]["id"]) if rows else None, most=7
    ):
        rows += page
    assert len({row["id"] for row in rows}) == len(rows)
    return rows


def drawn(draw: random.Random, many: int) -> list[DossierFact]:
    """Return dossiers of other systems with any points, of a few months, agencies, procedures;
    some have the same number in two systems, and many come at the same moment."""

    def one() -> DossierFact:
        received = RECEIVED + draw.randrange(100) * DAY
        due = draw.choice([None, received + 9 * DAY])
        asked_at = draw.choice([None, received + DAY])
        return a_fact(
            settling_agency=draw.choice([DEPARTMENT, COMMUNE, "H42.9"]),
            procedure=draw.choice(["1.000001", "1.000002", "1.9"]),
            channel=draw.choice([1, 2, 3]),
            status=draw.choice([4, 8, 9, 9, 10, 10]),
            received_at=received,
            due_at=due,
            limit_due_at=draw.choice([None, received + 8 * DAY]),
            finished_at=draw.choice(
                [received + draw.randrange(14) * DAY, received + draw.randrange(14) * DAY, None]
            ),
            supplement_requested_at=asked_at,
            supplement_done_at=asked_at and asked_at + draw.randrange(5) * DAY,
            supplement_count=draw.randrange(3),
            rating=draw.choice(["", "like", "dislike"]),
            result_electronic=draw.choice([True, False]),
        )

    found = [one() for _ in range(many)]
    for first, second in zip(found[::9], found[1::9], strict=False):
        second.number, second.source = first.number, "another"
    return found


Change = Callable[[], object]
# What happens after a dossier was settled, and changes points.
CHANGES: list[Change] = [
    lambda: a_procedure("1.000002", gives_document=False),
    lambda: stored(a_fact(settling_agency=COMMUNE)),
    lambda: stored(a_fact(received_at=RECEIVED + 20 * MONTH)),
    # reopened, and settled again by another agency
    lambda: DossierFact.objects.filter(settling_agency=COMMUNE).update(status=4, finished_at=None),
    lambda: DossierFact.objects.filter(settling_agency=COMMUNE).update(
        status=9, finished_at=DUE, settling_agency="H42.9"
    ),
    # another calendar moved what was promised
    lambda: DossierFact.objects.filter(due_at=DUE).update(due_at=DUE - 3 * DAY),
    lambda: DossierFact.objects.filter(settling_agency=DEPARTMENT).update(
        received_at=RECEIVED + 2 * MONTH, month="2022-03"
    ),
    lambda: DossierFact.objects.filter(settling_agency="H42.9").delete(),
    lambda: ProcedureFact.objects.filter(code="1.000001").update(content_complete=False),
    lambda: ProcedureFact.objects.filter(code="1.000001").update(online=False),
    lambda: ProcedureFact.objects.filter(code="1.000001").delete(),
]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_dossiers_are_cells_sum_to_the_same_points(seed: int) -> None:
    a_procedure()
    a_procedure("1.000002", online=False, gives_document=False)
    draw = random.Random(seed)  # noqa: S311 -- nothing is hidden
    stored(*drawn(draw, 60))
    uncounted = [agrees(what) for what in PERIODS]

    refresh()
    assert [agrees(what) for what in PERIODS] == uncounted
    assert not StaleNine.objects.exists()
    stored(*drawn(draw, 20))
    chosen = DossierFact.objects.filter(channel=draw.choice([1, 2, 3]))
    chosen.update(status=draw.choice([4, 9, 10]), finished_at=RECEIVED + 12 * DAY)
    live = [agrees(what) for what in PERIODS]
    refresh()

    assert [agrees(what) for what in PERIODS] == live
    assert not StaleNine.objects.exists()
    assert [behind(what, sums) for what, sums in zip(PERIODS, live, strict=True)] == live
    assert evaluated(PERIODS[0], Whose.AGENCY, nine_rules(), OnPostgres())


def test_what_happens_after_settling_is_counted_at_once_and_kept_then() -> None:
    a_procedure()
    stored(*(a_fact(settling_agency=one) for one in (DEPARTMENT, DEPARTMENT, COMMUNE)))
    stored(a_fact(settling_agency=COMMUNE, procedure="1.000002", result_electronic=True))
    periods = [asked(last=date(2023, 12, 31)), asked()]
    refresh()
    seen = [[agrees(what) for what in periods]]

    for change in CHANGES:
        change()
        seen.append([agrees(what) for what in periods])
        refresh()
        assert [agrees(what) for what in periods] == seen[-1]
        assert not StaleNine.objects.exists()

    assert [n for n in range(1, len(seen)) if seen[n] == seen[n - 1]] == []
    kept = list(NineFigures.objects.order_by("pk").values())
    NineMonths.objects.all().delete()
    refresh()
    assert list(NineFigures.objects.order_by("pk").values()) == kept


def test_a_dossier_under_way_marks_nothing() -> None:
    stored(a_fact(status=4, finished_at=None))

    DossierFact.objects.update(status=5)

    assert not StaleNine.objects.exists()


def test_records_that_no_fact_tells_are_counted_anew_when_they_are_heard_of() -> None:
    dossier = a_decided_dossier()
    first, second = a_case_officer(dossier).who, uuid4()
    Dossier.objects.filter(pk=dossier.pk).update(case_officer=first)
    rebuild(by=SYSTEM, at=AFTERWARDS)
    refresh()
    whole = asked(first=date(2020, 1, 1), last=date(2030, 1, 1))
    assert {who for who, _ in agrees(whole)[1]} == {str(first)}

    Dossier.objects.filter(pk=dossier.pk).update(case_officer=second)
    keep_facts(dossier.id, by=SYSTEM, at=AFTERWARDS)

    assert {who for who, _ in agrees(whole)[1]} == {str(second)}
    refresh()
    told = agrees(whole)
    assert {who for who, _ in told[1]} == {str(second)}
    assert behind(whole, told) == told


def test_months_are_counted_one_by_one_the_newest_first() -> None:
    stored(*(a_fact(received_at=RECEIVED + n * MONTH) for n in range(3)))

    assert [count_month(by=SYSTEM, at=AFTERWARDS) for _ in range(2)] == [True, True]

    counted = NineMonths.objects.order_by("begins").values_list("begins", flat=True)
    assert list(counted) == [datetime(2022, month, 1, tzinfo=ZONE) for month in (2, 3)]
    assert [count_month(by=SYSTEM, at=AFTERWARDS) for _ in range(2)] == [True, False]


def test_months_counted_by_other_points_are_read_dossier_by_dossier_and_counted_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored(a_fact())
    refresh()
    NineFigures.objects.update(dossiers=99)
    for module in (nine_rolled_up, counting_anew):
        monkeypatch.setattr(module, "nine_digest", lambda: "other points")

    agrees(asked())
    refresh()

    assert NineFigures.objects.get().dossiers == 1


def test_a_period_of_very_many_dossiers_says_how_far_it_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored(*(a_fact(received_at=RECEIVED + n * MONTH) for n in (0, 0, 1, 1, 2)))
    year = asked(last=date(2022, 12, 31))
    monkeypatch.setattr(nine_rolled_up, "READ_AT_ONCE", 1)
    count_month(by=SYSTEM, at=AFTERWARDS)

    assert OnPostgres().nine_to_come(year) == (1, 3)
    assert OnPostgres().nine_to_come(asked(last=date(2022, 1, 9))) is None
    refresh()
    assert OnPostgres().nine_to_come(year) is None
    monkeypatch.setattr(engines, "FAR_BEHIND", 0)
    assert OnPostgres().nine_to_come(year) == (0, 3)
    agrees(year)
