"""Passwords by the policy of the day, and accounts that nobody uses."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.people import actions
from motcua.people.known_words import known_words
from motcua.people.models import AccessToken, Account, SignIn
from motcua.people.password_rules import (
    PasswordKnown,
    PasswordTooLong,
    PasswordTooPlain,
    PasswordTooShort,
    PasswordUsedBefore,
    check_password_fits,
)
from motcua.people.policy_rules import Act, Policy, PolicyWrong, policy_from, written
from motcua.people.queries import policy_on
from motcua.people.sign_in_rules import Method, Origin, device_of
from tests.builders import a_citizen, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.quick_passwords import quick_passwords

__all__ = ["quick_passwords"]
django_db = pytest.mark.django_db
ADMIN = frozenset({Role.TECHNICAL_ADMIN})
STRICT = Policy()
HERE = Origin("10.0.0.1")


def refusal(password: str, *, has_second_factor: bool = False, is_staff: bool = True) -> object:
    """Return the kind of refusal of a password, None when it fits."""
    try:
        check_password_fits(
            password,
            STRICT,
            has_second_factor=has_second_factor,
            is_staff=is_staff,
            personal=["lanh-dao", "Nguyễn Thị Mẫu", *known_words()],
            is_common=password == "iloveyou1234567",
        )
    except Exception as refused:
        return type(refused)
    return None


@pytest.mark.parametrize(
    ("password", "asked", "refused"),
    [
        ("Ngắn-7k", {"has_second_factor": True}, PasswordTooShort),
        ("đủ tám kt", {"has_second_factor": True}, None),
        ("Mười3-ký-tự!!", {}, PasswordTooShort),
        ("Mười4-ký-tự!!!", {}, None),
        ("mười bốn ký tự", {}, PasswordTooPlain),
        ("mười bốn ký tự", {"is_staff": False}, None),
        ("mười bốn ký tự", {"has_second_factor": True}, None),
        ("một câu thật dài mà dễ nhớ " * 6, {"is_staff": False}, None),
        ("x" * 201, {"is_staff": False}, PasswordTooLong),
        ("iloveyou1234567", {"is_staff": False}, PasswordKnown),
        ("nguyenthimaumotcua", {"is_staff": False}, PasswordKnown),
        ("lanh-dao-lanh-dao-1", {"is_staff": False}, PasswordKnown),
        ("lanh-dao-1990-1990!", {"is_staff": False}, PasswordKnown),
        ("Ninhbinh@2026#2027", {"has_second_factor": True}, PasswordKnown),
        ("QuanTri-HanhChinh-2026", {}, PasswordKnown),
        ("tôi ở ninh bình từ bé", {"is_staff": False}, None),
        ("8361-9274-6500-1243", {"is_staff": False}, None),
    ],
)
def test_length_and_kinds_follow_from_the_second_factor(
    password: str, asked: dict[str, bool], refused: object
) -> None:
    assert refusal(password, **asked) is refused


@given(st.integers(1, 400), st.sampled_from(sorted(Role)), st.sampled_from(list(Act)))
def test_a_policy_is_read_as_it_was_written(days: int, role: Role, act: Act) -> None:
    policy = replace(
        STRICT, idle_account_days=days, second_factor_roles=frozenset({role}), levels={act: 3}
    )

    assert policy_from(written(policy)) == policy


@pytest.mark.parametrize(
    "said",
    [
        {"unknown": 1},
        {"length_alone": 0},
        {"length_alone": "14"},
        {"length_alone": True},
        {"second_factor_roles": "nobody"},
        {"second_factor_roles": ["king"]},
        {"levels": {"submit": 4}},
        {"levels": {"vote": 1}},
        {"levels": 2},
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(PolicyWrong):
        policy_from(said)


def test_without_a_policy_all_staff_need_a_second_factor_and_citizens_none() -> None:
    assert all(STRICT.asks_second_factor(frozenset({role})) for role in Role if role in STAFF)
    assert not STRICT.asks_second_factor(frozenset({Role.CITIZEN}))


STAFF = frozenset(Role) - {Role.CITIZEN, Role.REPRESENTATIVE}


@django_db
def test_the_policy_of_a_day_is_the_last_one_before_it() -> None:
    day = MONDAY_MORNING.date()
    for later, idle in ((0, 30), (10, 20)):
        said = {"idle_account_days": idle}
        from_on = day + timedelta(days=later)
        actions.adopt_policy(said, from_on=from_on, basis="Thử", by=SYSTEM, at=MONDAY_MORNING)

    days = [policy_on(day + timedelta(days=n)).idle_account_days for n in (-1, 0, 9, 10)]
    assert days == [45, 30, 30, 20]


@django_db
def test_nobody_but_who_runs_the_system_adopts_a_policy_and_never_without_a_basis() -> None:
    admin = an_officer(a_province().commune, Role.TECHNICAL_ADMIN)
    day = MONDAY_MORNING.date()

    with pytest.raises(NotPermitted):
        actions.adopt_policy({}, from_on=day, basis="Thử", by=admin, at=MONDAY_MORNING)
    with pytest.raises(PolicyWrong):
        actions.adopt_policy({}, from_on=day, basis=" ", by=SYSTEM, at=MONDAY_MORNING)


def an_account(by: Actor) -> Account:
    account = Account(login=str(by.who), person_id=by.who, password_set_at=MONDAY_MORNING)
    account.set_password("Mật-khẩu-đầu-1!")
    account.save()
    return account


def a_session(account: Account, key: str) -> None:
    actions.begin_sign_in(
        account, key, method=Method.PASSWORD, level=1, origin=HERE, by=SYSTEM, at=MONDAY_MORNING
    )


@django_db
def test_a_new_password_ends_the_other_sessions_and_is_recorded() -> None:
    citizen = a_citizen()
    account = an_account(citizen)
    a_session(account, "here")
    a_session(account, "there")
    actions.change_password(
        account, "một câu rất dài", frozenset(), keep="here", by=citizen, at=MONDAY_MORNING
    )

    assert [one.session_key for one in SignIn.objects.all()] == ["here"]
    assert Account.objects.get().check_password("một câu rất dài")
    assert Event.objects.filter(verb="password.changed", subject=citizen.who).exists()


@django_db
def test_nobody_changes_the_password_of_another() -> None:
    account = an_account(a_citizen())

    with pytest.raises(NotPermitted):
        actions.change_password(
            account, "một câu rất dài", frozenset(), by=a_citizen(), at=MONDAY_MORNING
        )


@django_db
def test_an_administrator_does_not_come_back_to_one_of_the_last_ten() -> None:
    said = {"admin_passwords_kept": 2, "classes_alone": 1}
    day = MONDAY_MORNING.date()
    actions.adopt_policy(said, from_on=day, basis="Thử", by=SYSTEM, at=MONDAY_MORNING)
    admin = an_officer(a_province().commune, Role.TECHNICAL_ADMIN)
    account = an_account(admin)

    def to(password: str, minutes: int) -> None:
        at = MONDAY_MORNING + timedelta(minutes=minutes)
        actions.change_password(account, password, ADMIN, by=admin, at=at)

    to("Mật-khẩu-hai-2!", 1)
    for before in ("Mật-khẩu-đầu-1!", "Mật-khẩu-hai-2!"):
        with pytest.raises(PasswordUsedBefore):
            to(before, 2)
    to("Mật-khẩu-ba-33!", 3)
    to("Mật-khẩu-đầu-1!", 4)
    assert Account.objects.get().check_password("Mật-khẩu-đầu-1!")


@django_db
def test_the_password_of_an_administrator_grows_old_after_sixty_days() -> None:
    account = an_account(a_citizen())

    def old(days: int, roles: frozenset[Role]) -> bool:
        at = MONDAY_MORNING + timedelta(days=days)
        return actions.is_stale(account, roles, by=SYSTEM, at=at)

    assert [old(59, ADMIN), old(60, ADMIN), old(999, frozenset({Role.SIGNATORY}))] == [
        False,
        True,
        False,
    ]


@django_db
@pytest.mark.parametrize(("days", "is_open"), [(44, True), (46, False)])
def test_an_account_that_nobody_uses_for_45_days_is_closed(days: int, is_open: bool) -> None:
    officer = an_officer(a_province().commune, Role.RECEPTIONIST)
    account = an_account(officer)
    Account.objects.update(last_login=MONDAY_MORNING)
    a_session(account, "left open")
    at = MONDAY_MORNING + timedelta(days=days)
    closed = actions.close_idle_accounts([officer.who], by=SYSTEM, at=at)

    assert (closed, Account.objects.get().is_active) == (int(not is_open), is_open)
    assert SignIn.objects.exists() is is_open
    assert Event.objects.filter(verb="account.closed", subject=officer.who).exists() is not is_open


@django_db
def test_accounts_of_citizens_and_of_machines_stay_open() -> None:
    citizen, officer = a_citizen(), an_officer(a_province().commune, Role.RECEPTIONIST)
    an_account(citizen)
    machine = an_account(officer)
    at = MONDAY_MORNING + timedelta(days=100)
    AccessToken.objects.create(
        digest=b"x",
        account=machine,
        purpose="Thử",
        created_at=MONDAY_MORNING,
        expires_at=at + timedelta(days=1),
    )

    assert actions.close_idle_accounts([officer.who], by=SYSTEM, at=at) == 0


@django_db
def test_an_account_is_closed_and_opened_by_a_technical_admin_and_not_ones_own() -> None:
    province = a_province()
    admin = an_officer(province.commune, Role.TECHNICAL_ADMIN)
    officer = an_officer(province.commune, Role.RECEPTIONIST)
    own, account = an_account(admin), an_account(officer)

    for wrong, by in ((account, officer), (own, admin), (account, a_citizen())):
        with pytest.raises(NotPermitted):
            actions.close_account(wrong.id, by=by, at=MONDAY_MORNING)
    actions.close_account(account.id, by=admin, at=MONDAY_MORNING)
    assert not Account.objects.get(pk=account.pk).is_active
    actions.reopen_account(account.id, by=admin, at=MONDAY_MORNING)
    later = MONDAY_MORNING + timedelta(days=44)
    assert actions.close_idle_accounts([officer.who], by=SYSTEM, at=later) == 0


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("<script>alert(1)</script>", "Thiết bị khác"),
        ("", "Thiết bị khác"),
    ],
)
def test_a_device_is_named_in_words_and_nothing_sent_is_kept(agent: str, device: str) -> None:
    assert device_of(agent) == device
