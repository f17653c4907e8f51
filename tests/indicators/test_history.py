"""A figure as of a past day can be asked for again and is the same."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import localdate, now

from motcua.indicators.actions import refresh_figures
from motcua.indicators.counting import count
from motcua.indicators.engines import OnPostgres
from motcua.indicators.history import DayNotOver, NotKnownThen, as_of, first_day
from motcua.indicators.listing import listed
from motcua.indicators.models import DossierFact, PastDossierFact, PastProcedureFact, ProcedureFact
from motcua.indicators.queries import index_of
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.rules import Index, Of
from motcua.kernel.actors import SYSTEM
from tests.indicators.facts import AFTERWARDS, DAY, DUE, a_fact, a_procedure, asked, stored

pytestmark = pytest.mark.django_db
RULES = rule_set("766@2022")
RECEIVED = (Of.DOSSIERS, ())
LONG_AGO, THEN = date(2023, 1, 1), date(2023, 3, 1)


@pytest.fixture(autouse=True)
def _kept_for_years() -> None:
    MigrationRecorder.Migration.objects.filter(app="indicators").update(
        applied=datetime(2022, 6, 1, tzinfo=AFTERWARDS.tzinfo)
    )


def index_then(day: date) -> Index:
    engine, moment = as_of(day, now())
    return index_of(RULES, asked(as_of=moment), engine)


def test_what_changes_later_does_not_change_what_was() -> None:
    a_procedure("1.1", since=LONG_AGO)
    facts = [a_fact(procedure="1.1", since=LONG_AGO) for _ in range(3)]
    stored(*facts)
    before = index_then(THEN)

    DossierFact.objects.filter(pk=facts[0].pk).update(finished_at=DUE + DAY, synced=True)
    DossierFact.objects.filter(pk=facts[1].pk).delete()
    ProcedureFact.objects.update(gives_document=False, online=False)
    stored(a_fact(procedure="1.1"))

    assert index_then(THEN) == before
    assert index_of(RULES, asked(), OnPostgres()) != before


def test_a_list_as_of_a_day_is_as_long_as_its_number() -> None:
    fact, gone = a_fact(since=LONG_AGO), a_fact(since=LONG_AGO)
    stored(fact, gone)
    known = {fact.pk, gone.pk}
    DossierFact.objects.filter(pk=fact.pk).update(status=4, finished_at=None)
    gone.delete()
    engine, moment = as_of(THEN, now())
    what = asked(as_of=moment)

    rows = listed(RECEIVED, what, engine)

    assert len(rows) == count([RECEIVED], what, engine)[RECEIVED] == 2
    assert {row["status"] for row in rows} == {9}
    assert {row["id"] for row in rows} == known


def test_only_how_things_stood_at_the_end_of_a_day_is_kept() -> None:
    fact = a_fact(since=LONG_AGO)
    stored(fact)

    for status in (4, 5, 4, 9):
        DossierFact.objects.filter(pk=fact.pk).update(status=status)

    (past,) = PastDossierFact.objects.all()
    assert (past.fact, past.status, past.since, past.until) == (
        fact.pk, 9, LONG_AGO, localdate(),
    )  # fmt: skip
    assert DossierFact.objects.get(pk=fact.pk).since == localdate()


def test_every_column_is_kept() -> None:
    names = {field.name for field in DossierFact._meta.concrete_fields} - {"id"}
    fact = a_fact(since=LONG_AGO, device=7, owner=8, fill_seconds=9, rating="like")
    stored(fact)
    before = DossierFact.objects.filter(pk=fact.pk).values(*names).get()
    a_procedure("1.1", since=LONG_AGO, reading_words=12)

    DossierFact.objects.all().delete()
    ProcedureFact.objects.all().delete()

    assert PastDossierFact.objects.values(*names).get() == before
    assert PastProcedureFact.objects.get().reading_words == 12


def test_before_a_dossier_was_known_it_does_not_count() -> None:
    stored(a_fact(since=THEN))
    (day_before, _), (that_day, _) = as_of(THEN - DAY, now()), as_of(THEN, now())

    assert count([RECEIVED], asked(), day_before)[RECEIVED] == 0
    assert count([RECEIVED], asked(), that_day)[RECEIVED] == 1


def test_a_day_that_is_not_over_or_not_kept_is_refused() -> None:
    with pytest.raises(DayNotOver):
        as_of(localdate(), now())
    with pytest.raises(NotKnownThen, match="01/06/2022"):
        as_of(date(2022, 5, 31), now())
    assert first_day() == date(2022, 6, 1)
    assert as_of(localdate() - timedelta(days=1), now())[1] <= now()


def test_counting_anew_keeps_no_history() -> None:
    stored(a_fact(since=LONG_AGO))

    refresh_figures(by=SYSTEM, at=AFTERWARDS)

    assert not PastDossierFact.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM indicators_dayfigures")
        assert cursor.fetchone() == (1,)
