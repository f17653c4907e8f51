"""What the tests of signing in at a provider share: the twin, configured as a province does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.timezone import now

from motcua.kernel.actors import SYSTEM
from motcua.people.actions import configure_provider
from motcua.people.identity_rules import Provider
from motcua.people.models import IdentityProvider
from motcua.people.vouching import refresh
from tests.web.vouched.twin import CLIENT_ID, SECRET, Behaviour, Person, Twin


@pytest.fixture(scope="session")
def served() -> Iterator[Twin]:
    """Start the twin, once."""
    started = Twin()
    yield started
    started.stop()


@pytest.fixture
def twin(served: Twin) -> Twin:
    """Return the twin as an honest provider."""
    served.behaviour, served.person, served.kid = Behaviour(), Person(), "first"
    served.codes.clear()
    return served


def configured(issuer: str, code: str = "quoc-gia") -> IdentityProvider:
    """Configure a provider, with its secret in a file, and read what it publishes."""
    secret = Path(settings.KEYS) / "providers" / f"{code}.secret"
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.touch(0o600)
    secret.write_text(SECRET)
    claims = {"personal_number": "personal_number", "full_name": "name", "birth_date": "birthdate"}
    levels = {"LoA1": 1, "LoA2": 2, "LoA3": 3}
    name = "tài khoản định danh quốc gia"
    scopes = "openid identity"
    provider = Provider(code, name, issuer, CLIENT_ID, scopes, claims, levels, least_level=2)
    known = configure_provider(provider, is_enabled=True, by=SYSTEM, at=now())
    refresh(known, at=now())
    known.refresh_from_db()
    return known


@pytest.fixture
def provider(twin: Twin, db: None) -> IdentityProvider:
    """Return the twin as it is configured here."""
    return configured(twin.issuer)
