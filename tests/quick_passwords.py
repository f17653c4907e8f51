"""Passwords hashed quickly, for tests of everything but the hashing."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import make_password
from django.test import override_settings

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash by a way that takes no time; what is checked for unknown logins is hashed so too."""
    with override_settings(PASSWORD_HASHERS=QUICK):
        monkeypatch.setattr("motcua.people.actions.accounts._NOBODY", make_password("nobody"))
        yield
