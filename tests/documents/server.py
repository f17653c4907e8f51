"""The web server as in production, on loopback and on the database of the tests."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from motcua.runtime.processes import web_server

PATIENCE = 60


@dataclass(slots=True)
class Server:
    """The web server on a free port of loopback, on the database of the tests."""

    port: int = 0
    _running: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self) -> None:
        """Start it and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        name = connection.settings_dict["NAME"]
        url = os.environ["MOTCUA_DATABASE_URL"].replace("/motcua?", f"/{name}?")
        self._running = subprocess.Popen(
            web_server("127.0.0.1", self.port, workers=1, threads=4, lasting=False),
            env={**os.environ, "MOTCUA_DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            with contextlib.suppress(OSError):
                if self.ask("GET", "/healthz").status == 200:
                    return
            time.sleep(0.1)
        pytest.fail("the server did not answer")

    def kill(self) -> None:
        """Kill it and its worker at once, as a power cut would."""
        if self._running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait(PATIENCE)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        """Ask and read the whole answer; a cut line is an OSError."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            answer.read()
        except http.client.HTTPException as error:
            raise ConnectionResetError from error
        finally:
            line.close()
        return answer

    def send_and_be_killed(
        self, method: str, path: str, body: bytes, headers: dict[str, str], after: float
    ) -> None:
        """Send a request, and kill the server before anybody reads the answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.suppress(OSError):
            line.request(method, path, body, headers)
        time.sleep(after)
        self.kill()
        line.close()


def cookies_of(client: Client) -> dict[str, str]:
    """Return the headers of somebody who is signed in and has opened a page."""
    token = "a" * 32
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    return {"Cookie": cookie, "X-CSRFToken": token}
