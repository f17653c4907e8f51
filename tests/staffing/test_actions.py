"""Accounts opened, posts given, confirmed by a second person, transferred and ended."""

from datetime import timedelta

import pytest

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import DomainError, NotFound, NotPermitted
from motcua.kernel.ids import PersonId
from motcua.organisations.actions import begin_post
from motcua.organisations.models import Officer
from motcua.organisations.rules import (
    POWERFUL,
    NotToOneself,
    SecondPersonMissing,
    StaffNumberTaken,
)
from motcua.people.models import Account, Person
from motcua.people.rules import LoginTaken, LoginWrong, NameDoesNotMatch
from motcua.people.sign_in_rules import Proof
from motcua.staffing import actions
from motcua.staffing.models import Appointment
from motcua.staffing.rules import (
    AdministratorsThere,
    AlreadyProposed,
    AlreadySettled,
    NameMissing,
    NumberMissing,
)
from tests.builders import a_citizen, a_person, a_personal_number, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.staffing.people import (
    NAME,
    TODAY,
    a_newcomer,
    a_post,
    an_administrator,
    confirm,
    opened,
    roles,
    verbs,
)

pytestmark = pytest.mark.django_db
AT = MONDAY_MORNING
A_DAY = timedelta(days=1)


# ---- accounts ----


def test_an_account_is_opened_with_a_post_and_a_password_to_hand_over() -> None:
    made = opened(an_administrator())

    account = Account.objects.get(login="pham-thi-moi")
    assert account.check_password(made.password)
    assert account.first_password_until == AT + timedelta(days=5)
    assert roles(made.officer) == {Role.RECEPTIONIST}
    assert not made.waits
    assert verbs(made.officer) == ["officer.entered", "account.opened", "post.begun"]


def test_somebody_in_the_register_is_found_and_keeps_their_account() -> None:
    number = a_personal_number()
    citizen = a_person(NAME, number=number)
    Account.objects.create(login="cong-dan-cu", person=citizen, password="!")

    made = opened(an_administrator(), newcomer=a_newcomer(personal_number=number))

    assert (made.officer, made.login, made.password) == (citizen.id, "cong-dan-cu", "")
    assert roles(citizen.id) == {Role.RECEPTIONIST}
    assert Person.objects.filter(full_name=NAME).count() == 1


def test_an_officer_without_a_personal_number_is_known_by_the_staff_number() -> None:
    admin = an_administrator()
    nobody = {"personal_number": "", "staff_number": "cb-007"}
    first = opened(admin, newcomer=a_newcomer(**nobody))

    again = opened(admin, a_post(Role.CASHIER), a_newcomer(**nobody, login="ten-khac"))

    assert (again.officer, again.login, again.password) == (first.officer, "pham-thi-moi", "")
    assert Officer.objects.get(pk=first.officer).staff_number == "CB-007"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"full_name": " "}, NameMissing),
        ({"personal_number": ""}, NumberMissing),
        ({"login": "Có Dấu"}, LoginWrong),
        ({"login": "da-co"}, LoginTaken),
        ({"staff_number": "CB-1"}, StaffNumberTaken),
    ],
)
def test_what_cannot_be_meant_leaves_nothing_behind(
    given: dict[str, str], refusal: type[DomainError]
) -> None:
    admin = an_administrator()
    Account.objects.create(login="da-co", person=a_person())
    Officer.objects.create(id=a_person().id, full_name="Khác", staff_number="CB-1")
    before = Person.objects.count(), Officer.objects.count(), Account.objects.count()

    with pytest.raises(refusal):
        opened(admin, newcomer=a_newcomer(**given))

    assert (Person.objects.count(), Officer.objects.count(), Account.objects.count()) == before


def test_a_staff_number_is_added_later_and_never_changed() -> None:
    admin, number = an_administrator(), a_personal_number()
    who = {"personal_number": number}
    made = opened(admin, newcomer=a_newcomer(**who))
    opened(admin, a_post(Role.CASHIER), a_newcomer(**who, staff_number="cb-5"))

    assert Officer.objects.get(pk=made.officer).staff_number == "CB-5"
    with pytest.raises(StaffNumberTaken):
        opened(admin, a_post(Role.ASSISTANT), a_newcomer(**who, staff_number="CB-6"))


def test_a_new_password_is_for_officers_alone() -> None:
    admin, citizen = an_administrator(), a_citizen()
    made = opened(admin)

    password = actions.give_password(made.officer, Proof.IN_PERSON, by=admin, at=AT)

    assert Account.objects.get(login=made.login).check_password(password)
    with pytest.raises(NotFound):
        actions.give_password(PersonId(citizen.who), Proof.IN_PERSON, by=admin, at=AT)


def test_a_number_under_another_name_is_refused() -> None:
    admin, number = an_administrator(), a_personal_number()
    a_person("Người Khác", number=number)
    opened(admin, newcomer=a_newcomer(personal_number="", staff_number="CB-2"))

    with pytest.raises(NameDoesNotMatch):
        opened(admin, newcomer=a_newcomer(personal_number=number, login="kia"))
    other = a_newcomer(personal_number="", staff_number="CB-2", full_name="Ai Đó")
    with pytest.raises(NameDoesNotMatch):
        opened(admin, a_post(Role.CASHIER), other)


@pytest.mark.parametrize("role", [Role.BUSINESS_ADMIN, Role.SIGNATORY, Role.RECEPTIONIST])
def test_others_open_no_accounts_and_give_no_posts(role: Role) -> None:
    by, officer = an_officer(a_province().commune, role), an_officer(a_province().commune)
    person, here = PersonId(officer.who), a_post()

    for act in (
        lambda: opened(by),
        lambda: actions.appoint(person, here, by=by, at=AT),
        lambda: actions.confirm(here.agency, by=by, at=AT),
        lambda: actions.drop(here.agency, by=by, at=AT),
        lambda: actions.close_account(person, by=by, at=AT),
        lambda: actions.end(here.agency, officer=person, last_on=TODAY, by=by, at=AT),
        lambda: actions.give_password(person, Proof.IN_PERSON, by=by, at=AT),
        lambda: begin_post(person, here, by=by, at=AT),
    ):
        with pytest.raises(NotPermitted):
            act()


# ---- posts with power over others ----


@pytest.mark.parametrize("role", list(POWERFUL))
def test_a_powerful_post_is_worth_nothing_until_a_second_administrator_confirms(
    role: Role,
) -> None:
    first, second = an_administrator(), an_administrator("Quản Trị Hai")
    made = opened(first, a_post(role, from_on=TODAY - A_DAY))
    before = roles(made.officer)

    with pytest.raises(SecondPersonMissing):
        confirm(first)
    confirm(second)

    assert (made.waits, before) == (True, set())
    assert roles(made.officer) == {role}
    assert roles(made.officer, TODAY - A_DAY) == set()
    assert verbs(made.officer)[-2:] == ["post.proposed", "post.begun"]
    event = Event.objects.get(verb="post.begun")
    assert event.by == second.who


def test_nobody_gives_a_post_to_themself_or_confirms_it() -> None:
    admin, other = an_administrator(), an_administrator("Quản Trị Hai")
    own = PersonId(admin.who)
    actions.appoint(own, a_post(Role.BUSINESS_ADMIN), by=other, at=AT)

    for act in (
        lambda: actions.appoint(own, a_post(), by=admin, at=AT),
        lambda: confirm(admin),
        lambda: actions.drop(Appointment.objects.get().id, by=admin, at=AT),
        lambda: actions.close_account(own, by=admin, at=AT),
        lambda: actions.end(own, officer=own, last_on=TODAY, by=admin, at=AT),
        lambda: actions.give_password(own, Proof.IN_PERSON, by=admin, at=AT),
        lambda: begin_post(own, a_post(), by=admin, at=AT),
    ):
        with pytest.raises(NotToOneself):
            act()


def test_nobody_opens_an_account_for_themself_by_their_number() -> None:
    number = a_personal_number()
    person = a_person("Quản Trị Một", number=number)
    centre = a_province().centre
    Officer.objects.create(id=person.id, full_name=person.full_name)
    by = Actor(person.id, centre.id, frozenset({Role.TECHNICAL_ADMIN}))

    with pytest.raises(NotToOneself):
        opened(by, newcomer=a_newcomer(full_name=person.full_name, personal_number=number))


def test_what_was_proposed_is_proposed_once_and_settled_once() -> None:
    first, second = an_administrator(), an_administrator("Quản Trị Hai")
    made = opened(first, a_post(Role.MONITOR))
    which = Appointment.objects.get().id

    with pytest.raises(AlreadyProposed):
        actions.appoint(made.officer, a_post(Role.MONITOR), by=second, at=AT)
    actions.drop(which, by=first, at=AT)
    for settle in (actions.confirm, actions.drop):
        with pytest.raises(AlreadySettled):
            settle(which, by=second, at=AT)
        with pytest.raises(NotFound):
            settle(made.officer, by=second, at=AT)
    assert roles(made.officer) == set()
    assert verbs(made.officer)[-1] == "post.dropped"


def test_what_a_file_brought_is_confirmed_by_one_administrator() -> None:
    admin = an_administrator()
    made = opened(SYSTEM, a_post(Role.TECHNICAL_ADMIN))

    confirm(admin)

    assert roles(made.officer) == {Role.TECHNICAL_ADMIN}


# ---- the first of all ----


def test_the_first_administrator_is_opened_by_the_console_while_there_is_none() -> None:
    post = a_post(Role.TECHNICAL_ADMIN)
    made = actions.open_first_administrator(
        a_newcomer(), post, Proof.IDENTITY_CARD, by=SYSTEM, at=AT
    )

    assert roles(made.officer) == {Role.TECHNICAL_ADMIN}
    again = a_newcomer(login="thu-hai")
    with pytest.raises(AdministratorsThere):
        actions.open_first_administrator(again, post, Proof.IN_PERSON, by=SYSTEM, at=AT)
    admin = an_administrator()
    with pytest.raises(NotPermitted):
        actions.open_first_administrator(again, post, Proof.IN_PERSON, by=admin, at=AT)
    Account.objects.update(is_active=False)
    assert actions.open_first_administrator(again, post, Proof.IN_PERSON, by=SYSTEM, at=AT).password
