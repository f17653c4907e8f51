"""What the tests of signing share: a key folder of their own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> Path:
    """Keep the keys and authorities of a test in its own folder."""
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"
