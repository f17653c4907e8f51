"""What the tests of documents share: a folder of files that begins empty."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.real_database import guarded_again, real_commits

__all__ = ["files", "guarded_again", "real_commits"]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> Path:
    """Keep the files of a test in its own folder."""
    settings.FILES = tmp_path / "files"
    settings.UPLOADS = tmp_path / "uploads"
    return tmp_path / "files"
