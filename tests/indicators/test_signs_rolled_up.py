"""Signs and patterns from figures of months are what counting every dossier gives."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from motcua.deadlines.rules import ZONE
from motcua.indicators import engines
from motcua.indicators.actions import refresh_figures
from motcua.indicators.counting_anew import count_months
from motcua.indicators.engines import OnPostgres
from motcua.indicators.ledger_rules import helped_parts, ledger_rules
from motcua.indicators.models import (
    DayFigures,
    DossierFact,
    MonthFigures,
    ProcedureFact,
    ProcedureFigures,
    SignFigures,
    SignRules,
    StaleSigns,
)
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.rules import OWN, Asked
from motcua.indicators.sign_cells import Wanted, names_of_filing, signs_one_by_one
from motcua.indicators.signs_rolled_up import signs_rolled_up
from motcua.kernel.actors import SYSTEM
from tests.indicators.facts import (
    AFTERWARDS,
    COMMUNE,
    DAY,
    DEPARTMENT,
    DUE,
    RECEIVED,
    SECOND,
    a_fact,
    a_procedure,
    asked,
    stored,
)
from tests.indicators.test_ledger import CASES, CUT_OFF, batch, refiled

INDEX = rule_set("766@2022")
WANTED: Wanted = {
    **dict.fromkeys(names_of_filing(), ()),
    **{one.id: helped_parts(one, INDEX) for one in ledger_rules().readable},
}
BY_AGENCY = ("settling_agency",)
KEYS: list[tuple[str, ...]] = [(), BY_AGENCY, ("month",)]
MONTH = 31 * DAY
Counts = dict[tuple[str, ...], dict[str, int]]


def refresh() -> None:
    refresh_figures(by=SYSTEM, at=AFTERWARDS)


def told(rows: list[Any], keys: tuple[str, ...]) -> Counts:
    found = {
        tuple(row[key] for key in keys): {
            name: int(many) for name, many in row.items() if name not in keys and many
        }
        for row in rows
    }
    return {key: counts for key, counts in found.items() if counts}


def agrees(what: Asked, *by: tuple[str, ...]) -> Counts:
    """Compare with counting every dossier, which is no way of counting from cells."""
    for keys in by or KEYS:
        assert signs_rolled_up(WANTED, what, keys) is not None
        plain = told(OnPostgres().rows(signs_one_by_one(WANTED, what, keys)), keys)
        assert told(OnPostgres().signs(WANTED, what, keys), keys) == plain
    return plain


PERIODS = [
    asked(last=date(2022, 3, 31)),
    asked(last=date(2022, 1, 10)),
    asked(DEPARTMENT, first=date(2022, 1, 10), last=date(2022, 2, 12)),
    asked(last=date(2022, 3, 31), as_of=DUE),
]


def an_account(agency: str, owner: int, **given: Any) -> DossierFact:
    return a_fact(settling_agency=agency, account=7, owner=owner, submitted_at=RECEIVED, **given)


def everything() -> list[DossierFact]:
    """Return dossiers of every pattern, and such as share something over agencies and months."""
    return [
        *(one for _name, facts, _many in CASES for one in facts()),
        *(an_account(DEPARTMENT if n % 2 else COMMUNE, n) for n in range(4)),
        *(a_fact(device=9, submitted_at=RECEIVED) for _ in range(4)),
        *batch(9, settling_agency="H42.9", received_at=RECEIVED - MONTH),
        *refiled(3, owner=5, source=OWN)[:1],
    ]


Change = Callable[[], object]
# What happens to one dossier, and changes what others show.
CHANGES: list[Change] = [
    lambda: stored(an_account("H42.8", 99)),
    lambda: stored(a_fact(device=9, submitted_at=RECEIVED, settling_agency="H42.8")),
    lambda: stored(a_fact(settling_agency="H42.9", finished_at=CUT_OFF)),
    lambda: stored(*refiled(3, owner=5)[1:]),
    lambda: DossierFact.objects.filter(settling_agency="H42.9", month="2022-01").update(
        finished_at=CUT_OFF - 90 * SECOND
    ),
    lambda: DossierFact.objects.filter(owner=99).delete(),
    lambda: DossierFact.objects.filter(device=9, settling_agency="H42.8").update(device=None),
    lambda: DossierFact.objects.filter(owner=5, status=4).update(
        received_at=RECEIVED + MONTH, month="2022-02"
    ),
    lambda: DossierFact.objects.filter(settling_agency=DEPARTMENT).update(due_at=RECEIVED),
    lambda: ProcedureFact.objects.update(gives_document=False, reading_words=100_000),
]


@pytest.mark.django_db
def test_whatever_one_dossier_changes_for_others_is_counted_at_once_and_kept_then() -> None:
    a_procedure()
    refresh()
    stored(*everything())
    seen = [agrees(PERIODS[0], BY_AGENCY)]

    for change in CHANGES:
        refresh()
        change()
        seen.append(agrees(PERIODS[0], BY_AGENCY))
    before = [agrees(what) for what in PERIODS]
    refresh()

    assert not StaleSigns.objects.exists()
    assert [agrees(what) for what in PERIODS] == before
    assert [n for n, (one, another) in enumerate(pairwise(seen)) if one == another] == []
    kept = list(SignFigures.objects.order_by("pk").values())
    SignRules.objects.all().delete()
    refresh()
    assert list(SignFigures.objects.order_by("pk").values()) == kept


def cells() -> list[list[tuple[Any, ...]]]:
    of = (DayFigures, MonthFigures, ProcedureFigures, SignFigures)
    return [list(one._default_manager.order_by("pk").values_list()) for one in of]


@pytest.mark.django_db
def test_whole_months_counted_at_once_are_what_is_counted_at_night() -> None:
    a_procedure(code="3.000999", gives_document=False)
    refresh()
    stored(*everything(), a_fact(status=4, finished_at=None), a_fact(procedure="3.000999"))
    stored(a_fact(status=4, finished_at=None, settling_agency=DEPARTMENT, due_at=RECEIVED))
    refresh()
    kept = cells()

    with connection.cursor() as cursor:
        count_months(cursor.execute, date(2021, 11, 1), date(2022, 6, 1))

    assert all(kept)
    assert cells() == kept


@pytest.mark.django_db
def test_signs_counted_by_other_rules_are_not_read_until_they_are_counted_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refresh()
    stored(a_fact(supplement_count=2))
    refresh()
    SignFigures.objects.all().delete()
    monkeypatch.setattr(engines, "digest", lambda: "other rules")

    (row,) = OnPostgres().signs({"second_supplement": ()}, asked(), ())

    assert row["second_supplement"] == 1


@pytest.mark.django_db
def test_steps_of_a_dossier_mark_nothing_of_what_it_shares() -> None:
    fact = an_account(DEPARTMENT, 1, status=4, finished_at=None)
    stored(fact)
    StaleSigns.objects.all().delete()

    DossierFact.objects.filter(pk=fact.pk).update(status=5)

    (mark,) = StaleSigns.objects.all()
    assert mark.begins == datetime(2022, 1, 1, tzinfo=ZONE)
    assert {mark.account, mark.owner, mark.procedure, mark.finished_at} == {None}


@pytest.mark.django_db
def test_procedures_alone_are_counted_dossier_by_dossier() -> None:
    what = asked()
    narrowed = Asked(
        what.period, None, is_commune=False, as_of=what.as_of, procedures=("1.000001",)
    )

    assert signs_rolled_up(WANTED, narrowed, ()) is None
