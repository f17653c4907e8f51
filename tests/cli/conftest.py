"""Commands are run as a person runs them: a process of its own, on a state folder of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

COMMAND = [sys.executable, "-P", "-m", "motcua.cli"]


class Motcua(Protocol):
    """Run a command to its end."""

    def __call__(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def place() -> Iterator[Path]:
    """A state folder with a path short enough for a socket, below one that is private."""
    with tempfile.TemporaryDirectory(prefix="mc") as name:
        yield Path(name) / "s"


def surroundings(place: Path, variables: dict[str, str]) -> dict[str, str]:
    """Return a clean environment for a command, with `variables` added."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
    return {**kept, "MOTCUA_STATE": str(place), "COLUMNS": "120", **variables}


def command_on(place: Path) -> Motcua:
    """Return what runs commands on a state folder."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd="/",
            env=surroundings(place, variables),
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    return run


@pytest.fixture
def motcua(place: Path) -> Motcua:
    return command_on(place)


@pytest.fixture(scope="module")
def motcua_without_tables() -> Iterator[Motcua]:
    """Commands on one shared database in which no table was made yet."""
    with tempfile.TemporaryDirectory(prefix="mc") as name:
        yield command_on(Path(name) / "s")
