"""Registering people, signing in, tokens, and counting what can be guessed."""

from datetime import date, timedelta
from typing import Any

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.people import actions
from motcua.people.models import AccessToken, Account, Person, PopulationRecord
from motcua.people.queries import confirmed_in_register, contact_of, names_of
from motcua.people.rules import (
    Contact,
    NameDoesNotMatch,
    NotInRegister,
    NumberDoesNotMatch,
    SignInRefused,
    TooManyAttempts,
    WrongPersonalNumber,
    WrongPhone,
)
from motcua.people.sealing import number_digest
from motcua.people.sign_in_rules import Origin
from tests.builders import a_person, a_personal_number
from tests.calendars import AN_HOUR, MONDAY_MORNING

pytestmark = pytest.mark.django_db
BORN = date(1990, 1, 1)
PASSWORD = "một mật khẩu đủ dài"


def register(contact: Contact, name: str = "Nguyễn Thị Mẫu", **given: object) -> Person:
    facts: dict[str, Any] = {"birth_date": BORN, "sex": "female", "verified": True, **given}
    return actions.register(name, contact, **facts, by=SYSTEM, at=MONDAY_MORNING)


def test_a_person_is_registered_with_the_contact_sealed() -> None:
    number = a_personal_number()

    person = register(Contact(number, "+84 912345678", " mau@vidu.vn ", " Thôn  Một "))

    assert contact_of(person) == Contact(number, "0912345678", "mau@vidu.vn", "Thôn Một")
    assert number.encode() not in bytes(person.sealed)
    assert names_of([person.id, None]) == {person.id: "Nguyễn Thị Mẫu"}


def test_the_number_decides_who_is_who() -> None:
    number = a_personal_number()
    first = register(Contact(number, "0912345678", "mau@vidu.vn"))

    again = register(Contact(number, "0987654321"), name="NGUYEN THI MAU")

    assert again.id == first.id
    assert Person.objects.get(pk=first.id).full_name == "Nguyễn Thị Mẫu"
    assert contact_of(again) == Contact(number, "0987654321", "mau@vidu.vn")


def test_a_number_under_another_name_changes_nothing() -> None:
    number = a_personal_number()
    first = register(Contact(number, "0912345678"))

    with pytest.raises(NameDoesNotMatch):
        register(Contact(number, "0987654321"), name="Tên Khác")

    assert contact_of(Person.objects.get(pk=first.id)).phone == "0912345678"


@pytest.mark.parametrize(
    ("contact", "given", "refusal"),
    [
        (Contact("123"), {}, WrongPersonalNumber),
        (Contact("037190000001", "123"), {}, WrongPhone),
        (Contact("037190000001"), {"sex": "male"}, NumberDoesNotMatch),
        (Contact("037190000001"), {"birth_date": date(1989, 1, 1)}, NumberDoesNotMatch),
    ],
)
def test_a_wrong_particular_registers_nobody(
    contact: Contact, given: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        register(contact, **given)

    assert not Person.objects.exists()


def an_account(login: str = "mau") -> Account:
    return actions.open_account(a_person(), login, PASSWORD, by=SYSTEM, at=MONDAY_MORNING)


def sign_in(login: str, password: str, address: str = "10.0.0.1") -> Account:
    return actions.sign_in(login, password, origin=Origin(address), by=SYSTEM, at=MONDAY_MORNING)


def test_a_person_signs_in() -> None:
    account = an_account()

    assert sign_in("mau", PASSWORD) == account


def test_a_refusal_never_says_what_was_wrong() -> None:
    account = an_account()
    closed = an_account("closed")
    closed.is_active = False
    closed.save()

    refusals = []
    for login, password in (("mau", "sai"), ("ai đó", PASSWORD), ("closed", PASSWORD)):
        with pytest.raises(SignInRefused) as refusal:
            sign_in(login, password)
        refusals.append(str(refusal.value))

    assert len(set(refusals)) == 1
    assert account.is_active


def test_after_ten_tries_from_one_place_the_right_password_waits_too() -> None:
    an_account()
    for _ in range(actions.SIGN_IN_TRIES):
        actions.count_attempt(
            "sign-in",
            "10.0.0.1|mau",
            most=actions.SIGN_IN_TRIES,
            window=actions.SIGN_IN_WINDOW,
            by=SYSTEM,
            at=MONDAY_MORNING,
        )

    with pytest.raises(TooManyAttempts, match="phút"):
        sign_in("mau", PASSWORD)
    assert sign_in("mau", PASSWORD, address="10.0.0.2")


def test_the_count_begins_anew_with_the_next_window() -> None:
    window = timedelta(minutes=15)

    def attempt(at: object) -> None:
        actions.count_attempt("x", "y", most=1, window=window, by=SYSTEM, at=at)  # type: ignore[arg-type]

    attempt(MONDAY_MORNING)
    with pytest.raises(TooManyAttempts):
        attempt(MONDAY_MORNING + timedelta(minutes=14))
    attempt(MONDAY_MORNING + window)


def issue(account: Account) -> str:
    return actions.issue_token(
        account,
        agency=None,
        purpose="kiểm thử",
        expires_at=MONDAY_MORNING + AN_HOUR,
        by=SYSTEM,
        at=MONDAY_MORNING,
    )


def test_of_a_token_only_a_hash_is_kept() -> None:
    token = issue(an_account())

    assert token.encode() not in bytes(AccessToken.objects.get().digest)


def test_an_identity_is_confirmed_by_number_name_and_birth() -> None:
    number = a_personal_number()
    PopulationRecord.objects.create(
        number_digest=number_digest(number),
        full_name="Nguyễn Thị Mẫu",
        birth_date=BORN,
        sex="female",
    )

    assert confirmed_in_register(number, "NGUYEN THI MAU", BORN).full_name == "Nguyễn Thị Mẫu"
    for wrong in (
        (number, "Trần Thị Mẫu", BORN),
        (number, "Nguyễn Thị Mẫu", date(1990, 1, 2)),
        (a_personal_number(), "Nguyễn Thị Mẫu", BORN),
    ):
        with pytest.raises(NotInRegister):
            confirmed_in_register(*wrong)


def test_registering_the_same_again_writes_nothing() -> None:
    contact = Contact(a_personal_number(), "0912345678")
    first = register(contact)

    again = register(contact)

    assert bytes(again.sealed) == bytes(first.sealed)
