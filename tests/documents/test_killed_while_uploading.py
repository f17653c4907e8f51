"""A server that is killed in the middle of an upload: what was acknowledged is there, once."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from pytest_django import Settings

from motcua.documents import parts
from motcua.documents.models import Document, StoredFile, Upload
from motcua.documents.queries import content_of
from motcua.dossiers.models import Attachment
from tests.builders import a_citizen, a_draft
from tests.conftest import TESTS
from tests.documents.server import Server, cookies_of
from tests.papers import a_pdf
from tests.web.portals import browser_of

STREAM = b"<< /Length 3000000 >>\nstream\n" + random.Random(1).randbytes(3_000_000) + b"\nendstream"  # noqa: S311
CONTENT = a_pdf(extra=STREAM)
PART, KILLS = 200_000, 3


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.kill()


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
        there = parts.whole(Upload.objects.get())
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
