"""Signatures that somebody outside makes: asked once under one id, whatever happens on the way."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.signing import actions, carrying_out
from motcua.signing.actions import Paper, Signing
from motcua.signing.carrying_out import carry_out
from motcua.signing.models import Certificate, Signature, SignatureRequest
from motcua.signing.providers import remote
from motcua.signing.queries import newest_request, waiting_requests
from motcua.signing.rules import Finding, KeyElsewhere, Level, NoCertificate, SigningWaits
from motcua.signing.verifying import verify
from tests.builders import a_citizen
from tests.signing.authorities import NAME, Authority
from tests.signing.papers_to_sign import a_paper, a_stamp
from tests.signing.remote_keeper import SigningService, a_signing_service
from tests.signing.test_levels import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(
    running_authority: Authority, keys: Path, settings: Settings
) -> Iterator[SigningService]:
    running_authority.trust(keys)
    key = (running_authority.folder / "signer.pem").read_bytes()
    with a_signing_service(key) as running:
        settings.SIGNING_SERVICE = running.url
        settings.SIGNING_SERVICE_TOKEN = "bí-mật".encode().hex()
        yield running


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "PAUSE", 0.01)
    monkeypatch.setattr(remote, "PATIENCE", 0.2)


@pytest.fixture
def certificate(running_authority: Authority, keys: Path) -> Certificate:
    kept = running_authority.certificate("signer", keys, a_citizen().who)
    kept.keeper, kept.key_file, kept.key_name = "remote", "", "ky-so-cua-ong-mau"
    kept.save(force_insert=True)
    return kept


def the_signer(certificate: Certificate) -> Actor:
    return Actor(certificate.owner)


def asked(certificate: Certificate, key: UUID | None = None) -> SignatureRequest:
    key = key or new_id()
    how = Signing(certificate.owner, "person", NAME, "Ký thử", a_stamp(), "thu", key)
    paper = Paper(a_paper(), "giay.pdf", "draft", new_id())
    return actions.ask(paper, how, by=the_signer(certificate), at=now())


def state(request: SignatureRequest) -> str:
    request.refresh_from_db()
    return request.state


def signed_by(request: SignatureRequest) -> bytes:
    request.refresh_from_db()
    return content_of(Document.objects.get(pk=request.document or request.id))


def test_it_is_asked_under_the_id_of_the_request_and_kept(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)

    assert carry_out(request.id, now)

    assert state(request) == "made"
    assert service.asked == [("POST", str(request.id))]
    assert all(token.startswith("Bearer ") for token in service.tokens)
    (verdict,) = verify(signed_by(request), at=now())
    assert verdict.holds
    assert signed_by(request).startswith(a_paper())
    kept = Signature.objects.get(pk=request.id)
    assert (kept.shown_digest, kept.level) == (request.shown_digest, Level.BASIC)


def test_what_is_recorded_names_the_signer_and_the_request(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)
    carry_out(request.id, now)

    told = Event.objects.filter(subject=request.subject).order_by("id")

    assert [event.verb for event in told] == ["signature.asked", "signature.made"]
    assert {event.by for event in told} == {certificate.owner}
    assert told[1].facts["request"] == str(request.id)


@pytest.mark.parametrize("fault", ["lose", "late", "error", "garbage"])
def test_whatever_goes_wrong_on_the_way_it_is_signed_once(
    certificate: Certificate, service: SigningService, fault: str
) -> None:
    request = asked(certificate)
    service.faults = [fault]

    done = [carry_out(request.id, now) for _ in range(3)]

    assert done[-1]
    assert state(request) == "made"
    assert len(service.signed) == 1
    assert Signature.objects.count() == 1


def test_a_lost_answer_is_fetched_and_nothing_is_signed_again(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)
    service.faults = ["lose"]

    assert not carry_out(request.id, now)
    assert carry_out(request.id, now)

    assert [method for method, _ in service.asked] == ["POST", "GET"]


def test_one_that_takes_too_long_waits_on(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)
    service.faults = ["late"] * 200

    assert not carry_out(request.id, now)

    assert state(request) == "waiting"
    assert waiting_requests(9) == [request.id]
    assert "không trả lời" in request.failure


def test_a_refusal_ends_it_with_its_reason_and_it_may_be_asked_again(
    certificate: Certificate, service: SigningService
) -> None:
    key = new_id()
    request = asked(certificate, key)
    service.faults = ["refuse"]

    assert carry_out(request.id, now)

    assert state(request) == "failed"
    assert request.failure == "người ký đã từ chối trên điện thoại"
    assert Event.objects.filter(verb="signature.failed", subject=request.subject).exists()
    again = asked(certificate, key)
    assert carry_out(again.id, now)
    found = newest_request("thu", key)
    assert found is not None
    assert found.state == "made"


def test_a_signature_of_something_else_is_not_taken(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)
    service.wrong = True

    carry_out(request.id, now)

    assert state(request) == "failed"
    assert "không khớp" in request.failure


def test_nobody_answering_is_given_up_after_many_tries(
    certificate: Certificate, service: SigningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "MOST_TRIES", 2)
    request = asked(certificate)
    service.faults = ["error"] * 9

    assert [carry_out(request.id, now) for _ in range(2)] == [False, True]
    assert state(request) == "failed"


def test_without_a_service_it_ends_at_once(certificate: Certificate, keys: Path) -> None:
    request = asked(certificate)

    assert carry_out(request.id, now)
    assert "chưa cấu hình" in (state(request) and request.failure)


def test_carried_out_twice_it_is_signed_once(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)

    for _ in range(3):
        assert carry_out(request.id, now)

    assert service.asked == [("POST", str(request.id))]
    assert Signature.objects.count() == 1


def test_the_same_thing_is_not_asked_for_twice_at_once(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)

    with pytest.raises(SigningWaits):
        asked(certificate, request.key)


def test_who_has_no_certificate_asks_for_nothing() -> None:
    nobody = a_citizen()
    how = Signing(nobody.who, "person", NAME, "x", a_stamp(), "thu", new_id())

    with pytest.raises(NoCertificate):
        actions.ask(Paper(a_paper(), "a.pdf", "draft", new_id()), how, by=nobody, at=now())


def test_only_the_system_carries_a_request_on(
    certificate: Certificate, service: SigningService
) -> None:
    request, signer = asked(certificate), the_signer(certificate)
    at: datetime = now()

    for act in (
        lambda: actions.begin_try(request.id, by=signer, at=at),
        lambda: actions.take_answer(request.id, b"x", by=signer, at=at),
        lambda: actions.finish(request.id, b"x", Level.BASIC, by=signer, at=at),
        lambda: actions.give_up(request.id, "x", by=signer, at=at),
        lambda: actions.put_off(request.id, "x", by=signer, at=at),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_another_file_than_the_one_laid_out_is_never_kept(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)

    with pytest.raises(ValueError, match="laid out"):
        actions.finish(request.id, b"%PDF-other", Level.BASIC, by=SYSTEM, at=now())


def test_what_ended_is_not_touched_any_more(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)
    carry_out(request.id, now)
    at = now()

    assert actions.finish(request.id, b"x", Level.BASIC, by=SYSTEM, at=at) is None
    assert actions.give_up(request.id, "x", by=SYSTEM, at=at) is None
    assert actions.take_answer(request.id, b"x", by=SYSTEM, at=at) == b"x"
    actions.put_off(request.id, "x", by=SYSTEM, at=at)
    assert state(request) == "made"


def test_the_first_answer_stays_when_two_workers_asked(
    certificate: Certificate, service: SigningService
) -> None:
    request = asked(certificate)

    assert actions.take_answer(request.id, b"one", by=SYSTEM, at=now()) == b"one"
    assert actions.take_answer(request.id, b"two", by=SYSTEM, at=now()) == b"one"


def test_when_only_the_time_stamp_failed_the_key_is_not_asked_again(
    certificate: Certificate,
    service: SigningService,
    running_authority: Authority,
    settings: Settings,
) -> None:
    settings.TSA_URL = "http://127.0.0.1:1/tsa"
    request = asked(certificate)

    assert not carry_out(request.id, now)
    settings.TSA_URL = running_authority.tsa
    assert carry_out(request.id, now)

    assert service.asked == [("POST", str(request.id))]
    (verdict,) = verify(signed_by(request), at=now())
    assert verdict.findings == ()
    assert Finding.NO_TIME_STAMP not in verdict.findings


def test_a_key_kept_elsewhere_signs_nothing_at_once(certificate: Certificate) -> None:
    with pytest.raises(KeyElsewhere, match=NAME):
        actions.attach(
            Paper(a_paper(), "a.pdf", "draft", new_id()),
            owner=certificate.owner,
            kind="person",
            who=NAME,
            reason="x",
            stamp=a_stamp(),
            by=the_signer(certificate),
            at=now(),
        )
