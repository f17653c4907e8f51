"""What the tests of signing share: a key folder of their own, and an authority on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.signing.authorities import Authority, an_authority


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> Path:
    """Keep the keys and authorities of a test in its own folder."""
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture(scope="session")
def running_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """Run one authority for all tests."""
    with an_authority(tmp_path_factory.mktemp("authority")) as authority:
        yield authority


@pytest.fixture
def authority(running_authority: Authority, keys: Path, settings: Settings) -> Authority:
    """Have this installation believe the authority and use its time-stamps."""
    running_authority.trust(keys)
    settings.TSA_URL = running_authority.tsa
    return running_authority
