"""One-time codes of an authenticator app."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.events.models import Event
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import PersonId
from motcua.people import actions
from motcua.people.models import SecondFactor
from motcua.people.queries import has_second_factor, second_factor_of, secret_of
from motcua.people.rules import (
    CodeUsed,
    CodeWrong,
    SecondFactorKnown,
    SecondFactorMissing,
    TooManyAttempts,
)
from motcua.people.sign_in_rules import Proof
from motcua.people.totp import address, code_of, matching_step, step_of, written
from tests.builders import a_citizen, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.real_database import at_once
from tests.signing_hands import an_account, the_code, with_app

django_db = pytest.mark.django_db
SECRET = b"12345678901234567890"
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    """RFC 6238, appendix B, the last six of its eight digits."""
    at = datetime.fromtimestamp(second, UTC)

    assert code_of(SECRET, step_of(at)) == code
    assert matching_step(SECRET, code, at) == step_of(at)


@given(st.integers(min_value=10, max_value=2**31), st.integers(min_value=-5, max_value=5))
def test_a_code_counts_one_step_before_and_after_and_no_more(step: int, away: int) -> None:
    at = datetime.fromtimestamp(step * 30, UTC)
    found = matching_step(SECRET, code_of(SECRET, step + away), at)

    assert (found is not None) or abs(away) > 1


def test_blanks_between_the_digits_do_not_matter_and_letters_do() -> None:
    at = datetime.fromtimestamp(59, UTC)

    assert matching_step(SECRET, " 287 082 ", at) == 1
    for wrong in ("", "28708", "2870829", "abcdef", "２８７０８２"):
        assert matching_step(SECRET, wrong, at) is None


def test_the_app_is_told_issuer_login_and_secret() -> None:
    said = address(SECRET, "lanh-dao")

    assert said.startswith("otpauth://totp/Motcua%3Alanh-dao?secret=GEZDGNBVGY3TQOJQ")
    assert "issuer=Motcua" in said
    assert written(SECRET) == " ".join(["GEZD", "GNBV", "GY3T", "QOJQ"] * 2)


def somebody() -> Actor:
    by = a_citizen()
    an_account(by.who)
    return by


@django_db
def test_it_counts_once_a_code_of_it_was_entered() -> None:
    by = somebody()
    actions.begin_second_factor(by=by, at=MONDAY_MORNING)
    before = has_second_factor(by.who)

    actions.confirm_second_factor(the_code(by, MONDAY_MORNING), by=by, at=MONDAY_MORNING)

    assert (before, has_second_factor(by.who)) == (False, True)
    assert Event.objects.filter(verb="second_factor.added", subject=by.who).exists()
    with pytest.raises(SecondFactorKnown):
        actions.begin_second_factor(by=by, at=MONDAY_MORNING)
    with pytest.raises(SecondFactorKnown):
        actions.confirm_second_factor("000000", by=by, at=MONDAY_MORNING)


@django_db
def test_the_secret_is_sealed() -> None:
    by = somebody()
    factor = actions.begin_second_factor(by=by, at=MONDAY_MORNING)

    assert len(secret_of(factor)) == 20
    assert secret_of(factor) not in bytes(factor.sealed)
    assert secret_of(factor).hex().encode() not in bytes(factor.sealed)


@django_db
def test_beginning_again_makes_another_secret() -> None:
    by = somebody()
    first = secret_of(actions.begin_second_factor(by=by, at=MONDAY_MORNING))

    again = secret_of(actions.begin_second_factor(by=by, at=MONDAY_MORNING))

    assert first != again


@django_db
def test_no_code_is_taken_twice() -> None:
    by = with_app(somebody())
    code = the_code(by, MONDAY_MORNING)
    actions.confirm(code, by=by, at=MONDAY_MORNING)

    with pytest.raises(CodeUsed):
        actions.confirm(code, by=by, at=MONDAY_MORNING + STEP)
    actions.confirm(the_code(by, MONDAY_MORNING + STEP), by=by, at=MONDAY_MORNING + STEP)


@pytest.mark.usefixtures("real_commits")
def test_one_code_entered_twice_at_the_same_moment_is_taken_once() -> None:
    by = with_app(somebody())
    code = the_code(by, MONDAY_MORNING)

    given = at_once([lambda: actions.confirm(code, by=by, at=MONDAY_MORNING)] * 3)

    assert sum(isinstance(one, CodeUsed) for one in given) == 2


@django_db
def test_wrong_codes_are_counted_and_end_in_waiting() -> None:
    by = with_app(somebody())
    right = the_code(by, MONDAY_MORNING)
    wrong = "000000" if right != "000000" else "000001"

    for _ in range(5):
        with pytest.raises(CodeWrong):
            actions.confirm(wrong, by=by, at=MONDAY_MORNING)
    with pytest.raises(TooManyAttempts):
        actions.confirm(right, by=by, at=MONDAY_MORNING)


@django_db
def test_who_has_none_confirms_nothing() -> None:
    by = somebody()

    for act in (actions.confirm, actions.confirm_second_factor, actions.remove_second_factor):
        with pytest.raises(SecondFactorMissing):
            act("000000", by=by, at=MONDAY_MORNING)


@django_db
def test_it_is_removed_with_a_code_of_it() -> None:
    by = with_app(somebody())

    with pytest.raises(CodeWrong):
        actions.remove_second_factor("1", by=by, at=MONDAY_MORNING)
    actions.remove_second_factor(the_code(by, MONDAY_MORNING), by=by, at=MONDAY_MORNING)

    assert second_factor_of(by.who) is None


@django_db
def test_a_lost_device_is_reset_by_a_technical_admin_and_nobody_else() -> None:
    by = with_app(somebody())
    agency = a_province().committee
    admin = an_officer(agency, Role.TECHNICAL_ADMIN)
    other = an_officer(agency, Role.BUSINESS_ADMIN)
    person, seen = PersonId(by.who), Proof.IN_PERSON

    for somebody_else in (by, other):
        with pytest.raises(NotPermitted):
            actions.reset_second_factor(person, seen, by=somebody_else, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.reset_second_factor(PersonId(admin.who), seen, by=admin, at=MONDAY_MORNING)
    actions.reset_second_factor(person, seen, by=admin, at=MONDAY_MORNING)

    assert not SecondFactor.objects.exists()
    assert Event.objects.get(verb="second_factor.reset").facts == {"proof": "in_person"}
    with pytest.raises(NotFound):
        actions.reset_second_factor(person, seen, by=admin, at=MONDAY_MORNING)
