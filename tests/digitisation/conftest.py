"""What tests of digitisation share: keys and files of their own, a clerk with a certificate."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings: Settings) -> None:
    """Keep keys, files and what scanners write in a folder of the test's own."""
    settings.KEYS, settings.FILES = tmp_path / "keys", tmp_path / "files"
    settings.SCANNERS = tmp_path / "scanners"
