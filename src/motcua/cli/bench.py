"""Running a benchmark of `bench/` on a database of its own."""

import os
import subprocess
import sys

from motcua.cli.surroundings import checkout, equip, with_database
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import only_one, open_state, state_path


def run(name: str, arguments: list[str]) -> int:
    """Run `bench/<name>.py` and return its exit code; data of the system in use is not touched."""
    folder = checkout() / "bench"
    script = folder / f"{name}.py"
    if script.parent != folder or not script.is_file():
        known = ", ".join(sorted(path.stem for path in folder.glob("[a-z]*.py")))
        raise CannotStart(f"Không có phép đo “{name}”; hiện có: {known or 'chưa có'}.", 2)
    os.environ.pop("MOTCUA_DATABASE_URL", None)
    state = open_state(open_state(state_path()).root / "bench")
    with only_one(state, "bench", "Một phép đo khác đang chạy."), with_database(equip(state)):
        command = [sys.executable, "-P", str(script), *arguments]
        return subprocess.run(command, cwd=checkout(), check=False).returncode
