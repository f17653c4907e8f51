"""Administrators who act at the same moment."""

from collections.abc import Callable
from functools import partial

import pytest

from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import AgencyId, PersonId
from motcua.organisations.models import Officer, Position
from motcua.organisations.rules import LastAdministrator
from motcua.people.models import Account, Person
from motcua.people.rules import LoginTaken
from motcua.staffing import actions
from motcua.staffing.models import Appointment
from motcua.staffing.rules import AlreadySettled
from tests.builders import a_personal_number
from tests.calendars import MONDAY_MORNING
from tests.real_database import at_once
from tests.staffing.people import NAME, TODAY, a_newcomer, a_post, an_administrator, opened

pytestmark = pytest.mark.usefixtures("real_commits")
DESKS = 4


def test_two_administrators_who_confirm_at_once_give_the_post_once() -> None:
    admins = [an_administrator(f"Quản Trị {n}") for n in range(3)]
    made = opened(admins[0], a_post(Role.SIGNATORY))
    which = Appointment.objects.get().id

    came = at_once([partial(actions.confirm, which, by=by, at=MONDAY_MORNING) for by in admins[1:]])

    assert sorted(map(str, came)) == sorted(["None", AlreadySettled.message])
    assert Position.objects.filter(officer=made.officer).count() == 1


def test_a_login_that_is_opened_twice_at_once_is_one_persons() -> None:
    admin, post = an_administrator(), a_post()
    newcomers = [a_newcomer() for _ in range(DESKS)]

    came = at_once([partial(opened, admin, post, one) for one in newcomers])

    assert sum(isinstance(one, LoginTaken) for one in came) == DESKS - 1
    assert Account.objects.filter(login="pham-thi-moi").count() == 1
    assert Person.objects.filter(full_name=NAME).count() == 1


def test_somebody_whom_two_desks_enter_at_once_is_one_officer() -> None:
    admin, number = an_administrator(), a_personal_number()
    roles = (Role.RECEPTIONIST, Role.CASHIER)
    newcomer = a_newcomer(personal_number=number)

    came = at_once([partial(opened, admin, a_post(role), newcomer) for role in roles])

    assert {type(one) for one in came} == {actions.Opened}
    officer = Officer.objects.get(full_name=NAME)
    assert Position.objects.filter(officer=officer).count() == len(roles)


Act = Callable[[Actor, Actor], object]


def ends(who: Actor, by: Actor) -> object:
    position, person = Position.objects.get(officer=who.who), PersonId(who.who)
    return actions.end(position.id, officer=person, last_on=TODAY, by=by, at=MONDAY_MORNING)


def closes(who: Actor, by: Actor) -> object:
    return actions.close_account(PersonId(who.who), by=by, at=MONDAY_MORNING)


def dismisses(who: Actor, by: Actor) -> object:
    agency = AgencyId(who.office)
    return actions.leave(PersonId(who.who), agency, last_on=TODAY, by=by, at=MONDAY_MORNING)


@pytest.mark.parametrize(
    ("first", "second"), [(ends, ends), (closes, closes), (closes, ends), (dismisses, closes)]
)
def test_two_administrators_who_take_each_others_power_at_once_leave_one(
    first: Act, second: Act
) -> None:
    one, other = an_administrator(), an_administrator("Quản Trị Hai")

    came = at_once([partial(first, one, other), partial(second, other, one)])

    assert sorted(type(said) is LastAdministrator for said in came) == [False, True]
    lasting = Position.objects.filter(role="technical_admin", valid_to=None)
    staying = Account.objects.filter(is_active=True, person__in=lasting.values("officer"))
    assert staying.count() == 1
