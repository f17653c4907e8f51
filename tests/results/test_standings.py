"""What is in force, from figures that are kept, is what counting every line gives."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet
from django.utils.timezone import localdate

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotPermitted
from motcua.results.actions import count_standings
from motcua.results.models import Entry, StandingFigures, StandingsCounted
from motcua.results.queries import InForce, in_force_by
from tests.builders import a_province
from tests.calendars import MONDAY_MORNING
from tests.registers import a_keeper, an_entry, revoke

pytestmark = pytest.mark.django_db
TODAY = MONDAY_MORNING.date()
A_DAY = timedelta(days=1)
DAYS = [TODAY, TODAY + A_DAY, TODAY + 30 * A_DAY, TODAY + 999 * A_DAY]
Counts = list[list[InForce]]


def counted() -> Counts:
    """Return what is in force on some days, in every way that pages ask for it."""
    commune = a_province().commune.id
    return [
        in_force_by(key, day, agencies, sector, year)
        for day in DAYS
        for key in ("agency", "sector", "year")
        for agencies, sector, year in (
            (None, "", None), ([commune], "", None), (None, "dat-dai", 2025), ([uuid4()], "", None)
        )
    ]  # fmt: skip


def line_by_line() -> Counts:
    """Count without figures, which is no way of summing them."""
    kept = list(StandingsCounted.objects.all())
    StandingsCounted.objects.all().delete()
    found = counted()
    StandingsCounted.objects.bulk_create(kept)
    return found


def lines(draw: random.Random, like: Entry, many: int) -> list[Entry]:
    """Return copies of a line with any days, agencies and fields."""
    province = a_province()

    def one(serial: int) -> Entry:
        first = TODAY + draw.randrange(-700, 60) * A_DAY
        fields = {name.attname: getattr(like, name.attname) for name in like._meta.concrete_fields}
        del fields["search"]
        fields |= {
            "id": uuid4(),
            "number": f"{serial}/{draw.random()}",
            "agency_id": draw.choice([province.commune.id, province.justice.id]),
            "sector": draw.choice(["", "dat-dai", "ho-tich"]),
            "issued_on": min(first, TODAY),
            "valid_from": first,
            "valid_to": draw.choice([None, first + draw.randrange(900) * A_DAY]),
            "document": draw.choice([None, uuid4()]),
        }
        return Entry(**fields)

    return [one(serial) for serial in range(many)]


def some(draw: random.Random) -> list[UUID]:
    found = list(Entry.objects.order_by("id").values_list("id", flat=True))
    return draw.sample(found, len(found) // 3)


def changes(draw: random.Random, like: Entry) -> list[Callable[[], object]]:
    def named() -> QuerySet[Entry]:
        return Entry.objects.filter(pk__in=some(draw))

    return [
        lambda: Entry.objects.bulk_create(lines(draw, like, 20)),
        lambda: named().update(document=uuid4()),
        lambda: named().update(revoked_at=MONDAY_MORNING, revoke_reason="x", revoke_basis="y"),
        lambda: named().filter(revoked_at=None).update(replaced_at=MONDAY_MORNING),
        lambda: named().update(valid_to=None),
        lambda: named().update(summary="không đổi gì"),
        lambda: named().delete(),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_to_lines_figures_tell_the_same_as_counting_them(seed: int) -> None:
    draw, like = random.Random(seed), an_entry(number="0/A")  # noqa: S311 -- nothing is hidden
    Entry.objects.bulk_create(lines(draw, like, 40))
    before = counted()
    count_standings(by=SYSTEM, at=MONDAY_MORNING)
    seen = [counted()]
    assert seen == [before]

    for change in changes(draw, like):
        change()
        seen.append(counted())
        assert seen[-1] == line_by_line()
        StandingsCounted.objects.all().delete()
        count_standings(by=SYSTEM, at=MONDAY_MORNING)
        assert counted() == seen[-1]

    assert [one == other for one, other in pairwise(seen)].count(True) == 1


def test_a_day_that_has_passed_is_told_by_the_lines() -> None:
    clerk, yesterday = a_keeper(), TODAY - A_DAY
    entry = an_entry(by=clerk, number="1/A", issued_on=date(2025, 1, 1))
    count_standings(by=SYSTEM, at=MONDAY_MORNING)
    revoke(entry, clerk)

    assert in_force_by("year", TODAY) == in_force_by("year", yesterday) == []
    Entry.objects.update(revoked_at=None, revoke_reason="", revoke_basis="")
    assert in_force_by("year", yesterday) == in_force_by("year", TODAY) != []


def test_days_that_have_passed_are_summed_once_a_day_by_the_system_alone() -> None:
    for n in range(3):
        an_entry(number=f"{n}/A", valid_from=TODAY - n * A_DAY, issued_on=TODAY - 3 * A_DAY)

    assert count_standings(by=SYSTEM, at=MONDAY_MORNING)
    assert not count_standings(by=SYSTEM, at=MONDAY_MORNING)
    assert count_standings(by=SYSTEM, at=MONDAY_MORNING + A_DAY)
    with pytest.raises(NotPermitted):
        count_standings(by=a_keeper(), at=MONDAY_MORNING)

    (kept,) = StandingFigures.objects.all()
    assert (kept.day, kept.many) == (localdate(MONDAY_MORNING + A_DAY), 3)
