"""A whole province for the journeys: real servers, a real worker, a real browser."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.province import Province

ROOT = Path(__file__).parents[2]
PATIENCE = 240  # seconds for an empty state folder to become a province
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-quic",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if demo.poll() is not None:
            pytest.fail(f"the demo stopped: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310 -- our own
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the demo did not answer in {PATIENCE} s: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Start `./motcua demo` in an empty state folder, and stop it by its own signal."""
    state = tmp_path_factory.mktemp("province")
    port = _free_port()
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)
    log = state.parent / "demo.log"
    with log.open("wb") as written:
        demo = subprocess.Popen(
            [str(ROOT / "motcua"), "demo", "--port", str(port), "--dossiers", "200"],
            env={**surroundings, "MOTCUA_STATE": str(state / "state")},
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(address, demo, log)
            yield Province(address, state / "state")
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(30)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
