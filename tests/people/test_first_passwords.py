"""Passwords that the program makes: handed over, good for a few days, changed before all else."""

from datetime import timedelta

import pytest

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import PersonId
from motcua.people import actions
from motcua.people.models import Account, SignIn
from motcua.people.password_rules import READABLE, PasswordUsedBefore, first_password_fits
from motcua.people.policy_rules import Policy
from motcua.people.rules import FirstPasswordOver, SignInRefused, TwoHandsNeeded
from motcua.people.sign_in_rules import Method, Origin, Proof
from tests.builders import a_citizen, a_person
from tests.calendars import MONDAY_MORNING
from tests.quick_passwords import quick_passwords
from tests.signing_hands import with_app

__all__ = ["quick_passwords"]
pytestmark = pytest.mark.django_db
AT, HERE = MONDAY_MORNING, Origin("192.0.2.7")
OWN = "một câu dài của riêng tôi 1A-"
LOGIN = "can-bo-moi"


def a_keeper() -> Actor:
    return Actor(a_person("Quản Trị").id, roles=frozenset({Role.TECHNICAL_ADMIN}))


def given(by: Actor = SYSTEM) -> tuple[Account, str]:
    person = a_person("Cán Bộ Mới")
    return actions.open_with_first_password(person, LOGIN, Proof.IN_PERSON, by=by, at=AT)


def sign_in(password: str, days: float = 0) -> Account:
    at = AT + timedelta(days=days)
    return actions.sign_in(LOGIN, password, origin=HERE, by=Actor(None), at=at)


@pytest.mark.parametrize("length", [14, 20])
def test_a_first_password_is_drawn_by_the_policy_of_the_day(length: int) -> None:
    said: dict[str, object] = {"length_alone": length}
    actions.adopt_policy(said, from_on=AT.date(), basis="Thử", by=SYSTEM, at=AT)
    account, password = given()
    drawn = password.replace("-", "")

    assert len(drawn) == length
    assert set(drawn) <= set(READABLE)
    assert first_password_fits(password, Policy(length_alone=length))
    actions.check_new_password(
        account, password, frozenset({Role.CASHIER}), with_second=False, by=SYSTEM, at=AT
    )


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("aB3-aaaaaaaaaa", True),
        ("aB3-aaaaaaaaa", False),
        ("aB33aaaaaaaaaa", False),
        ("ab3-aaaaaaaaaa", False),
    ],
)
def test_what_is_drawn_has_the_length_and_every_kind_of_character(
    password: str, fits: bool
) -> None:
    assert first_password_fits(password, Policy()) is fits


def test_a_first_password_is_good_for_a_few_days_and_says_so_to_its_owner_alone() -> None:
    _, password = given()

    assert sign_in(password, days=4.9).login == LOGIN
    with pytest.raises(FirstPasswordOver):
        sign_in(password, days=5)
    with pytest.raises(SignInRefused):
        sign_in("khác", days=5)


def test_nobody_keeps_the_password_that_was_handed_to_them() -> None:
    account, password = given()
    by = Actor(account.person_id)
    none: frozenset[Role] = frozenset()
    with pytest.raises(PasswordUsedBefore):
        actions.change_password(account, password, none, by=by, at=AT)

    changed = actions.change_password(account, OWN, none, by=by, at=AT)

    assert (changed.first_password_until, changed.password_given_by) == (None, None)
    assert sign_in(OWN, days=30)


def test_a_new_password_ends_the_old_one_and_every_session() -> None:
    keeper = a_keeper()
    account, before = given()
    actions.begin_sign_in(
        account, "s" * 32, method=Method.PASSWORD, level=1, origin=HERE, by=SYSTEM, at=AT
    )

    password = actions.give_password(account.person_id, Proof.OFFICE_CARD, by=keeper, at=AT)

    assert not SignIn.objects.exists()
    assert sign_in(password)
    with pytest.raises(SignInRefused):
        sign_in(before)
    event = Event.objects.get(verb="password.given")
    assert (event.by, event.facts) == (keeper.who, {"proof": "office_card"})


def test_password_and_device_of_somebody_are_not_given_by_one_hand() -> None:
    one, other = a_keeper(), a_keeper()
    officer = with_app(a_citizen())
    person, seen = PersonId(officer.who), Proof.IDENTITY_CARD
    actions.give_password(person, seen, by=one, at=AT)

    with pytest.raises(TwoHandsNeeded):
        actions.reset_second_factor(person, seen, by=one, at=AT)
    actions.reset_second_factor(person, seen, by=other, at=AT)
    with pytest.raises(TwoHandsNeeded):
        actions.give_password(person, seen, by=other, at=AT)
    assert actions.give_password(person, seen, by=one, at=AT)
    assert actions.give_password(with_app(officer).who, seen, by=other, at=AT)


def test_only_a_keeper_of_accounts_gives_passwords_and_never_to_themself() -> None:
    keeper, clerk = a_keeper(), Actor(a_person().id, roles=frozenset({Role.SIGNATORY}))
    account, _ = given()

    for by, person in ((clerk, account.person_id), (keeper, keeper.who)):
        with pytest.raises(NotPermitted):
            actions.give_password(person, Proof.IN_PERSON, by=by, at=AT)
    with pytest.raises(NotPermitted):
        actions.register_officer("Ai Đó", "", by=clerk, at=AT)
    with pytest.raises(NotFound):
        actions.give_password(a_person().id, Proof.IN_PERSON, by=keeper, at=AT)
