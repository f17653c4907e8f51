"""Who does not exist is checked as long as who does."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, get_hasher, identify_hasher

from motcua.people.actions.accounts import _NOBODY


def test_an_unknown_login_is_checked_against_a_hash_like_all_others() -> None:
    hasher = identify_hasher(_NOBODY)

    assert settings.PASSWORD_HASHERS[0].endswith(type(hasher).__name__)
    assert hasher.algorithm == get_hasher().algorithm == "scrypt"
    assert not hasher.must_update(_NOBODY)
    assert not check_password("", _NOBODY)
