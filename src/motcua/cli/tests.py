"""Running the tests, with what they need from Debian."""

import os
import shutil
import subprocess
import sys

from rich.console import Console

from motcua.cli.surroundings import checkout
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import only_one, open_state, state_path

NEEDED = {  # program: Debian package
    "chromium": "chromium",
    "pdfsig": "poppler-utils",
    "softhsm2-util": "softhsm2",
}
MISSING = 3  # exit code
WAITING = ["-o", "DPkg::Lock::Timeout=300"]  # for another installation to end


def run(arguments: list[str], console: Console) -> int:
    """Run pytest, the browser journeys included, and return its exit code."""
    root = checkout()
    require_programs(console)
    state = open_state(state_path())
    with only_one(state, "test", "Một lệnh ./motcua test khác đang chạy trên thư mục dữ liệu này."):
        command = [sys.executable, "-P", "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=root, check=False).returncode


def require_programs(console: Console) -> None:
    """Install what is missing as root, saying so; otherwise name the command that does."""
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "-qq", *missing]
    if os.geteuid() != 0:
        raise CannotStart(f"Kiểm thử cần thêm gói; hãy chạy: sudo {' '.join(command)}", MISSING)
    console.print(f"Cài các gói Debian mà kiểm thử cần: {', '.join(missing)}…")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], command):
        ended = subprocess.run([*step, *WAITING], env=env, check=False, stdout=sys.stderr)
        if ended.returncode != 0:
            raise CannotStart(f"Không cài được; hãy chạy: {' '.join(command)}", MISSING)
