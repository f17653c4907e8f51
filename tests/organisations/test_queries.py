"""Agencies over time, who works there, and who took over from whom."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.kernel.actors import Role
from motcua.organisations.models import Agency, Position, Succession
from motcua.organisations.queries import (
    agency_names,
    communes_in_force,
    in_force_today,
    officer_names,
    officers_of,
    offices_of,
    title_of,
)
from tests.builders import FIRST_DAY, a_province, an_agency, an_officer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
THE_DAY_BEFORE = FIRST_DAY - timedelta(days=1)


def an_old_commune(code: str, *successors: Agency) -> Agency:
    old = an_agency(
        code, f"Xã cũ {code}", "commune", valid_from=date(2020, 1, 1), valid_to=THE_DAY_BEFORE
    )
    for successor in successors:
        Succession.objects.create(
            predecessor=old, successor=successor, effective_on=FIRST_DAY, basis="Nghị quyết mẫu"
        )
    return old


def test_an_agency_exists_from_its_first_to_its_last_day() -> None:
    commune = a_province().commune
    old = an_old_commune("H42.900", commune)

    for day, expected in ((THE_DAY_BEFORE, old), (FIRST_DAY, commune)):
        kinds = Agency.objects.in_force(day).filter(kind="commune")
        assert list(kinds) == communes_in_force(day) == [expected]


def test_work_goes_to_who_took_over_however_often() -> None:
    commune = a_province().commune
    middle = an_old_commune("H42.901", commune)
    first = an_old_commune("H42.902", middle)

    assert in_force_today(first, TODAY) == commune
    assert in_force_today(commune, TODAY) == commune
    assert in_force_today(first, THE_DAY_BEFORE) == first


def test_an_agency_nobody_took_over_stays_itself() -> None:
    alone = an_old_commune("H42.903")

    assert in_force_today(alone, TODAY) == alone


def test_an_agency_does_not_end_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        an_agency("H42.904", "Sai", "commune", valid_to=THE_DAY_BEFORE)


def test_an_officer_acts_for_an_agency_with_the_roles_held_there_today() -> None:
    province = a_province()
    officer = an_officer(province.commune, Role.CASE_OFFICER, Role.RECEPTIONIST)
    assert officer.person is not None
    Position.objects.create(
        officer_id=officer.person,
        agency=province.justice,
        role=Role.SIGNATORY.value,
        title="Giám đốc",
        valid_from=FIRST_DAY,
        valid_to=FIRST_DAY,
    )

    offices = offices_of(officer.person, TODAY)

    assert [(office.agency, office.roles) for office in offices] == [
        (province.commune.id, officer.roles)
    ]


def test_who_holds_a_role_is_named_once_and_in_order() -> None:
    agency = a_province().commune
    second = an_officer(agency, Role.CASE_OFFICER, full_name="Bùi Thị Mẫu")
    first = an_officer(agency, Role.CASE_OFFICER, full_name="An Văn Mẫu")
    an_officer(agency, Role.SIGNATORY)

    officers = officers_of(agency.id, Role.CASE_OFFICER, TODAY)

    assert [officer.id for officer in officers] == [first.person, second.person]
    assert officers_of(agency.id, Role.CASE_OFFICER, THE_DAY_BEFORE) == []


def test_names_and_titles_are_read_in_bulk() -> None:
    agency = a_province().commune
    officer = an_officer(agency, Role.SIGNATORY, full_name="An Văn Mẫu")
    assert officer.person is not None

    assert officer_names([officer.person, None]) == {officer.person: "An Văn Mẫu"}
    assert agency_names([agency.id, None]) == {agency.id: agency.name}
    assert title_of(officer.person, agency.id, Role.SIGNATORY) == "CHỦ TỊCH"
    assert title_of(officer.person, agency.id, Role.RECEPTIONIST) == ""
