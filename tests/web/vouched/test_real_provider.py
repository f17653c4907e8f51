"""The same against a certified provider: the whole way in, and out from its side."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
import requests
from django.conf import settings
from django.test import Client

from motcua.people.models import Account, SignIn
from tests.web.portals import text_of
from tests.web.vouched.browsing import BACK, BEGIN, ENDED, is_in, question
from tests.web.vouched.conftest import configured
from tests.web.vouched.twin import CLIENT_ID, NAME, SECRET

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parent / "provider"


class Listening(BaseHTTPRequestHandler):
    """Keeps what the provider sends when somebody signs out there."""

    heard: list[dict[str, str]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.heard.append(dict(parse_qsl(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def ear() -> Iterator[str]:
    """Listen for logouts."""
    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def installed() -> Path:
    """Return a folder with the provider and its packages, installed once for each lock file."""
    lock = (SOURCE / "package-lock.json").read_bytes()
    folder = Path(settings.STATE) / "cache" / f"provider-{sha256(lock).hexdigest()[:12]}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(SOURCE, folder)
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=folder, check=True, timeout=120)
        (folder / "done").touch()
    shutil.copy(SOURCE / "provider.mjs", folder)
    return folder


@pytest.fixture(scope="session")
def real(ear: str) -> Iterator[str]:
    """Start the provider, once; it ends with its input."""
    ours = settings.PUBLIC_URL
    command = ["node", "provider.mjs", CLIENT_ID, SECRET, f"{ours}{BACK}", f"{ours}/", ear]
    with subprocess.Popen(
        command,
        cwd=installed(),
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as provider:
        assert provider.stdin is not None
        assert provider.stdout is not None
        yield provider.stdout.readline().strip()
        provider.stdin.close()


def brought_back(there: requests.Session, address: str) -> dict[str, str]:
    """Follow the provider's pages until it sends the browser back; return what it brings."""
    for _ in range(10):
        answer = there.get(address, allow_redirects=False, timeout=10)
        assert answer.is_redirect, answer.text
        address = urljoin(address, answer.headers["Location"])
        if address.startswith(settings.PUBLIC_URL):
            return dict(parse_qsl(urlsplit(address).query))
    pytest.fail("the provider sends the browser round and round")


def test_a_person_comes_in_through_a_real_provider_and_leaves_from_there(real: str) -> None:
    configured(real)
    client, there = Client(), requests.Session()
    there.trust_env = False
    came_in = client.get(BACK, brought_back(there, question(client)))
    was_in, person = is_in(client), Account.objects.get().person
    page = there.get(client.get(f"{BEGIN}/dang-xuat").headers["Location"], timeout=10)
    xsrf = page.text.split('name="xsrf" value="')[1].split('"')[0]
    action = page.text.split('action="')[1].split('"')[0]
    there.post(action, {"xsrf": xsrf, "logout": "yes"}, timeout=10, allow_redirects=False)
    heard = Listening.heard[-1]

    assert (came_in.status_code, was_in, person.full_name) == (302, True, NAME)
    assert SignIn.objects.get().level == 2
    assert client.post(ENDED, heard).status_code == 200
    assert not is_in(client)


def test_a_real_provider_refuses_a_code_a_second_time(real: str) -> None:
    configured(real)
    client, there = Client(), requests.Session()
    there.trust_env = False
    first = brought_back(there, question(client))
    client.get(BACK, first)
    client.post("/dang-xuat")
    second = brought_back(there, question(client))
    answer = client.get(BACK, second | {"code": first["code"]})

    assert answer.status_code == 422
    assert "Xin bấm đăng nhập lại" in text_of(answer.content)
    assert not is_in(client)


def test_asking_for_a_higher_level_brings_it(real: str) -> None:
    configured(real)
    client, there = Client(), requests.Session()
    there.trust_env = False
    client.get(BACK, brought_back(there, question(client, f"{BEGIN}?muc=3")))

    assert SignIn.objects.get().level == 3
