"""Running the tests, with what they need from Debian."""

import subprocess
import sys

from rich.console import Console

from motcua.cli import programs
from motcua.cli.surroundings import checkout
from motcua.runtime.state import only_one, open_state, state_path


def run(arguments: list[str], console: Console) -> int:
    """Run pytest, the browser journeys included, and return its exit code."""
    root = checkout()
    needed = programs.OF_TESTS | programs.OF_READING | programs.OF_SPARK
    programs.require(needed, console, "Kiểm thử")
    state = open_state(state_path())
    with only_one(state, "test", "Một lệnh ./motcua test khác đang chạy trên thư mục dữ liệu này."):
        command = [sys.executable, "-P", "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=root, check=False).returncode
