"""A server that is killed in the middle of an upload: what was acknowledged is there, once."""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import Settings

from motcua.documents import parts
from motcua.documents.models import Document, StoredFile, Upload
from motcua.documents.queries import content_of
from motcua.dossiers.models import Attachment
from motcua.runtime.processes import web_server
from tests.builders import a_citizen, a_draft
from tests.conftest import TESTS
from tests.papers import a_pdf
from tests.web.portals import browser_of

STREAM = b"<< /Length 3000000 >>\nstream\n" + random.Random(1).randbytes(3_000_000) + b"\nendstream"  # noqa: S311
CONTENT = a_pdf(extra=STREAM)
PART, KILLS = 200_000, 3
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


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.kill()


def cookies_of(client: Client) -> dict[str, str]:
    """Return the headers of somebody who is signed in and has opened a page."""
    token = "a" * 32
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    return {"Cookie": cookie, "X-CSRFToken": token}


@dataclass(slots=True)
class Sending:
    """Sends a file part by part, whatever happens to the server."""

    server: Server
    headers: dict[str, str]
    url: str
    acknowledged: int = 0

    def part(self) -> bytes:
        """Return the next part."""
        return CONTENT[self.acknowledged : self.acknowledged + PART]

    def _headers(self) -> dict[str, str]:
        return {**self.headers, "Upload-Offset": str(self.acknowledged)}

    def send(self) -> None:
        """Send the next part and note what was acknowledged."""
        answer = self.server.ask("PATCH", self.url, self.part(), self._headers())
        assert answer.status == 204
        self.acknowledged = int(answer.headers["Upload-Offset"])

    def send_while_it_is_killed(self, after: float) -> None:
        """Kill the server while it has the next part; then ask where to go on."""
        part = self.part()
        self.server.send_and_be_killed("PATCH", self.url, part, self._headers(), after)
        there = parts.place_of(Upload.objects.get().id).read_bytes()
        assert there[: self.acknowledged] == CONTENT[: self.acknowledged]
        self.server.start()
        resumed = self.server.ask("HEAD", self.url, headers=self.headers).headers["Upload-Offset"]
        assert self.acknowledged <= int(resumed) <= self.acknowledged + len(part)
        self.acknowledged = int(resumed)


def begun(server: Server, headers: dict[str, str]) -> Sending:
    told = {"name": "giấy tờ.pdf", "size": len(CONTENT), "sha256": sha256(CONTENT).hexdigest()}
    json_headers = {**headers, "Content-Type": "application/json"}
    answer = server.ask("POST", "/tai-len", json.dumps(told).encode(), json_headers)
    assert answer.status == 201
    return Sending(server, headers, answer.headers["Location"])


@pytest.mark.usefixtures("real_commits")
def test_five_kills_lose_nothing_and_double_nothing(server: Server, settings: Settings) -> None:
    settings.UPLOADS, settings.FILES = TESTS.root / "uploads", TESTS.root / "files"
    rng = random.Random(26)  # noqa: S311 -- the same kills every time
    applicant = a_citizen()
    draft = a_draft(by=applicant, papers=())
    headers = cookies_of(browser_of(applicant))
    server.start()
    sending = begun(server, headers)

    kills = set(rng.sample(range(2, len(CONTENT) // PART), KILLS))
    for at in range(len(CONTENT) // PART + KILLS + 2):
        if at in kills:
            sending.send_while_it_is_killed(rng.random() * 0.02)
        elif sending.part():
            sending.send()
    assert sending.acknowledged == len(CONTENT)

    form = urlencode({"component": "GT", "file.upload": sending.url.rsplit("/", 1)[-1]}).encode()
    form_headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    page = f"/ho-so-cua-toi/{draft.id}/giay-to"
    for after in (0.03, 0.15):
        server.send_and_be_killed("POST", page, form, form_headers, after)
        server.start()
    for _ in range(2):
        assert server.ask("POST", page, form, form_headers).status == 302

    paper = Attachment.objects.get(dossier=draft)
    kept = Document.objects.get()
    assert (paper.document, content_of(kept)) == (kept.id, CONTENT)
    assert StoredFile.objects.count() == 1
    assert not parts.place_of(Upload.objects.get().id).exists()
