"""Signatures that outlive their certificates: time-stamps, OCSP, revocation lists."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certomancer.registry import ServiceLabel
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pytest_django import Settings

from motcua.signing import pades, trust
from motcua.signing.levels import strengthened
from motcua.signing.models import Certificate
from motcua.signing.providers import key_file
from motcua.signing.rules import Finding, KeeperRefused, KeeperUnavailable, Level, Revocation
from motcua.signing.verifying import Trusting, verify
from tests.signing.authorities import DAY, NAME, NUMBER, Authority
from tests.signing.papers_to_sign import a_paper, a_stamp, pdfsig


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def signed(certificate: Certificate, pdf: bytes | None = None, field: str = "Signature-1") -> bytes:
    return _signed(certificate, pdf, field)[0]


def _signed(
    certificate: Certificate, pdf: bytes | None = None, field: str = "Signature-1"
) -> tuple[bytes, Level]:
    prepared = pades.prepare(
        pdf or a_paper(),
        certificate,
        field=field,
        reason="Ký thử",
        stamp=a_stamp(),
        at=now(),
        room=pades.ROOM_WITH_TIME_STAMP,
    )
    made = key_file.signature(certificate, prepared.attributes)
    return strengthened(prepared, certificate, made)


@pytest.fixture
def signer(authority: Authority, keys: Path) -> Certificate:
    return authority.certificate("signer", keys)


def test_with_a_time_stamp_authority_a_signature_is_archived(signer: Certificate) -> None:
    pdf, level = _signed(signer)

    (verdict,) = verify(pdf, at=now())

    assert level is Level.ARCHIVED
    assert verdict.findings == ()
    assert (verdict.signer, verdict.personal_numbers) == (NAME, (NUMBER,))
    assert verdict.is_time_stamped
    assert verdict.revocation is Revocation.GOOD
    assert verdict.signed_at is not None
    assert abs(verdict.signed_at - now()) < timedelta(minutes=1)


def test_what_was_shown_is_the_beginning_of_what_was_signed(signer: Certificate) -> None:
    assert signed(signer).startswith(a_paper())


def test_it_stays_valid_after_the_certificate_has_expired(signer: Certificate) -> None:
    (verdict,) = verify(signed(signer), at=signer.not_after + 300 * DAY)

    assert verdict.holds
    assert verdict.revocation is Revocation.GOOD


def test_without_a_time_stamp_it_does_not(signer: Certificate, settings: Settings) -> None:
    settings.TSA_URL = ""
    pdf, level = _signed(signer)

    (before,) = verify(pdf, at=now())
    (after,) = verify(pdf, at=signer.not_after + DAY)

    assert level is Level.BASIC
    assert before.findings == (Finding.NO_TIME_STAMP, Finding.REVOCATION_UNKNOWN)
    assert before.holds
    assert Finding.EXPIRED in after.findings
    assert not after.holds


def test_who_issued_the_certificate_may_be_asked_when_checking(
    signer: Certificate, settings: Settings
) -> None:
    settings.TSA_URL = ""
    pdf = signed(signer)

    (verdict,) = verify(pdf, at=now(), trusting=Trusting(may_ask=True))

    assert verdict.revocation is Revocation.GOOD


def test_several_signatures_in_order_all_hold_and_are_archived(
    authority: Authority, keys: Path, signer: Certificate
) -> None:
    first = signed(signer)
    second = signed(authority.certificate("signer", keys), first, "Seal")

    verdicts = verify(second, at=signer.not_after + 300 * DAY)

    assert [one.holds for one in verdicts] == [True, True]
    assert second.startswith(first)


def test_another_reader_finds_it_valid_and_the_whole_file_covered(
    signer: Certificate, tmp_path: Path, settings: Settings
) -> None:
    archived = pdfsig(signed(signer), tmp_path)
    settings.TSA_URL = ""
    basic = pdfsig(signed(signer), tmp_path)

    for told in (archived, basic):
        assert "Signature Validation: Signature is Valid." in told
        assert "Signature is Invalid" not in told
        assert "Total document signed" in told
        assert NAME in told


def test_the_standard_s_own_procedure_passes_it(signer: Certificate, authority: Authority) -> None:
    reader = PdfFileReader(io.BytesIO(signed(signer)))
    trusted = SimpleTrustManager.build(trust.authorities())
    required = RevocationCheckingPolicy.from_legacy("require")
    policy = CertValidationPolicySpec(
        trust_manager=trusted, revinfo_policy=CertRevTrustPolicy(required)
    )
    offline = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(policy, offline))
    (signature,) = reader.embedded_regular_signatures

    found = asyncio.run(ades_lta_validation(signature, spec))

    assert found.ades_subindic is AdESPassed.OK


@pytest.mark.parametrize("label", ["revoked"])
def test_a_revoked_certificate_signs_nothing(authority: Authority, keys: Path, label: str) -> None:
    with pytest.raises(KeeperRefused, match="thu hồi"):
        signed(authority.certificate(label, keys))


def test_a_signature_of_a_revoked_certificate_is_found_by_asking(
    authority: Authority, keys: Path, settings: Settings
) -> None:
    settings.TSA_URL = ""
    pdf = signed(authority.certificate("revoked", keys))

    (verdict,) = verify(pdf, at=now(), trusting=Trusting(may_ask=True))

    assert verdict.findings[0] is Finding.REVOKED
    assert verdict.revocation is Revocation.REVOKED


def test_a_revocation_list_put_there_by_hand_is_heeded(
    authority: Authority, keys: Path, settings: Settings
) -> None:
    settings.TSA_URL = ""
    listed = authority.arch.service_registry.get_crl(ServiceLabel("root"), now())
    (keys / "authorities" / "thu.crl").write_bytes(listed.dump())

    (bad,) = verify(signed(authority.certificate("revoked", keys)), at=now())
    (good,) = verify(signed(authority.certificate("signer", keys)), at=now())

    assert bad.revocation is Revocation.REVOKED
    assert good.revocation is Revocation.GOOD


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/tsa", "{url}/thu/tsa/none"])
def test_a_time_stamp_authority_that_fails_is_tried_again_later(
    authority: Authority, signer: Certificate, settings: Settings, address: str
) -> None:
    settings.TSA_URL = address.format(url=authority.url)

    with pytest.raises(KeeperUnavailable):
        signed(signer)
