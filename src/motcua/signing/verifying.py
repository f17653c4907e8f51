"""Checking the signatures of any PDF: what holds, what does not, and what it is called.

Nobody is asked outside unless that is allowed: what was embedded at signing is enough.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from aiohttp import ClientSession
from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator.fetchers import FetcherBackend
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from motcua.signing import trust
from motcua.signing.chains import Proofs, chain_of, proofs_of
from motcua.signing.rules import NotSigned, SignatureBroken, Verdict
from motcua.signing.subjects import common_name, personal_numbers
from motcua.signing.tampering import after_the_last, content_findings, covers_whole_file

TIMEOUT = 10  # seconds for one answer of who issued a certificate
SAMPLE_MARK = "MẪU"
SIGNED_MARK = b"/ByteRange"
# What reading a file raises that somebody has changed.
UNREADABLE = (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError)


@dataclass(frozen=True, slots=True)
class Trusting:
    """Whom to believe, and whether who issued a certificate may be asked about it.

    Empty lists mean the authorities of this installation.
    """

    roots: Sequence[x509.Certificate] = ()
    may_ask: bool = False
    time_roots: Sequence[x509.Certificate] = field(default=())

    def signers(self) -> list[x509.Certificate]:
        """Return the authorities of signers."""
        return list(self.roots) or trust.authorities()

    def times(self) -> list[x509.Certificate]:
        """Return the authorities of time-stamps."""
        return list(self.time_roots or self.roots) or trust.time_authorities()


def verify(pdf: bytes, *, at: datetime, trusting: Trusting | None = None) -> list[Verdict]:
    """Return what can be said at a moment about each signature of a file, in order of making."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = list(reader.embedded_regular_signatures)
        if not signatures:
            raise SignatureBroken if SIGNED_MARK in pdf else NotSigned
        return asyncio.run(_verdicts(reader, signatures, pdf, at, trusting or Trusting()))
    except UNREADABLE as error:
        raise (SignatureBroken if SIGNED_MARK in pdf else NotSigned) from error


async def _verdicts(
    reader: PdfFileReader,
    signatures: Sequence[EmbeddedPdfSignature],
    pdf: bytes,
    at: datetime,
    trusting: Trusting,
) -> list[Verdict]:
    async with _asking(trusting.may_ask) as asking:
        proofs = await proofs_of(reader, at, trusting.signers(), trusting.times(), asking)
        verdicts = [await _verdict(one, pdf, proofs) for one in signatures]
    everything = [*signatures, *reader.embedded_timestamp_signatures]
    more = after_the_last(signatures[-1], everything, pdf)
    if more is not None and verdicts[-1].intact:
        last = replace(verdicts[-1], findings=(more, *verdicts[-1].findings))
        return [*verdicts[:-1], last]
    return verdicts


@asynccontextmanager
async def _asking(may_ask: bool) -> AsyncIterator[FetcherBackend | None]:
    if not may_ask:
        yield None
        return
    async with ClientSession() as session:
        yield AIOHttpFetcherBackend(session, per_request_timeout=TIMEOUT)


async def _verdict(signature: EmbeddedPdfSignature, pdf: bytes, proofs: Proofs) -> Verdict:
    content = content_findings(signature, pdf)
    chain = await chain_of(signature, proofs)
    certificate = extract_certificate_info(signature.signed_data).signer_cert
    issuer = common_name(certificate.issuer)
    return Verdict(
        signer=common_name(certificate.subject),
        issuer=issuer,
        serial=str(certificate.serial_number),
        signed_at=chain.proved_at or signature.self_reported_timestamp,
        is_time_stamped=chain.proved_at is not None,
        covers_whole_file=covers_whole_file(signature, pdf),
        is_sample=SAMPLE_MARK in issuer,
        reason=str(signature.sig_object.get("/Reason", "")),
        revocation=chain.revocation,
        findings=tuple(dict.fromkeys([*content, *chain.findings])),
        signed_digest=chain.signed_digest,
        fingerprint=certificate.sha256.hex(),
        personal_numbers=personal_numbers(certificate.subject),
        covered_until=int(signature.byte_range[2]) + int(signature.byte_range[3]),
    )
