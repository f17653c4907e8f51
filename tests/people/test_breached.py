"""Passwords are looked up in the operator's list of those that were taken elsewhere."""

from pathlib import Path

import pytest
from django.test import override_settings
from django.utils.timezone import now

from motcua.kernel.actors import SYSTEM
from motcua.people.actions import open_account
from motcua.people.actions.passwords import check_new_password
from motcua.people.breached import digest, is_breached
from motcua.people.password_rules import BreachedNotKnown, PasswordBreached
from tests.builders import a_person
from tests.quick_passwords import quick_passwords

__all__ = ["quick_passwords"]
KNOWN = [f"Mật khẩu đã lộ số {n}!" for n in range(300)]


@pytest.fixture
def the_list(tmp_path: Path) -> Path:
    """The list, sorted, with counts of different lengths behind the hashes."""
    lines = sorted(f"{digest(one)}:{10 ** (at % 7)}" for at, one in enumerate(KNOWN))
    place = tmp_path / "breached.txt"
    place.write_text("\n".join(lines) + "\n")
    return place


def test_every_password_of_the_list_is_found_and_no_other(the_list: Path) -> None:
    with override_settings(BREACHED_PASSWORDS=str(the_list)):
        assert all(is_breached(one) for one in KNOWN)
        assert not any(is_breached(f"{one} khác") for one in KNOWN)


def test_a_list_with_windows_line_ends_and_no_counts_is_read_too(tmp_path: Path) -> None:
    place = tmp_path / "breached.txt"
    place.write_bytes(b"\r\n".join(sorted(digest(one).encode() for one in KNOWN)))

    with override_settings(BREACHED_PASSWORDS=str(place)):
        assert all(is_breached(one) for one in KNOWN)
        assert not is_breached("Chưa ai dùng 58!")


def test_without_a_list_none_is_known() -> None:
    assert not is_breached(KNOWN[0])


def test_an_empty_list_knows_none(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    with override_settings(BREACHED_PASSWORDS=str(tmp_path / "empty")):
        assert not is_breached(KNOWN[0])


def test_a_list_that_is_away_lets_nothing_through(tmp_path: Path) -> None:
    with (
        override_settings(BREACHED_PASSWORDS=str(tmp_path / "away")),
        pytest.raises(BreachedNotKnown),
    ):
        is_breached(KNOWN[0])


@pytest.mark.django_db
def test_nobody_takes_a_password_of_the_list(the_list: Path) -> None:
    account = open_account(a_person(), "can-bo", "Trước đây 5 lần!", by=SYSTEM, at=now())

    with (
        override_settings(BREACHED_PASSWORDS=str(the_list)),
        pytest.raises(PasswordBreached, match="đã bị lộ"),
    ):
        check_new_password(
            account, KNOWN[7], frozenset(), with_second=True, by=SYSTEM, at=now()
        )  # fmt: skip
