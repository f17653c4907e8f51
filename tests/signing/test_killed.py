"""A worker that is killed while a signature is on its way: it is made once, and kept."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as used
from pytest_django import Settings

from motcua.documents.queries import content_of, documents_by_id
from motcua.events.models import Event
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.signing import actions
from motcua.signing.actions import Paper, Signing
from motcua.signing.carrying_out import carry_out
from motcua.signing.models import Certificate, Signature, SignatureRequest
from motcua.signing.verifying import verify
from tests.builders import a_citizen
from tests.real_database import address_of_tests, guarded_again, real_commits
from tests.signing.authorities import NAME, Authority
from tests.signing.papers_to_sign import a_paper, a_stamp
from tests.signing.remote_keeper import SigningService, a_signing_service
from tests.signing.test_levels import now

__all__ = ["guarded_again", "real_commits"]
pytestmark = pytest.mark.usefixtures("real_commits")
# Carries one request out in a process of its own, against the database of the tests.
WORKER = """
import sys
from pathlib import Path
from uuid import UUID
import django
django.setup()
from django.conf import settings
settings.KEYS, settings.SIGNING_SERVICE = Path(sys.argv[2]), sys.argv[3]
from django.utils.timezone import now
from motcua.signing.carrying_out import carry_out
carry_out(UUID(sys.argv[1]), now)
"""


@pytest.fixture
def service(
    running_authority: Authority, keys: Path, settings: Settings
) -> Iterator[SigningService]:
    running_authority.trust(keys)
    settings.TSA_URL = ""
    key = (running_authority.folder / "signer.pem").read_bytes()
    with a_signing_service(key) as running:
        settings.SIGNING_SERVICE = running.url
        yield running


@pytest.fixture
def request_made(running_authority: Authority, keys: Path) -> SignatureRequest:
    kept: Certificate = running_authority.certificate("signer", keys, a_citizen().who)
    kept.keeper, kept.key_file, kept.key_name = "remote", "", "ky-so"
    kept.save(force_insert=True)
    how = Signing(kept.owner, "person", NAME, "Ký thử", a_stamp(), "thu", new_id())
    paper = Paper(a_paper(), "giay.pdf", "draft", new_id())
    return actions.ask(paper, how, by=Actor(kept.owner), at=now())


def killed_once(so: Callable[[], bool], request: UUID, keys: Path, service: SigningService) -> None:
    """Let a worker of its own carry a request out, and kill it as soon as something is so."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(request), str(keys), service.url],
        env={
            **os.environ,
            "MOTCUA_DATABASE_URL": address_of_tests(),
            "MOTCUA_STATE": str(used.STATE),
            "DJANGO_SETTINGS_MODULE": "motcua.settings",
        },
    )
    try:
        until = time.monotonic() + 60
        while not so():
            assert worker.poll() is None
            assert time.monotonic() < until
            time.sleep(0.005)
    finally:
        worker.kill()
        worker.wait()


def made_once(request: SignatureRequest, service: SigningService) -> None:
    request.refresh_from_db()
    assert (request.state, len(service.signed)) == ("made", 1)
    assert Signature.objects.count() == 1
    assert Event.objects.filter(verb="signature.made").count() == 1
    assert request.document is not None
    (verdict,) = verify(content_of(documents_by_id([request.document])[request.document]), at=now())
    assert verdict.holds


def test_killed_between_signing_and_hearing_of_it(
    request_made: SignatureRequest, keys: Path, service: SigningService
) -> None:
    service.faults = ["hold"]

    killed_once(lambda: bool(service.signed), request_made.id, keys, service)
    request_made.refresh_from_db()
    before = (request_made.state, request_made.tries, request_made.answer)
    carry_out(request_made.id, now)

    assert before == ("waiting", 1, None)
    assert [method for method, _ in service.asked] == ["POST", "GET"]
    made_once(request_made, service)


def test_killed_before_the_service_was_reached(
    request_made: SignatureRequest, keys: Path, service: SigningService
) -> None:
    def begun() -> bool:
        return bool(SignatureRequest.objects.get(pk=request_made.id).tries)

    killed_once(begun, request_made.id, keys, service)
    carry_out(request_made.id, now)

    made_once(request_made, service)


def test_killed_again_and_again_it_is_made_in_the_end(
    request_made: SignatureRequest, keys: Path, service: SigningService
) -> None:
    for many in range(1, 4):
        service.faults = ["hold"]
        killed_once(lambda n=many: len(service.asked) >= n, request_made.id, keys, service)  # type: ignore[misc]
    service.faults = []
    carry_out(request_made.id, now)

    made_once(request_made, service)
