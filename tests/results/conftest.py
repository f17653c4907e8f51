"""Keys of a test's certificates lie in its own folder."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> Path:
    """Keep the keys of a test's certificates in its own folder."""
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"
