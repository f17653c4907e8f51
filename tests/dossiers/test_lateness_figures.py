"""Lateness rolled up by period and kind: the same as a slow count, and as the lists behind it."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils.timezone import localdate

from motcua.dossiers.late_lists import Behind, Listed, listed
from motcua.dossiers.lateness_figures import (
    NO_STEP,
    Dimension,
    Figure,
    count_lateness,
    figure_of,
    figures_by,
    names_of,
    periods_counted,
)
from motcua.dossiers.lateness_within import Within, figure_within, figures_within
from motcua.dossiers.lists import After
from motcua.dossiers.models import Dossier, LatenessFigure, LatenessPeriod, Timeliness
from motcua.dossiers.periods import Period, periods_on
from motcua.dossiers.usual_times import usual
from motcua.kernel.ids import new_id
from motcua.procedures.models import ProcedureVersion, Sector
from tests.builders import a_procedure, a_province, an_accepted_dossier
from tests.calendars import hanoi
from tests.web.portals import copies

pytestmark = pytest.mark.django_db
NOW = hanoi("2026-06-15 09:00")
STANDINGS = ("early", "on_time", "late", "overdue")


def procedures() -> list[ProcedureVersion]:
    land = Sector.objects.create(name="Đất đai", slug="dat-dai")
    return [a_procedure(name="Một"), a_procedure(name="Hai", sector=land)]


def a_random_past(many: int, seed: int) -> list[Timeliness]:
    """Write how many dossiers stood, drawn at random, of two procedures and three agencies."""
    rng = random.Random(seed)  # noqa: S311 -- a repeatable test
    like = an_accepted_dossier()
    Dossier.objects.filter(pk=like.id).update(due_at=None)
    province, versions = a_province(), procedures()
    agencies = [province.commune, province.justice, province.construction]
    rows = []
    for dossier in copies(like, many, due_at=None):
        version = rng.choice(versions)
        row = Timeliness(
            dossier=dossier,
            procedure=version.procedure_id,
            sector=version.sector_id,
            agency=rng.choice(agencies).id,
            standing=rng.choice(STANDINGS[:3]),
            ended_at=NOW - timedelta(days=rng.randrange(0, 380), minutes=rng.randrange(600)),
        )
        if row.standing == "late":
            row.days_late, row.step = rng.randrange(1, 9), rng.choice(["", "Ký", "Duyệt"])
            row.cause, row.cause_source = rng.choice(["unclaimed", "step_overran"]), "records"
        rows.append(row)
    return Timeliness.objects.bulk_create(rows)


def some_overdue(many: int) -> None:
    like = Dossier.objects.exclude(pk__in=Timeliness.objects.values("dossier")).first()
    assert like is not None
    copies(like, many, due_at=NOW - timedelta(days=9), status="in_progress")


def slowly(rows: Iterable[Timeliness], key: Callable[[Timeliness], str]) -> dict[str, list[object]]:
    """Count rows one by one, by a key: the four standings, then median and ninetieth."""
    found: dict[str, list[Timeliness]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    counted: dict[str, list[object]] = {}
    for name, some in found.items():
        late = [row.days_late for row in some if row.standing == "late"]
        told = usual(late, 0) if late else None
        counted[name] = [sum(row.standing == one for row in some) for one in STANDINGS]
        counted[name] += [told.median if told else None, told.ninetieth if told else None]
    return counted


def figures(found: Iterable[Figure]) -> dict[str, list[object]]:
    return {
        one.key: [
            one.early, one.on_time, one.late, one.overdue, one.median_days, one.ninetieth_days
        ]
        for one in found
    }  # fmt: skip


def of_period(rows: Iterable[Timeliness], period: Period) -> list[Timeliness]:
    return [row for row in rows if period.begins <= row.ended_at < period.ends]


@pytest.mark.parametrize("seed", range(4))
def test_the_roll_up_equals_a_slow_count(seed: int) -> None:
    a_random_past(120, seed)
    some_overdue(7)

    count_lateness(at=NOW)

    everything = list(Timeliness.objects.all())
    assert len(everything) == 127
    for period in periods_on(localdate(NOW)):
        rows = of_period(everything, period)
        for dimension in (Dimension.SECTOR, Dimension.AGENCY, Dimension.PROCEDURE):
            expected = slowly(rows, lambda row: str(getattr(row, dimension.value)))  # noqa: B023
            assert figures(figures_by(period.code, dimension, None)) == expected
        behind = [row for row in rows if row.standing in {"late", "overdue"}]
        for dimension in (Dimension.STEP, Dimension.CAUSE):
            expected = slowly(behind, lambda row: str(getattr(row, dimension.value)))  # noqa: B023
            assert figures(figures_by(period.code, dimension, None)) == expected


@pytest.mark.parametrize("seed", range(2))
def test_the_figures_within_an_agency_equal_a_slow_count(seed: int) -> None:
    a_random_past(120, seed)
    agency = a_province().justice.id

    count_lateness(at=NOW)

    period = periods_on(localdate(NOW))[2]
    rows = of_period(Timeliness.objects.filter(agency=agency), period)
    by_sector = slowly(rows, lambda row: str(row.sector))
    by_cause = slowly((row for row in rows if row.cause), lambda row: row.cause)
    whole = figure_of(period.code, None, "", agency)
    assert figures(figures_by(period.code, Dimension.SECTOR, agency)) == by_sector
    assert figures(figures_by(period.code, Dimension.CAUSE, agency)) == by_cause
    assert whole is not None
    assert whole.finished == len(rows)


def everything_behind(behind: Behind) -> list[Listed]:
    rows, after = listed(behind)
    while after is not None:
        more, after = listed(behind, after)
        rows += more
    return rows


@pytest.mark.parametrize("agency", [False, True])
def test_behind_every_number_lie_as_many_dossiers(agency: bool) -> None:
    a_random_past(150, 5)
    some_overdue(60)
    count_lateness(at=NOW)
    within = a_province().commune.id if agency else None
    period = LatenessPeriod.objects.get(code="90")

    for dimension in Dimension:
        if agency and dimension is Dimension.AGENCY:
            continue
        for figure in figures_by("90", dimension, within):
            for standing in STANDINGS:
                behind = Behind(period, standing, dimension, figure.key, Within(within))
                found = everything_behind(behind)
                assert len({row.id for row in found}) == len(found) == getattr(figure, standing)


@pytest.mark.parametrize("agency", [False, True])
def test_what_is_counted_when_asked_is_what_was_counted_at_night(agency: bool) -> None:
    a_random_past(150, 7)
    some_overdue(60)
    count_lateness(at=NOW)
    kept = LatenessPeriod.objects.get(code="90")
    days = LatenessPeriod(code="", first=kept.first, last=kept.last, counted_at=kept.counted_at)
    within = Within(a_province().commune.id if agency else None)

    for dimension in Dimension:
        if agency and dimension is Dimension.AGENCY:
            continue
        at_night = figures_within(kept, dimension, within)
        assert figures_within(days, dimension, within) == at_night
        for figure in at_night:
            alone = figure_within(days, dimension, figure.key, within)
            assert alone is not None
            assert replace(alone, name=figure.name) == figure
    whole, at_night_whole = (figure_within(one, None, "", within) for one in (days, kept))
    assert whole is not None
    assert at_night_whole is not None
    assert whole == replace(at_night_whole, key="")


def test_a_field_and_a_procedure_narrow_numbers_and_lists_alike() -> None:
    a_random_past(150, 9)
    some_overdue(60)
    count_lateness(at=NOW)
    period = LatenessPeriod.objects.get(code="90")
    land = Sector.objects.get(slug="dat-dai").id
    procedure = a_procedure().procedure_id

    for within in (Within(sector=land), Within(procedure=procedure), Within(sector=new_id())):
        for dimension in (Dimension.STEP, Dimension.AGENCY, Dimension.CAUSE):
            for figure in figures_within(period, dimension, within):
                for standing in STANDINGS:
                    behind = Behind(period, standing, dimension, figure.key, within)
                    assert len(everything_behind(behind)) == getattr(figure, standing)
    assert figure_within(period, None, "", Within(sector=new_id())) is None


def test_the_whole_of_a_period_is_listed_page_by_page() -> None:
    a_random_past(30, 1)
    some_overdue(120)
    count_lateness(at=NOW)
    period = LatenessPeriod.objects.get(code="30")
    whole = figure_of("30", None, "", None)

    found = everything_behind(Behind(period, "overdue"))

    assert whole is not None
    assert len(found) == whole.overdue == 120
    assert not any(row.is_finished for row in found)


def test_a_list_says_why_each_was_late() -> None:
    a_random_past(1, 1)
    some_overdue(2)
    count_lateness(at=NOW)
    told = Timeliness.objects.filter(standing="overdue").first()
    assert told is not None
    Timeliness.objects.filter(pk=told.pk).update(cause="workload", cause_source="apology")

    rows, _ = listed(Behind(LatenessPeriod.objects.get(code="90"), "overdue"))

    why = {row.id: (row.why, row.is_told) for row in rows}
    assert why[told.dossier_id] == (
        "Số hồ sơ tăng nhiều so với số người giải quyết",
        True,
    )
    assert sorted(is_told for _, is_told in why.values()) == [False, True]


def test_a_place_in_a_list_that_means_nothing_is_its_beginning() -> None:
    a_random_past(3, 1)
    count_lateness(at=NOW)
    behind = Behind(LatenessPeriod.objects.get(code="365"), "late")

    assert listed(behind, After(None, new_id())) == listed(behind)


def test_periods_are_those_of_the_last_count_the_last_days_first() -> None:
    a_province()
    assert periods_counted() == []

    count_lateness(at=NOW)
    count_lateness(at=NOW + timedelta(days=31))

    codes = [period.code for period in periods_counted()]
    assert codes[:4] == ["30", "90", "365", "2026-07"]
    assert codes[-1] == "2025-07"
    assert periods_counted()[0].counted_at == NOW + timedelta(days=31)


def test_counting_again_replaces_what_was_counted() -> None:
    a_random_past(20, 1)

    first = count_lateness(at=NOW)

    assert count_lateness(at=NOW) == first == LatenessFigure.objects.count()


def test_fields_agencies_procedures_steps_and_causes_have_names() -> None:
    a_random_past(40, 2)
    count_lateness(at=NOW)

    names = {one: {f.name for f in figures_by("365", one, None)} for one in Dimension}

    assert names[Dimension.SECTOR] == {"Lĩnh vực mẫu", "Đất đai"}
    assert names[Dimension.PROCEDURE] == {"Một", "Hai"}
    assert "Sở Tư pháp" in names[Dimension.AGENCY]
    assert names[Dimension.STEP] <= {"Ký", "Duyệt", NO_STEP}
    assert "Việc nằm chờ người nhận" in names[Dimension.CAUSE]
    assert names_of(Dimension.CAUSE, ["Mất điện"]) == {"Mất điện": "Mất điện"}


def test_most_that_is_behind_comes_first_and_only_so_many() -> None:
    a_random_past(80, 3)
    count_lateness(at=NOW)

    found = figures_by("365", Dimension.AGENCY, None)

    assert [one.behind for one in found] == sorted((one.behind for one in found), reverse=True)
    assert figures_by("365", Dimension.AGENCY, None, 1) == found[:1]


def test_what_was_never_counted_has_no_figure() -> None:
    a_province()

    count_lateness(at=NOW)

    assert figure_of("90", None, "", None) is None
    assert figure_of("90", Dimension.SECTOR, str(UUID(int=1)), None) is None
