"""What stands in the way is one clear sentence, and nothing half-done is left."""

import os
import socket
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from motcua.cli import programs
from motcua.runtime.postgres import Cluster
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import open_state
from tests.cli.conftest import Motcua

ROOT = Path(__file__).resolve().parents[2]
LONG = "k3" + "abcdefghij0123456789" * 3


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a refused command says."""
    assert done.returncode != 0
    (line,) = done.stderr.strip().splitlines()
    return line


def test_without_a_command_the_commands_are_listed(motcua: Motcua) -> None:
    said = motcua("--help").stdout

    for name in ("setup", "demo", "serve", "worker", "test", "check", "manage", "psql", "verify"):
        assert name in said


def test_a_state_of_another_version_is_refused(motcua: Motcua, place: Path) -> None:
    open_state(place)
    (place / "VERSION").write_text("motcua-state 99\n")

    assert "motcua-state 99" in sentence(motcua("demo", "--no-serve"))


def test_a_folder_of_somebody_else_is_not_reset(motcua: Motcua, place: Path) -> None:
    place.mkdir()
    (place / "letter.txt").write_text("mine")

    assert "đang chứa thứ khác" in sentence(motcua("demo", "--reset", "--no-serve"))
    assert [path.name for path in place.iterdir()] == ["letter.txt"]


def test_a_port_in_use_is_said_before_anything_is_made(motcua: Motcua, place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert f"Cổng {port}" in sentence(motcua("demo", "--port", str(port)))

    assert not (place / "postgres").exists()


def test_the_database_runs_for_a_command_and_no_longer(motcua: Motcua, place: Path) -> None:
    done = motcua("psql", "-Atc", "SELECT current_user")

    assert done.stdout == "motcua\n"
    assert not Cluster(open_state(place)).is_running()


def test_the_exit_code_of_a_passed_on_command_is_its_own(motcua_without_tables: Motcua) -> None:
    assert motcua_without_tables("psql", "-c", "SELECT nonsense").returncode == 1


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"MOTCUA_SECRET_KEY": "short"}, "MOTCUA_SECRET_KEY"),
        ({"MOTCUA_SECRET_KEY": "django-insecure-" + LONG}, "MOTCUA_SECRET_KEY"),
        ({"MOTCUA_SECRET_KEY": "a" * 60}, "MOTCUA_SECRET_KEY"),
        ({"MOTCUA_MASTER_KEY": "00" * 32}, "MOTCUA_MASTER_KEY"),
        ({"MOTCUA_DEBUG": "1"}, "MOTCUA_DEBUG"),
        ({}, "bước cập nhật"),
    ],
)
def test_serving_is_refused_when_it_would_not_be_safe(
    motcua_without_tables: Motcua, variables: dict[str, str], words: str
) -> None:
    everywhere = "0.0.0.0"  # noqa: S104  what is refused

    done = motcua_without_tables(
        "serve", "--host", everywhere, "--port", str(free_port()), **variables
    )

    assert words in sentence(done)
    assert done.returncode == 2


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_a_worker_is_refused_while_tables_are_missing(motcua_without_tables: Motcua) -> None:
    assert "bước cập nhật" in sentence(motcua_without_tables("worker"))


def test_a_database_that_does_not_answer_is_one_sentence(motcua: Motcua) -> None:
    address = "postgresql://x:y@127.0.0.1:1/x"

    done = motcua("serve", "--port", str(free_port()), MOTCUA_DATABASE_URL=address)

    assert "Không kết nối được cơ sở dữ liệu" in done.stderr.splitlines()[-1]
    assert done.returncode == 1


@pytest.mark.parametrize("kind", ["bench", "gate"])
def test_an_unknown_benchmark_or_gate_is_named(motcua: Motcua, kind: str) -> None:
    assert "nonsense" in sentence(motcua(kind, "nonsense"))


def test_tests_name_what_they_lack_to_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(CannotStart, match=r"apt-get install .*chromium poppler-utils") as refusal:
        programs.require(programs.OF_TESTS, Console(), "Kiểm thử")

    assert refusal.value.exit_code == 3


def test_only_what_the_machine_lacks_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"chromium": "/usr/bin/chromium"}
    monkeypatch.setattr("shutil.which", here.get)

    assert programs.missing(programs.OF_TESTS) == ["poppler-utils", "softhsm2", "nodejs", "npm"]
    assert programs.missing(programs.OF_READING) == [
        "tesseract-ocr",
        "tesseract-ocr-vie",
        "ghostscript",
    ]


def test_the_script_works_through_a_link_from_any_folder(tmp_path: Path, place: Path) -> None:
    link = tmp_path / "một cửa"
    link.symlink_to(ROOT / "motcua")

    done = subprocess.run(
        [str(link), "psql", "-Atc", "SELECT 1"],
        cwd=tmp_path,
        env={**os.environ, "MOTCUA_STATE": str(place), "MOTCUA_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "1\n"
