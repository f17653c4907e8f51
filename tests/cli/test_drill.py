"""A drill does with a backup what a person would do next: tables up to date, and the sweep."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from motcua.cli import backups, sweeping
from motcua.runtime.backups.making import key_file
from motcua.runtime.postgres import embedded
from motcua.runtime.state import open_state
from motcua.runtime.sweep import Violation
from tests.runtime.test_backups import backed_up

UNFIT = Violation("dossier.number", "số hồ sơ không liền nhau", 1, ("H42.34-20261130-0000007",))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="mc") as name:
        place = Path(name)
        with embedded(state := open_state(place / "s")):
            pass
        backed_up(state, place / "backup")
        yield place


@pytest.fixture
def drilled(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Return a drill of the backup, with what its set-up ends with and what its sweep finds."""
    monkeypatch.setenv("MOTCUA_STATE", str(folder / "s"))
    asked: list[Any] = []

    def drill(ends: int, found: list[Violation]) -> tuple[bool, str]:
        def run(command: list[str], **how: Any) -> "subprocess.CompletedProcess[str]":
            asked.append((command[-1], how["env"]))
            return subprocess.CompletedProcess(command, ends, "relation is missing", "")

        monkeypatch.setattr(backups, "subprocess", SimpleNamespace(run=run, PIPE=subprocess.PIPE))
        monkeypatch.setattr(sweeping, "swept", lambda *_: found)
        root = folder / "backup"
        done = backups.restore(root, key_file(root), "", Console(width=200), drill=True)
        ((command, env),) = asked
        assert command == "setup"
        assert env["MOTCUA_STATE"] == str(folder / "s.drill")
        assert "MOTCUA_DATABASE_URL" not in env
        assert not (folder / "s.drill").exists()
        return done, capsys.readouterr().out

    return drill


def test_a_drill_passes_when_what_came_back_fits_together(drilled: Any) -> None:
    done, told = drilled(0, [])

    assert done
    assert "Khôi phục thử được" in told
    assert "mọi tệp đều khớp" in told


def test_a_drill_names_what_does_not_fit_and_fails(drilled: Any) -> None:
    done, told = drilled(0, [UNFIT])

    assert not done
    assert "số hồ sơ không liền nhau: 1" in told
    assert "H42.34-20261130-0000007" in told


def test_a_drill_fails_when_tables_cannot_be_brought_up_to_date(drilled: Any) -> None:
    done, told = drilled(1, [])

    assert not done
    assert "relation is missing" in told
    assert "không cập nhật lên bản này được" in told
