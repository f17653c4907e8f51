"""Everything that continuous integration checks before the tests, in the same order."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from motcua.cli.surroundings import after_django, checkout, equip, with_database
from motcua.runtime.state import State

# Rules of squawk about habits, not about locks: how Django numbers keys and names columns.
HABITS = (
    "ban-drop-column",
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
    "prefer-robust-stmts",
    "prefer-text-field",
    "require-timeout-settings",
)


def run(console: Console) -> int:
    """Run every step, also after one has failed; return 1 when any did."""
    state = equip()
    failed: list[str] = []
    with with_database(state):
        for name, command in steps(state):
            console.print(f"[bold]{name}[/]", highlight=False)
            began = time.monotonic()
            done = subprocess.run(command, cwd=checkout(), env=_surroundings(state), check=False)
            mark = "[red]không đạt[/]" if done.returncode else "[green]đạt[/]"
            console.print(f"  {mark} {time.monotonic() - began:.1f} s", highlight=False)
            failed += [name] if done.returncode else []
    if failed:
        console.print(f"[red]Chưa đạt:[/] {', '.join(failed)}")
    return 1 if failed else 0


def _surroundings(state: State) -> dict[str, str]:
    """Keep every cache in the state folder."""
    cache = state.folder("cache")
    return {
        **os.environ,
        "RUFF_CACHE_DIR": str(cache / "ruff"),
        "MYPY_CACHE_DIR": str(cache / "mypy"),
    }


def steps(state: State) -> Iterator[tuple[str, list[str]]]:
    """Yield each step's name and command."""
    tools = Path(sys.executable).parent
    python = [sys.executable, "-P", "-m"]
    yield "định dạng", [str(tools / "ruff"), "format", "--check", "--quiet", "."]
    yield "quy tắc", [str(tools / "ruff"), "check", "--quiet", "."]
    yield "điểm yếu", [str(tools / "bandit"), "-q", "-c", "pyproject.toml", "-r", "src/motcua"]
    yield "khóa, mật khẩu", [*python, "motcua.cli.secrets"]
    yield "kiểu", [*python, "mypy", "--no-error-summary"]
    yield (
        "phụ thuộc",
        [str(tools / "lint-imports"), "--cache-dir", str(state.folder("cache") / "imports")],
    )
    yield (
        "thiếu migration",
        [*python, "django", "makemigrations", "--check", "--dry-run", "--verbosity=1"],
    )
    migrations = after_django("motcua.cli.migrations")
    yield (
        "khóa bảng trong migration",
        [
            str(tools / "squawk"),
            "--assume-in-transaction",
            f"--exclude={','.join(HABITS)}",
            *map(str, migrations.write_sql(state.folder("cache") / "sql")),
        ],
    )
    yield "cấu trúc", [*python, "pytest", "-q", "tests/architecture"]
