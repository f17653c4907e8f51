"""Programs that come from Debian: installed as root, otherwise named."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console

from motcua.runtime.refusals import CannotStart

MISSING = 3  # exit code
WAITING = ["-o", "DPkg::Lock::Timeout=300"]  # for another installation to end
OF_TESTS: dict[str, Sequence[str]] = {  # program: Debian packages
    "chromium": ("chromium",),
    "pdfsig": ("poppler-utils",),
    "softhsm2-util": ("softhsm2",),
    "npm": ("nodejs", "npm"),  # runs the provider that signing in is tried against
}
OF_SPARK: dict[str, Sequence[str]] = {"java": ("default-jre-headless",)}
OF_READING: dict[str, Sequence[str]] = {
    "tesseract": ("tesseract-ocr", "tesseract-ocr-vie"),
    "gs": ("ghostscript",),
}


def require(programs: Mapping[str, Sequence[str]], console: Console, what: str) -> None:
    """Install what is missing as root, saying so; otherwise refuse with the command that does.

    `what` says in Vietnamese what needs the programs.
    """
    packages = missing(programs)
    if not packages:
        return
    if os.geteuid() != 0:
        raise CannotStart(f"{what} cần thêm gói; hãy chạy: sudo {_command(packages)}", MISSING)
    console.print(f"Cài các gói Debian mà {what.lower()} cần: {', '.join(packages)}…")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], _command(packages).split()):
        ended = subprocess.run([*step, *WAITING], env=env, check=False, stdout=sys.stderr)
        if ended.returncode != 0:
            raise CannotStart(f"Không cài được; hãy chạy: {_command(packages)}", MISSING)


def missing(programs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the Debian packages of the programs that this machine does not have."""
    lacking = [name for name in programs if shutil.which(name) is None]
    return [package for name in lacking for package in programs[name]]


def _command(packages: Sequence[str]) -> str:
    return f"apt-get install -y -qq {' '.join(packages)}"
