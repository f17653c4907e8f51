"""Dossiers loaded in bulk hold everything that dossiers drawn one by one hold."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from motcua.demo.bulk import need_of, require_room
from motcua.demo.bulk.load import NotEnoughRoom
from tests.cli.conftest import command_on, surroundings
from tests.demo.bulk_steps import KILLED

ROOT = Path(__file__).resolve().parents[2]
STORY, MORE, AGAIN = 150, 500, 80
EXACTLY = {"declined", "decided", "delivered", "in_progress", "submitted"}


def steps(place: Path, *names: str, code: int = 0) -> list[dict[str, Any]]:
    """Do steps in a process of their own; return what they told."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo.bulk_steps", *names],
        cwd=ROOT,
        env=surroundings(place, {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_load_that_is_killed_goes_on_and_nothing_is_doubled_missing_or_miscounted() -> None:
    with tempfile.TemporaryDirectory(prefix="mc") as name:
        place = Path(name) / "s"
        made = command_on(place)("demo", "--no-serve", "--dossiers", str(STORY))
        assert made.returncode == 0, made.stderr

        (before,) = steps(place, "tell", "kill", str(MORE), code=KILLED)
        # What was left, then others beside them.
        after, found = steps(place, "load", "0", "load", str(AGAIN), "tell", "check")

    (there, _), *_ = before["dossiers"]  # the story, and what happens now and then beside it
    many = there + MORE + AGAIN
    assert there >= STORY
    assert after["dossiers"] == [[many, many]]
    loaded = Counter(after["statuses"]) - Counter(before["statuses"])
    assert set(loaded) <= EXACTLY
    open_now = MORE + AGAIN - loaded["delivered"] - loaded["declined"]
    assert 0.01 < open_now / (MORE + AGAIN) < 0.06
    assert (after["differed"], after["figures_equal"]) == (0, True)
    assert [one for one in before["schema"] if one not in after["schema"]] == []
    assert after["halted"] == []
    assert found == {"swept": [], "verified": [], "unanchored": 0}


def test_what_the_disk_cannot_hold_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    need = need_of(10**10)

    with pytest.raises(NotEnoughRoom, match="GB"):
        require_room(need, tmp_path)
    require_room(need_of(1), tmp_path)


def test_ten_million_dossiers_are_told_to_fit_sixty_gigabytes() -> None:
    assert need_of(10_000_000).gigabytes <= 60
