"""What the tests of dossiers share: keys of their own, and a database with real commits."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.real_database import guarded_again, real_commits

__all__ = ["guarded_again", "keys", "real_commits"]


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> Path:
    """Keep the keys of a test's certificates in its own folder."""
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"
