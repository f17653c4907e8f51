"""Running a benchmark of `bench/` or a gate of `gates/` on a database of its own."""

import os
import subprocess
import sys

from motcua.cli.surroundings import checkout, equip, with_database
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import only_one, open_state, state_path

BENCH, GATES = "bench", "gates"
WHAT = {BENCH: "phép đo", GATES: "phép thử"}


def run(folder_name: str, name: str, arguments: list[str]) -> int:
    """Run `<folder>/<name>.py` and return its exit code; the system in use is not touched."""
    folder, what = checkout() / folder_name, WHAT[folder_name]
    script = folder / f"{name}.py"
    if script.parent != folder or not script.is_file():
        known = ", ".join(sorted(path.stem for path in folder.glob("[a-z]*.py")))
        raise CannotStart(f"Không có {what} “{name}”; hiện có: {known or 'chưa có'}.", 2)
    os.environ.pop("MOTCUA_DATABASE_URL", None)
    state = open_state(open_state(state_path()).root / folder_name)
    with only_one(state, folder_name, f"Một {what} khác đang chạy."), with_database(equip(state)):
        command = [sys.executable, "-P", str(script), *arguments]
        return subprocess.run(command, cwd=checkout(), check=False).returncode
