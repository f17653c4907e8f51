"""Reading the register of results: whose it is, what is found, what is in force."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.errors import NotFound
from motcua.organisations.models import Agency, Succession
from motcua.results import actions
from motcua.results.queries import (
    Chosen,
    entry_for,
    in_force_by,
    page_of,
    to_digitise,
)
from motcua.results.rules import Standing
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.registers import a_digitised_entry, a_holder, a_keeper, a_line, an_entry, revoke

pytestmark = pytest.mark.django_db
DAY = MONDAY_MORNING.date()


def an_ended_agency(successor: Agency) -> Agency:
    old = Agency.objects.create(
        code="H42.900",
        name="Ủy ban nhân dân xã Cũ",
        kind="commune",
        tier="commune",
        valid_from=date(2000, 1, 1),
        valid_to=date(2025, 6, 30),
    )
    Succession.objects.create(
        predecessor=old, successor=successor, effective_on=date(2025, 7, 1), basis="NQ"
    )
    return old


def test_who_took_over_keeps_what_an_agency_had_issued() -> None:
    commune = a_province().commune
    old = an_ended_agency(commune)
    entry = an_entry(old, by=a_keeper(commune), issued_on=date(2020, 5, 1))

    revoke(entry, a_keeper(commune))
    seen = entry_for(an_officer(commune, Role.CASE_OFFICER), entry.id, MONDAY_MORNING)

    assert seen.standing(DAY) is Standing.REVOKED


def test_a_line_is_known_to_its_keepers_and_to_those_who_oversee() -> None:
    entry, place = an_entry(), a_province()
    overseer = an_officer(place.committee, Role.MONITOR)
    stranger = an_officer(place.justice, Role.RECORDS_CLERK)

    assert entry_for(overseer, entry.id, MONDAY_MORNING) == entry
    for unknown in ((stranger, entry.id), (overseer, uuid4()), (SYSTEM, entry.id)):
        with pytest.raises(NotFound):
            entry_for(*unknown, MONDAY_MORNING)


def test_the_register_is_read_the_latest_first_and_page_by_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clerk = a_keeper()
    entries = [an_entry(by=clerk, issued_on=date(2026, 1, day)) for day in (1, 2, 2, 3)]
    monkeypatch.setattr("motcua.results.queries.PAGE", 2)

    first, following = page_of(Chosen(), DAY)
    second, last = page_of(Chosen(), DAY, following)

    assert [*first, *second] == sorted(entries, key=lambda e: (e.issued_on, e.id), reverse=True)
    assert last is None


def chosen_numbers(**chosen: Any) -> list[str]:
    return sorted(entry.number for entry in page_of(Chosen(**chosen), DAY)[0])


def test_the_register_is_found_by_number_holder_and_name() -> None:
    clerk = a_keeper()
    an_entry(by=clerk, number="7/GP", holder=a_holder(name="Đặng Văn Mẫu", number="037190000007"))
    an_entry(by=clerk, number="8/GP")

    assert chosen_numbers(words="7/GP") == ["7/GP"]
    assert chosen_numbers(words="037190 000007") == ["7/GP"]
    assert chosen_numbers(words="dang van mau") == ["7/GP"]
    assert chosen_numbers(words="9/GP") == []


def test_the_register_is_narrowed_by_agency_field_year_standing_and_copy() -> None:
    place, clerk = a_province(), a_keeper()
    an_entry(by=clerk, number="a/1", valid_to=date(2026, 1, 31), sector="dat-dai")
    an_entry(by=clerk, number="b/1", valid_from=date(2030, 1, 1), issued_on=date(2025, 1, 1))
    revoke(an_entry(by=clerk, number="c/1"), clerk)
    old = an_entry(by=clerk, number="d/1")
    actions.replace(old.id, a_line(number="e/1"), reason="Cấp lại", by=clerk, at=MONDAY_MORNING)
    a_digitised_entry(place.justice, number="f/1")

    assert chosen_numbers(agencies=(place.justice.id,)) == ["f/1"]
    assert chosen_numbers(sector="dat-dai") == ["a/1"]
    assert chosen_numbers(year=2025) == ["b/1"]
    assert chosen_numbers(digitised=True) == ["f/1"]
    assert {standing: chosen_numbers(standing=standing) for standing in Standing} == {
        Standing.UPCOMING: ["b/1"],
        Standing.IN_FORCE: ["e/1", "f/1"],
        Standing.EXPIRED: ["a/1"],
        Standing.REPLACED: ["d/1"],
        Standing.REVOKED: ["c/1"],
    }
    assert [one.number for one in to_digitise(Chosen(), DAY, 10)] == ["e/1"]


def test_what_is_in_force_is_counted_with_the_share_digitised() -> None:
    place, clerk = a_province(), a_keeper()
    for number in ("1/A", "2/A", "3/A"):
        an_entry(by=clerk, number=number, sector="dat-dai")
    a_digitised_entry(place.commune, number="4/A", issued_on=date(2025, 3, 1))
    a_digitised_entry(place.justice)
    an_entry(by=clerk, number="5/A", valid_to=date(2026, 1, 6))

    by_agency = {one.key: (one.many, one.digitised) for one in in_force_by("agency", DAY)}
    by_year = [(one.key, one.many, one.share) for one in in_force_by("year", DAY)]
    here = in_force_by("sector", DAY, [place.commune.id], "dat-dai")

    assert by_agency == {place.commune.id: (4, 1), place.justice.id: (1, 1)}
    assert by_year == [(2026, 4, 0.25), (2025, 1, 1.0)]
    assert [(one.key, one.many) for one in here] == [("dat-dai", 3)]
