"""Figures of days and months, and what is live, add up to what counting every fact gives."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from motcua.indicators import engines
from motcua.indicators.actions import follow_catalogue, rebuild, refresh_figures
from motcua.indicators.counting import (
    Counting,
    count_by,
    counted_by_name,
    counted_one_by_one,
)
from motcua.indicators.engines import OnPostgres
from motcua.indicators.models import (
    DayFigures,
    DossierFact,
    Figures,
    MonthFigures,
    ProcedureFact,
    ProcedureFigures,
    Stale,
)
from motcua.indicators.rolled_up import rolled_up
from motcua.indicators.rolling import CELLS, COLUMNS
from motcua.indicators.rule_sets import rule_sets
from motcua.indicators.rules import Asked, Of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotPermitted
from tests.builders import a_case_officer, an_accepted_dossier
from tests.indicators.facts import (
    AFTERWARDS,
    COMMUNE,
    DAY,
    DEPARTMENT,
    DUE,
    FIRST,
    a_fact,
    a_procedure,
    asked,
    stored,
)
from tests.indicators.test_engines import dossiers
from tests.real_database import at_once

PARTS = [*dict.fromkeys(part for rules in rule_sets() for part in rules.parts())]
KEYS: list[tuple[str, ...]] = [(), ("settling_agency",), ("month",), ("settling_agency", "month")]
PERIODS = st.tuples(
    st.dates(date(2021, 12, 25), date(2022, 2, 20)), st.integers(0, 60), st.booleans()
)


def one_by_one(keys: tuple[str, ...], what: Asked) -> dict[tuple[str, ...], Counting]:
    """Count every fact, and give what `count_by` promises."""
    counted: dict[tuple[str, ...], Counting] = {}
    for of in (Of.DOSSIERS, Of.PROCEDURES):
        some = [part for part in PARTS if (part[0] is Of.PROCEDURES) == (of is Of.PROCEDURES)]
        for row in OnPostgres().rows(counted_one_by_one(of, some, what, keys)):
            place = counted.setdefault(tuple(row[key] for key in keys), dict.fromkeys(PARTS, 0))
            place.update(counted_by_name(row, some))
    return counted


def agrees(what: Asked) -> None:
    for keys in KEYS:
        assert count_by(keys, PARTS, what, OnPostgres()) == one_by_one(keys, what)


def refresh() -> int:
    return refresh_figures(by=SYSTEM, at=AFTERWARDS)


def cells() -> list[dict[str, Any]]:
    """Return all cells, those of days and those of months."""
    days = DayFigures.objects.order_by("pk").values("begins", "settling_agency", *COLUMNS)
    months = MonthFigures.objects.order_by("pk")
    procedures = ProcedureFigures.objects.order_by("pk").values("begins", "procedure", *COLUMNS)
    by_agency = months.values("begins", "settling_agency", "procedure", *COLUMNS)
    return [*days, *by_agency, *procedures]


def alone() -> None:
    DossierFact.objects.all().delete()
    ProcedureFact.objects.all().delete()
    a_procedure("1.1")
    a_procedure("1.2", gives_document=False, tier="commune", settled_by="")


def scoped(agency: str | None, first: date, days: int, narrow: bool) -> Asked:
    what = asked(agency, first=first, last=first + timedelta(days=days))
    narrowed = ("1.1", "unknown") if narrow else None
    return Asked(
        what.period,
        agency,
        is_commune=agency == COMMUNE,
        as_of=what.period.begins + 20 * DAY,
        procedures=narrowed,
        communes=frozenset({COMMUNE}),
    )


@pytest.mark.django_db
@settings(
    max_examples=7,
    phases=[Phase.explicit, Phase.generate],  # shrinking would take minutes of database time
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    before=dossiers(),
    after=dossiers(),
    changed=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10)), max_size=4),
    agency=st.sampled_from([None, DEPARTMENT, COMMUNE]),
    period=PERIODS,
)
def test_whatever_happens_sums_are_what_counting_everything_gives(
    before: list[DossierFact],
    after: list[DossierFact],
    changed: list[tuple[int, int]],
    agency: str | None,
    period: tuple[date, int, bool],
) -> None:
    alone()
    what = scoped(agency, *period)
    stored(*before)
    agrees(what)

    refresh()
    agrees(what)

    stored(*after)
    for which, status in changed:
        some = [*before, *after][which : which + 1]
        DossierFact.objects.filter(pk__in=[one.pk for one in some]).update(
            status=status, received_at=what.period.begins, month=f"{what.period.first:%Y-%m}"
        )
    DossierFact.objects.filter(pk__in=[one.pk for one in before[:2]]).delete()
    ProcedureFact.objects.filter(code="1.1").update(gives_document=False)
    agrees(what)

    refresh()
    agrees(what)
    kept = cells()
    mark_all()
    refresh()
    assert cells() == kept


def mark_all() -> None:
    """Forget every cell and count all anew."""
    DayFigures.objects.all().delete()
    MonthFigures.objects.all().delete()
    ProcedureFigures.objects.all().delete()
    DossierFact.objects.update(source="own")
    DossierFact.objects.update(source="imported")


@pytest.mark.django_db
def test_after_counting_anew_nothing_is_stale_and_nothing_is_counted_live() -> None:
    stored(a_fact(), a_fact(settling_agency=COMMUNE))

    assert refresh() == 2
    assert (Stale.objects.count(), DayFigures.objects.count()) == (0, 2)
    assert refresh() == 0


@pytest.mark.django_db
def test_a_cell_that_has_become_empty_goes() -> None:
    fact = a_fact()
    stored(fact)
    refresh()

    DossierFact.objects.filter(pk=fact.pk).delete()
    refresh()

    assert cells() == []


@pytest.mark.django_db
def test_an_open_dossier_becomes_late_without_being_counted_anew() -> None:
    stored(a_fact(status=4, finished_at=None))
    refresh()
    late = (Of.DOSSIERS, ("late",))

    def many(as_of: Any) -> int:
        what = asked(last=date(2022, 12, 31), as_of=as_of)
        return count_by((), [late], what, OnPostgres())[()][late]

    assert (many(DUE), many(DUE + timedelta(microseconds=1))) == (0, 1)


@pytest.mark.django_db
def test_the_catalogue_changes_only_what_it_says_anew() -> None:
    a_procedure("gone", gives_document=False)
    a_procedure("gone too")
    stored(a_fact(procedure="gone"), a_fact(procedure="gone too"))
    refresh()

    follow_catalogue(by=SYSTEM, at=AFTERWARDS)

    assert [one.procedure for one in Stale.objects.all()] == ["gone"]
    agrees(asked())


@pytest.mark.django_db
def test_while_very_much_is_stale_every_fact_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    stored(a_fact(), a_fact())
    refresh()
    monkeypatch.setattr(engines, "FAR_BEHIND", 1)
    DossierFact.objects.update(synced=True)
    # Nothing but the facts themselves can still tell.
    DayFigures.objects.all().delete()
    Stale.objects.filter(pk__gt=Stale.objects.order_by("pk")[0].pk).delete()

    found = count_by((), [(Of.DOSSIERS, ("synced",))], asked(), OnPostgres())

    assert found == {(): {(Of.DOSSIERS, ("synced",)): 2}}


@pytest.mark.django_db
def test_a_rebuild_leaves_nothing_stale() -> None:
    stored(a_fact())

    rebuild(by=SYSTEM, at=AFTERWARDS)

    assert not Stale.objects.exists()
    agrees(asked())


@pytest.mark.django_db
def test_every_rule_set_is_told_by_cells() -> None:
    dossiers_only = [part for part in PARTS if part[0] is not Of.PROCEDURES]

    assert rolled_up(Of.DOSSIERS, dossiers_only, asked(), ("month",)) is not None
    assert rolled_up(Of.DOSSIERS, [(Of.DOSSIERS, ("online", "late"))], asked(), ()) is None
    assert {one.name for one in Figures._meta.get_fields()} == {
        "begins", "month", "open_due", *CELLS,
    }  # fmt: skip


@pytest.mark.django_db
def test_only_the_system_counts_anew() -> None:
    with pytest.raises(NotPermitted):
        refresh_figures(by=a_case_officer(an_accepted_dossier()), at=AFTERWARDS)


@pytest.mark.usefixtures("real_commits")
def test_facts_that_change_while_figures_are_counted_anew_are_not_lost() -> None:
    facts = [a_fact(received_at=DUE - 3 * DAY) for _ in range(40)]
    stored(*facts)

    def change(fact: DossierFact) -> Callable[[], object]:
        return lambda: [
            DossierFact.objects.filter(pk=fact.pk).update(status=status, channel=1 + status % 3)
            for status in (4, 9, 7)
        ]

    failed = [one for one in at_once([*map(change, facts[:6]), *[refresh] * 4]) if one is not None]

    assert not [one for one in failed if isinstance(one, Exception)]
    agrees(asked(first=FIRST))
    refresh()
    agrees(asked(first=FIRST))
