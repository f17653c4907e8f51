"""What a journey does beside its browser: commands, and waiting for the worker."""

import subprocess

from tests.journeys.province import ROOT, Province, Someone


def motcua(province: Province, *arguments: str) -> str:
    """Run a command of the demo's own state folder."""
    said = subprocess.run(
        [str(ROOT / "motcua"), *arguments],
        env={"PATH": "/usr/bin:/bin", "HOME": "/root", "MOTCUA_STATE": str(province.state)},
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout


def waits_for(someone: Someone, path: str, words: str) -> None:
    """Look at a page again and again until the worker has done what it shows."""
    for _ in range(40):
        someone.page.goto(path if path.startswith("http") else someone.province.address + path)
        if words in someone.page.locator("body").inner_text():
            break
        someone.page.wait_for_timeout(500)
    someone.sees(words)
