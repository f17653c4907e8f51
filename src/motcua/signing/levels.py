"""Signatures that can be checked for long: time-stamped, with what was not revoked (B-T, B-LTA).

Asks a time-stamp authority, OCSP responders and places of revocation lists, so it is called
outside of any transaction. Each is asked for at most ten seconds.
"""

import asyncio
import io
from collections.abc import Sequence
from hashlib import sha256

from aiohttp import ClientError, ClientSession
from asn1crypto import cms, x509
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.path import ValidationPath

from motcua.signing import trust
from motcua.signing.models import Certificate
from motcua.signing.pades import DIGEST, Prepared, finish, loaded
from motcua.signing.rules import KeeperRefused, KeeperUnavailable, Level

TIMEOUT = 10
REVOKED = "chứng thư của người ký đã bị thu hồi"
TROUBLE = (TimestampRequestError, PathError, ValidationError, ClientError, OSError)
SIGNER_USE = {"non_repudiation"}


def strengthened(
    prepared: Prepared, certificate: Certificate, signature: bytes
) -> tuple[bytes, Level]:
    """Return the signed file as strong as this installation makes it, and how strong that is.

    Without a time-stamp authority it is B-B. With one it is B-T, and B-LTA when it can be proved
    that the certificate was not revoked, which is when the certificate says where to ask.
    """
    if not settings.TSA_URL:
        return finish(prepared, certificate, signature), Level.BASIC
    try:
        return asyncio.run(_asked(prepared, certificate, signature))
    except RevokedError as error:
        raise KeeperRefused(REVOKED) from error
    except TROUBLE as error:
        raise KeeperUnavailable(f"{type(error).__name__}: {error}"[:250]) from error


async def _asked(
    prepared: Prepared, certificate: Certificate, signature: bytes
) -> tuple[bytes, Level]:
    async with ClientSession() as session:
        stamper = HTTPTimeStamper(settings.TSA_URL, timeout=TIMEOUT, session=session)
        backend = AIOHttpFetcherBackend(session, per_request_timeout=TIMEOUT)
        known = _context(backend)
        signer = CertificateValidator(loaded(certificate.pem), validation_context=known)
        path = await signer.async_validate_usage(SIGNER_USE)  # type: ignore[no-untyped-call]
        token = await stamper.async_timestamp(sha256(signature).digest(), DIGEST)
        pdf = finish(prepared, certificate, signature, _as_attributes(token))
        if not known.ocsps and not known.crls:
            return pdf, Level.TIME_STAMPED
        return await _archived(pdf, stamper, known, [path]), Level.ARCHIVED


def _context(backend: AIOHttpFetcherBackend) -> ValidationContext:
    """Return what validates signer and time-stamps; whoever names a place to ask is asked."""
    roots: list[x509.Certificate] = [*trust.authorities(), *trust.time_authorities()]
    return ValidationContext(
        trust_roots=roots,
        allow_fetching=True,
        fetcher_backend=backend,
        revocation_mode="hard-fail",
        crls=trust.revocation_lists(),
    )


def _as_attributes(token: cms.ContentInfo) -> cms.CMSAttributes:
    kind = "signature_time_stamp_token"
    return cms.CMSAttributes([cms.CMSAttribute({"type": kind, "values": [token]})])


async def _archived(
    pdf: bytes, stamper: HTTPTimeStamper, known: ValidationContext, paths: Sequence[ValidationPath]
) -> bytes:
    """Add what proves that nothing was revoked, and a time-stamp over the whole file."""
    out = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(
        out, sig_contents=None, paths=list(paths), validation_context=known
    )
    await PdfTimeStamper(stamper).async_timestamp_pdf(
        IncrementalPdfFileWriter(out),
        DIGEST,
        validation_context=known,
        in_place=True,
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
    )
    return out.getvalue()
