"""Running the tests, with what they need from Debian."""

import os
import subprocess
import sys

from rich.console import Console

from motcua.cli import programs
from motcua.cli.surroundings import checkout
from motcua.runtime.state import only_one, open_state, state_path

MOST_AT_ONCE = 4  # processes; each has a database server, some a browser


def run(arguments: list[str], console: Console) -> int:
    """Run pytest, the browser journeys included, and return its exit code.

    The whole suite is shared out file by file, a process and a database for each core.
    """
    root = checkout()
    needed = programs.OF_TESTS | programs.OF_READING | programs.OF_SPARK
    programs.require(needed, console, "Kiểm thử")
    state = open_state(state_path())
    with only_one(state, "test", "Một lệnh ./motcua test khác đang chạy trên thư mục dữ liệu này."):
        command = [sys.executable, "-P", "-m", "pytest", *(arguments or shared_out())]
        return subprocess.run(command, cwd=root, check=False).returncode


def shared_out() -> list[str]:
    """Return what has every core run whole files of tests, in their order: journeys come last."""
    processes = str(min(os.cpu_count() or 1, MOST_AT_ONCE))
    return ["-n", processes, "--dist", "loadfile", "--no-loadscope-reorder"]
