"""Whether a signature is genuine, when it was certainly there, and whether its certificate was
good at that time.

The time is the best that can be proved (ETSI EN 319 102-1 §5.5, §5.6): time-stamps over the whole
file are checked from the newest, each at the time the one after it proves; then the time-stamp of
the signature itself. A certificate is judged at that time, with what was embedded about its
revocation; without a time-stamp, at the moment of checking.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    message_imprint_checker,
    validate_sig_integrity,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko.sign.validation.utils import extract_message_digest
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.fetchers import FetcherBackend
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.policy_decl import RevocationCheckingRule as Rule

from motcua.signing import trust
from motcua.signing.rules import Finding, Revocation
from motcua.signing.tampering import content_findings

WEAK = frozenset({"md2", "md5", "sha1"})
VERSIONS = frozenset({"v1", "v3", "v4", "v5"})
SIGNING = {"non_repudiation"}
NAMES: tuple[tuple[type[Exception], Finding], ...] = (
    (RevokedError, Finding.REVOKED),
    (ExpiredError, Finding.EXPIRED),
    (NotYetValidError, Finding.NOT_YET_VALID),
    (DisallowedAlgorithmError, Finding.WEAK_DIGEST),
    (InvalidCertificateError, Finding.WRONG_USE),
    (PathBuildingError, Finding.UNTRUSTED),
    (ValidationError, Finding.UNTRUSTED),
)


@dataclass(frozen=True, slots=True)
class Chain:
    """What was found of a signature itself and of its certificate."""

    findings: tuple[Finding, ...]
    revocation: Revocation
    proved_at: datetime | None
    signed_digest: str


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a file carries for its own checking, and whom the reader believes and lets be asked.

    `stamps` are the good time-stamps over the file: the revision each one closes, and its time.
    """

    at: datetime
    signers: Sequence[x509.Certificate]
    times: Sequence[x509.Certificate]
    asking: FetcherBackend | None = None
    certificates: Sequence[x509.Certificate] = ()
    answers: Sequence[ocsp.OCSPResponse] = ()
    lists: Sequence[crl.CertificateList] = ()
    stamps: list[tuple[int, datetime]] = field(default_factory=list)

    def context(
        self, roots: Sequence[x509.Certificate], moment: datetime, revocation: Rule
    ) -> ValidationContext:
        """Return what judges a certificate at a moment with what the file carries."""
        return ValidationContext(
            trust_roots=list(roots),
            other_certs=self.certificates,
            moment=moment,
            allow_fetching=self.asking is not None,
            fetcher_backend=self.asking,
            ocsps=self.answers,
            crls=[*self.lists, *trust.revocation_lists()],
            revinfo_policy=CertRevTrustPolicy(
                RevocationCheckingPolicy(revocation, revocation), retroactive_revinfo=True
            ),
        )


async def proofs_of(
    reader: PdfFileReader,
    at: datetime,
    signers: Sequence[x509.Certificate],
    times: Sequence[x509.Certificate],
    asking: FetcherBackend | None,
) -> Proofs:
    """Return what a file carries, with its time-stamps over the whole file checked."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        proofs = Proofs(at, signers, times, asking)
    else:
        proofs = Proofs(
            at,
            signers,
            times,
            asking,
            list(store.load_certs()),
            [ocsp.OCSPResponse.load(one.get_object().data) for one in store.ocsps],
            [crl.CertificateList.load(one.get_object().data) for one in store.crls],
        )
    pdf = reader.stream.read() if reader.stream.seek(0) == 0 else b""
    control = at
    for stamp in reversed(list(reader.embedded_timestamp_signatures)):
        told = None
        if not content_findings(stamp, pdf):
            told = await _time_told(stamp.signed_data, stamp.compute_digest, proofs, control)
        if told is not None:
            control = told
            proofs.stamps.append((stamp.signed_revision, told))
    return proofs


async def _time_told(
    token: cms.SignedData, imprint: object, proofs: Proofs, control: datetime
) -> datetime | None:
    """Return the time a time-stamp proves, None when it proves nothing.

    The authority must have been good then, as far as the file tells, and its certificate not yet
    expired at the time at which the time-stamp itself is proved.
    """
    told: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    for rule in (Rule.CRL_OR_OCSP_REQUIRED, Rule.NO_CHECK):
        context = proofs.context(proofs.times, told, rule)
        try:
            found = await validate_tst_signed_data(token, context, imprint)  # type: ignore[arg-type]
        except (SignatureValidationError, CMSStructuralError, CMSExtractionError):
            return None
        status = TimestampSignatureStatus(**found)
        if status.revoked or (status.trusted and status.signing_cert.not_valid_after < control):
            return None
        if status.trusted:
            return told
    return None


async def chain_of(signature: EmbeddedPdfSignature, proofs: Proofs) -> Chain:
    """Return whether a signature is genuine and its certificate was good when it signed."""
    genuine, digest = _genuine(signature)
    if genuine:
        return Chain(genuine, Revocation.UNKNOWN, None, digest)
    proved_at, stamp_findings = await _proved(signature, proofs)
    findings, revocation = await _certificate(signature, proofs, proved_at or proofs.at)
    claimed = _claimed(signature) if proved_at is None else None
    said = [*stamp_findings, *findings, *claimed] if claimed else [*stamp_findings, *findings]
    if proved_at is None and Finding.TIME_STAMP_WRONG not in said:
        said.append(Finding.NO_TIME_STAMP)
    if revocation is Revocation.UNKNOWN and Finding.UNTRUSTED not in said:
        said.append(Finding.REVOCATION_UNKNOWN)
    return Chain(tuple(said), revocation, proved_at, digest)


def _genuine(signature: EmbeddedPdfSignature) -> tuple[tuple[Finding, ...], str]:
    """Return what speaks against the signature itself, and the digest that it is about."""
    info = signature.signer_info
    try:
        digest = extract_message_digest(info).hex()
        certificate = signature.signer_cert
        actual = signature.compute_digest()
        intact, valid = validate_sig_integrity(info, certificate, "data", actual)
    except (SignatureValidationError, CMSExtractionError):
        return (Finding.WRONG_CERTIFICATE,), ""
    except (CMSStructuralError, ValueError, LookupError, TypeError, OSError):
        return (Finding.UNREADABLE,), ""
    if not valid or not _is_well_made(signature.signed_data, info):
        return (Finding.FORGED,), digest
    if not intact:
        return (Finding.CHANGED,), digest
    if {signature.md_algorithm, _digest_signed(info)} & WEAK:
        return (Finding.WEAK_DIGEST,), digest
    return (), digest


def _is_well_made(signed: cms.SignedData, info: cms.SignerInfo) -> bool:
    """Say whether what no signature protects is as it must be (RFC 5652 §5.1, §5.3)."""
    digests = {one["algorithm"].native for one in signed["digest_algorithms"]}
    by_name = info["sid"].name == "issuer_and_serial_number"
    return (
        signed["version"].native in VERSIONS
        and info["version"].native == ("v1" if by_name else "v3")
        and info["digest_algorithm"]["algorithm"].native in digests
    )


def _digest_signed(info: cms.SignerInfo) -> str:
    try:
        return str(info["signature_algorithm"].hash_algo)
    except ValueError:
        return ""


async def _proved(
    signature: EmbeddedPdfSignature, proofs: Proofs
) -> tuple[datetime | None, list[Finding]]:
    """Return when the signature was certainly there, by the time-stamps that are good."""
    later = [told for revision, told in proofs.stamps if revision > signature.signed_revision]
    over_file = min(later, default=None)
    wrong: list[Finding] = []
    imprint = message_imprint_checker(signature.signer_info)
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        told = await _time_told(token, imprint, proofs, over_file or proofs.at)
        if told is not None:
            return told, []
        wrong = [Finding.TIME_STAMP_WRONG]
    return over_file, wrong


def _claimed(signature: EmbeddedPdfSignature) -> list[Finding]:
    """Return whether the signer's own clock stood outside of the certificate's validity."""
    claimed, certificate = signature.self_reported_timestamp, signature.signer_cert
    if claimed is None or claimed.tzinfo is None:
        return []
    if claimed < certificate.not_valid_before:
        return [Finding.NOT_YET_VALID]
    return [Finding.EXPIRED] if claimed > certificate.not_valid_after else []


async def _certificate(
    signature: EmbeddedPdfSignature, proofs: Proofs, moment: datetime
) -> tuple[list[Finding], Revocation]:
    """Judge the signer's certificate at a moment: with its revocation known, else without."""
    try:
        await _valid(signature, proofs, moment, Rule.CRL_OR_OCSP_REQUIRED)
    except InsufficientRevinfoError:
        pass
    except ValidationError as error:
        return [_named(error)], _revocation(error)
    except PathBuildingError:
        return [Finding.UNTRUSTED], Revocation.UNKNOWN
    else:
        return [], Revocation.GOOD
    try:
        await _valid(signature, proofs, moment, Rule.NO_CHECK)
    except ValidationError as error:
        return [_named(error)], _revocation(error)
    return [], Revocation.UNKNOWN


async def _valid(
    signature: EmbeddedPdfSignature, proofs: Proofs, moment: datetime, revocation: Rule
) -> None:
    validator = CertificateValidator(
        signature.signer_cert,
        intermediate_certs=signature.other_embedded_certs,
        validation_context=proofs.context(proofs.signers, moment, revocation),
    )
    await validator.async_validate_usage(SIGNING)  # type: ignore[no-untyped-call]


def _named(error: Exception) -> Finding:
    return next(finding for kind, finding in NAMES if isinstance(error, kind))


def _revocation(error: Exception) -> Revocation:
    return Revocation.REVOKED if isinstance(error, RevokedError) else Revocation.UNKNOWN
