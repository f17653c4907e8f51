"""The same against a certified provider: the whole way in, and out from its side."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
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


@dataclass(frozen=True, slots=True)
class Real:
    """A running provider: its address, and what it tells of those who leave."""

    issuer: str
    said: IO[str]

    def logout(self) -> dict[str, str]:
        """Wait for the next logout that it sends; what it notes beside that is passed over."""
        sent = next(line for line in self.said if line.startswith("logout_token="))
        return dict(parse_qsl(sent.strip()))


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
def real() -> Iterator[Real]:
    """Start the provider, once; it ends with its input."""
    ours = settings.PUBLIC_URL
    addresses = [f"{ours}{BACK}", f"{ours}/", f"{ours}{ENDED}"]
    command = ["node", "provider.mjs", CLIENT_ID, SECRET, *addresses]
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
        yield Real(provider.stdout.readline().strip(), provider.stdout)
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


def test_a_person_comes_in_through_a_real_provider_and_leaves_from_there(real: Real) -> None:
    configured(real.issuer)
    client, there = Client(), requests.Session()
    there.trust_env = False
    came_in = client.get(BACK, brought_back(there, question(client)))
    was_in, person = is_in(client), Account.objects.get().person
    page = there.get(client.get(f"{BEGIN}/dang-xuat").headers["Location"], timeout=10)
    xsrf = page.text.split('name="xsrf" value="')[1].split('"')[0]
    action = page.text.split('action="')[1].split('"')[0]
    there.post(action, {"xsrf": xsrf, "logout": "yes"}, timeout=10, allow_redirects=False)

    assert (came_in.status_code, was_in, person.full_name) == (302, True, NAME)
    assert SignIn.objects.get().level == 2
    assert client.post(ENDED, real.logout()).status_code == 200
    assert not is_in(client)


def test_a_real_provider_refuses_a_code_a_second_time(real: Real) -> None:
    configured(real.issuer)
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


def test_asking_for_a_higher_level_brings_it(real: Real) -> None:
    configured(real.issuer)
    client, there = Client(), requests.Session()
    there.trust_env = False
    client.get(BACK, brought_back(there, question(client, f"{BEGIN}?muc=3")))

    assert SignIn.objects.get().level == 3
