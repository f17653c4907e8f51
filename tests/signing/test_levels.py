"""Signatures that outlive their certificates: time-stamps, OCSP, revocation lists."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certomancer.registry import ServiceLabel
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.policy_decl import RevocationCheckingRule as Rule
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


@pytest.mark.parametrize("years", [0, 3])
def test_the_standard_s_own_procedure_passes_it_now_and_long_after_it_expired(
    signer: Certificate, authority: Authority, years: int
) -> None:
    """ETSI EN 319 102-1 §5.6, as pyHanko carries it out, without asking anybody.

    Of the authority of the last time-stamp, nothing that is younger can be known in the file.
    """
    reader = PdfFileReader(io.BytesIO(signed(signer)))
    signers, clocks = (
        CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust.authorities()),
            revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(asked, asked)),
        )
        for asked in (Rule.CRL_OR_OCSP_REQUIRED, Rule.NO_CHECK)
    )
    offline = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(signers, offline, ts_cert_validation_policy=clocks)
    )
    (signature,) = reader.embedded_regular_signatures
    then = now() + 365 * years * DAY
    timing = ValidationTimingInfo(then, then, point_in_time_validation=False)

    found = asyncio.run(ades_lta_validation(signature, spec, timing_info=timing))

    assert found.ades_subindic is AdESPassed.OK, found.failure_msg
    assert (then > signer.not_after) == bool(years)


def test_pyhanko_s_usual_check_finds_a_basic_one_valid_over_the_entire_file(
    signer: Certificate, settings: Settings
) -> None:
    settings.TSA_URL = ""
    reader = PdfFileReader(io.BytesIO(signed(signer)))
    (signature,) = reader.embedded_regular_signatures
    believed = ValidationContext(trust_roots=trust.authorities(), allow_fetching=False)

    status = asyncio.run(async_validate_pdf_signature(signature, believed))

    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE


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
