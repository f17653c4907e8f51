"""Keys and passwords that are about to be committed, found by detect-secrets before they are.

`python -m motcua.cli.secrets` looks through every file of the checkout, `--staged` through what the
next commit changes; it ends with 1 when something is found.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from motcua.cli.surroundings import checkout

# Detectors that go by how random a text looks or what it is called: half of a program that signs
# and seals looks so. Ruff's S105 to S107 hold passwords in the source.
BY_LOOKS = ("Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector")
# Files with addresses that carry made-up passwords, because that is what they are about.
MADE_UP = {
    ".env.example": "the shape of the address of a database",
    "src/motcua/kernel/environment.py": "an address to show how a password is taken out",
    "tests/kernel/refused_addresses.txt": "addresses that are refused",
    "tests/people/test_identity_rules.py": "an address with a password that is refused",
}
BUILT = (".lock", "-lock.json", ".ttf", ".woff2", ".png", ".jpg", ".pdf", ".po", ".min.js")
HOOKS = ".githooks"


def found_in(paths: Sequence[str], place: Path) -> list[str]:
    """Return what looks like a secret in files below a place: path, line and kind."""
    if not paths:
        return []
    without = [word for name in BY_LOOKS for word in ("--disable-plugin", name)]
    tool = str(Path(sys.executable).parent / "detect-secrets")
    scanned = subprocess.run(
        [tool, "scan", "--no-verify", *without, *paths],
        cwd=place, check=True, capture_output=True, text=True,
    )  # fmt: skip
    results = json.loads(scanned.stdout)["results"]
    return [
        f"{path}:{one['line_number']}: {one['type']}"
        for path, many in sorted(results.items())
        if path not in MADE_UP
        for one in many
    ]


def _files(*command: str) -> Iterable[str]:
    listed = subprocess.run(
        ["git", *command, "-z"],  # noqa: S607 -- whichever git the developer uses
        cwd=checkout(), check=True, capture_output=True, text=True,
    )  # fmt: skip
    return (one for one in listed.stdout.split("\0") if one and not one.endswith(BUILT))


def install_hook() -> None:
    """Have git ask before each commit in this checkout; nothing where there is no git."""
    if (checkout() / ".git").exists():
        command = ["git", "config", "core.hooksPath", HOOKS]
        subprocess.run(command, cwd=checkout(), check=False)


def main(arguments: Sequence[str]) -> int:
    """Look, and say what was found."""
    if "--staged" in arguments:
        paths = list(_files("diff", "--cached", "--name-only", "--diff-filter=ACMR"))
    else:
        paths = [one for one in _files("ls-files") if (checkout() / one).is_file()]
    found = found_in(paths, checkout())
    for one in found:
        sys.stderr.write(f"{one}: có vẻ là khóa hoặc mật khẩu, không đưa vào kho mã.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
