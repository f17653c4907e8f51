"""What the tests of documents share: a folder of files that begins empty."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> Path:
    """Keep the files of a test in its own folder."""
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"
