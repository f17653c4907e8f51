"""Posts begun, transferred and ended."""

import re
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import AgencyId, PersonId
from motcua.organisations.models import Position
from motcua.organisations.queries import posts_ever, title_of
from motcua.organisations.rules import (
    AgencyNotThere,
    AlreadyEnded,
    DaysWrong,
    FirstDayTooFar,
    LastAdministrator,
    NoSuchOffice,
    PostHeld,
    Standing,
    TitleMissing,
    UnitTooLong,
    standing,
)
from motcua.people.models import Account
from motcua.staffing import actions
from tests.builders import a_citizen, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.staffing.people import (
    TODAY,
    a_post,
    an_administrator,
    confirm,
    opened,
    roles,
    verbs,
)

pytestmark = pytest.mark.django_db
AT = MONDAY_MORNING
SOURCES = Path(__file__).parents[2] / "src" / "motcua"
A_DAY = timedelta(days=1)


def test_a_transfer_ends_one_post_and_begins_another_in_one_act() -> None:
    admin = an_administrator()
    made = opened(admin, a_post(from_on=TODAY - A_DAY))
    before = Position.objects.get(officer=made.officer)
    there = a_post(Role.CASE_OFFICER, a_province().justice, from_on=TODAY + 7 * A_DAY)

    actions.appoint(made.officer, there, instead_of=before.id, by=admin, at=AT)

    days = {day: roles(made.officer, TODAY + day * A_DAY) for day in (0, 6, 7)}
    assert days == {0: {Role.RECEPTIONIST}, 6: {Role.RECEPTIONIST}, 7: {Role.CASE_OFFICER}}
    assert verbs(made.officer)[-2:] == ["post.ended", "post.begun"]


def test_a_transfer_to_a_powerful_post_keeps_the_old_one_until_it_is_confirmed() -> None:
    first, second = an_administrator(), an_administrator("Quản Trị Hai")
    made = opened(first, a_post(from_on=TODAY - 30 * A_DAY))
    before = Position.objects.get(officer=made.officer)
    actions.appoint(made.officer, a_post(Role.SIGNATORY), instead_of=before.id, by=first, at=AT)
    meanwhile = roles(made.officer)

    confirm(second)

    assert (meanwhile, roles(made.officer)) == ({Role.RECEPTIONIST}, {Role.SIGNATORY})


def test_a_post_that_ended_meanwhile_is_left_as_it_is_when_its_successor_is_confirmed() -> None:
    first, second = an_administrator(), an_administrator("Quản Trị Hai")
    made = opened(first, a_post(from_on=TODAY - 30 * A_DAY))
    before = Position.objects.get(officer=made.officer)
    there = a_post(Role.SIGNATORY)
    actions.appoint(made.officer, there, instead_of=before.id, by=first, at=AT)
    last = TODAY - 5 * A_DAY
    actions.end(before.id, officer=made.officer, last_on=last, by=first, at=AT)

    confirm(second)

    before.refresh_from_db()
    assert (before.valid_to, roles(made.officer)) == (last, {Role.SIGNATORY})


def test_a_post_does_not_end_before_it_began() -> None:
    admin = an_administrator()
    made = opened(admin, a_post(from_on=TODAY + A_DAY))
    position, person = Position.objects.get(officer=made.officer), made.officer

    with pytest.raises(DaysWrong):
        actions.end(position.id, officer=person, last_on=TODAY - A_DAY, by=admin, at=AT)
    actions.end(position.id, officer=person, last_on=TODAY, by=admin, at=AT)

    assert roles(made.officer, TODAY + A_DAY) == set()


def test_a_post_is_taken_from_its_holder_alone() -> None:
    admin = an_administrator()
    made, other = opened(admin), an_officer(a_province().commune, Role.CASHIER)
    foreign = Position.objects.get(officer=other.who)

    with pytest.raises(NotFound):
        actions.appoint(made.officer, a_post(Role.CASHIER), instead_of=foreign.id, by=admin, at=AT)
    with pytest.raises(NotFound):
        actions.end(foreign.id, officer=made.officer, last_on=TODAY, by=admin, at=AT)
    with pytest.raises(NotFound):
        actions.appoint(PersonId(a_citizen().who), a_post(), by=admin, at=AT)


def test_one_post_ends_and_the_other_stays() -> None:
    admin = an_administrator()
    made = opened(admin, a_post(from_on=TODAY - A_DAY))
    actions.appoint(made.officer, a_post(Role.CASHIER), by=admin, at=AT)
    position = Position.objects.get(officer=made.officer, role=Role.RECEPTIONIST.value)

    actions.end(position.id, officer=made.officer, last_on=TODAY - A_DAY, by=admin, at=AT)

    assert roles(made.officer) == {Role.CASHIER}
    with pytest.raises(AlreadyEnded):
        actions.end(position.id, officer=made.officer, last_on=TODAY, by=admin, at=AT)


@pytest.mark.parametrize(
    ("first", "stands"),
    [(TODAY, Standing.TAKEN_BACK), (TODAY + 5 * A_DAY, Standing.CANCELLED)],
)
def test_a_post_taken_back_stays_in_the_history_beside_the_one_given_again(
    first: date, stands: Standing
) -> None:
    admin = an_administrator()
    made = opened(admin, a_post(from_on=first))
    position = Position.objects.get(officer=made.officer)

    actions.end(position.id, officer=made.officer, last_on=first - A_DAY, by=admin, at=AT)
    gone = roles(made.officer, first)
    actions.appoint(made.officer, a_post(title="Văn thư", from_on=first), by=admin, at=AT)

    again, before = posts_ever(made.officer)
    assert (gone, roles(made.officer, first)) == (set(), {Role.RECEPTIONIST})
    assert (before.id, before.ended_at, again.title) == (position.id, AT, "Văn thư")
    assert standing(before.valid_from, before.valid_to, TODAY, TODAY) is stands
    assert title_of(made.officer, before.agency_id, Role.RECEPTIONIST) == "Văn thư"
    with pytest.raises(PostHeld):
        actions.appoint(made.officer, a_post(from_on=first), by=admin, at=AT)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"role": Role.CITIZEN}, NoSuchOffice),
        ({"title": " "}, TitleMissing),
        ({"unit": "P" * 121}, UnitTooLong),
        ({"role": Role.CASHIER, "from_on": TODAY + 367 * A_DAY}, FirstDayTooFar),
        ({}, PostHeld),
        ({"role": Role.MONITOR, "from_on": TODAY - A_DAY}, None),
    ],
)
def test_a_post_that_cannot_be_meant_is_refused(
    given: dict[str, object], refusal: type[DomainError] | None
) -> None:
    admin = an_administrator()
    made = opened(admin)

    if refusal is None:
        assert actions.appoint(made.officer, a_post(**given), by=admin, at=AT).pk  # type: ignore[arg-type]
        return
    with pytest.raises(refusal):
        actions.appoint(made.officer, a_post(**given), by=admin, at=AT)  # type: ignore[arg-type]


def test_an_agency_that_is_gone_gets_nobody() -> None:
    admin, agency = an_administrator(), a_province().justice
    agency.valid_to = TODAY - A_DAY
    agency.save()

    with pytest.raises(AgencyNotThere):
        opened(admin, a_post(agency=agency))


def test_the_last_technical_administrator_stays() -> None:
    admin = an_administrator()
    own = Position.objects.get(officer=admin.who)
    person, end = PersonId(admin.who), actions.end

    with pytest.raises(LastAdministrator):
        end(own.id, officer=person, last_on=TODAY, by=SYSTEM, at=AT)
    other = an_administrator("Quản Trị Hai")
    Position.objects.filter(officer=other.who).update(valid_to=TODAY)
    with pytest.raises(LastAdministrator):
        end(own.id, officer=person, last_on=TODAY, by=other, at=AT)
    Position.objects.filter(officer=other.who).update(valid_to=None)
    Account.objects.filter(person=other.who).update(is_active=False)
    with pytest.raises(LastAdministrator):
        end(own.id, officer=person, last_on=TODAY, by=other, at=AT)
    Account.objects.update(is_active=True)
    end(own.id, officer=person, last_on=TODAY, by=other, at=AT)

    assert Role.TECHNICAL_ADMIN not in roles(admin.who, TODAY + A_DAY)


def test_the_last_administrator_keeps_account_and_post_though_a_successor_is_still_to_come() -> (
    None
):
    admin, successor = an_administrator(), an_administrator("Quản Trị Hai")
    own, person = Position.objects.get(officer=admin.who), PersonId(admin.who)
    Position.objects.filter(officer=successor.who).update(valid_from=TODAY + 8 * A_DAY)
    close = partial(actions.close_account, by=successor, at=AT)

    with pytest.raises(LastAdministrator):
        close(person)
    with pytest.raises(LastAdministrator):
        actions.leave(person, AgencyId(admin.office), last_on=TODAY, by=successor, at=AT)
    actions.end(own.id, officer=person, last_on=TODAY + 7 * A_DAY, by=successor, at=AT)
    with pytest.raises(LastAdministrator):
        close(person)
    with pytest.raises(NotFound):
        close(PersonId(a_citizen().who))
    with pytest.raises(LastAdministrator):
        actions.close_account(PersonId(successor.who), by=admin, at=AT)
    desk = opened(admin).officer
    close(desk)

    assert set(Account.objects.filter(is_active=False).values_list("person", flat=True)) == {desk}


def test_nothing_else_in_the_program_takes_a_post_or_an_account_without_seeing_who_remains() -> (
    None
):
    taking = re.compile(r"\b(?:end_post|people\.close_account)\(")
    calling = {
        file.relative_to(SOURCES).as_posix()
        for file in SOURCES.rglob("*.py")
        if re.search(taking, re.sub(r"def \w+\(", "", file.read_text("utf-8")))
    }
    naming = {
        file.relative_to(SOURCES).as_posix()
        for file in SOURCES.rglob("*.py")
        if re.search(r"^    close_account,|import .*\bclose_account", file.read_text("utf-8"), re.M)
    }

    assert calling == {"staffing/actions.py"}
    assert naming == {"people/actions/__init__.py"}


@pytest.mark.parametrize(
    ("first", "last", "ended_on", "stands"),
    [
        (-9, None, None, Standing.HELD),
        (0, 0, 0, Standing.HELD),
        (1, None, None, Standing.TO_COME),
        (-9, -1, 0, Standing.OVER),
        (0, -1, 0, Standing.TAKEN_BACK),
        (-9, -10, 0, Standing.TAKEN_BACK),
        (-9, -10, None, Standing.TAKEN_BACK),
        (3, 2, 0, Standing.CANCELLED),
        (-9, -10, -12, Standing.CANCELLED),
    ],
)
def test_where_a_post_stands_follows_from_its_days_and_when_the_last_was_noted(
    first: int, last: int | None, ended_on: int | None, stands: Standing
) -> None:
    to, noted = (None if one is None else TODAY + one * A_DAY for one in (last, ended_on))
    assert standing(TODAY + first * A_DAY, to, noted, TODAY) is stands
