"""PAdES signatures on PDF files (ETSI EN 319 142), through pyHanko: the three parts of signing.

`prepare` lays out the file with a hole for the signature and says which bytes are to be signed;
whoever keeps the key signs those bytes; `finish` fills the hole. Nothing here asks anybody.
"""

import io
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from motcua.signing import trust
from motcua.signing.appearance import Appearance, Drawing
from motcua.signing.models import Certificate
from motcua.signing.providers import key_file

DIGEST = "sha256"
# Room for a signature, in hexadecimal digits: reserving it saves signing twice to learn its size.
ROOM, ROOM_WITH_TIME_STAMP = 16384, 32768
WHOLE_BOX = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a signature shows on the page, and where it stands on which page."""

    drawing: Drawing
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file laid out for one signature.

    `content` begins with exactly the bytes that were given; `attributes` is what the key signs
    (DER of the signed attributes, among them the digest of everything but the hole).
    """

    content: bytes
    hole: tuple[int, int]
    attributes: bytes


class _Addition(IncrementalPdfFileWriter):
    """Adds what signing needs and leaves the metadata of the paper as they are.

    When the paper was drawn stands in them, when it was signed in the signature. Rewriting them,
    twice for each signature, took a third of the time of laying it out.
    """

    def _update_meta(self) -> None:
        pass


class _SignerAt(signers.PdfSigner):
    """Signs at a stated moment instead of whenever the code happens to run."""

    def __init__(self, at: datetime, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._at = at

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def at_once(asked: Coroutine[Any, Any, Result]) -> Result:
    """Run what is written to wait but has nothing to wait for, without an event loop."""
    try:
        asked.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    asked.close()
    raise RuntimeError("signing wanted to wait for somebody outside")


@lru_cache(maxsize=500)
def loaded(certificate: str) -> x509.Certificate:
    """Return a certificate of ours as pyHanko reads it; kept, as reading it is slow."""
    return trust.whole(pem.unarmor(certificate.encode())[2])


def _signer(certificate: Certificate) -> signers.ExternalSigner:
    return signers.ExternalSigner(signing_cert=loaded(certificate.pem), cert_registry=None)


def _chain(certificate: x509.Certificate) -> list[x509.Certificate]:
    """Return a certificate and those between it and its root that are known here.

    The root is left out: who checks must have it from elsewhere, and nothing protects a copy.
    """
    known = {one.subject.hashable: one for one in trust.authorities()}
    chain = [certificate]
    while chain[-1].self_signed == "no" and chain[-1].issuer.hashable in known:
        chain.append(known.pop(chain[-1].issuer.hashable))
    return [one for one in chain if one is certificate or one.self_signed == "no"]


def prepare(
    pdf: bytes,
    certificate: Certificate,
    *,
    field: str,
    reason: str,
    stamp: Stamp,
    at: datetime,
    room: int = ROOM,
) -> Prepared:
    """Lay out one more signature as an addition that leaves every byte before it as it is."""
    writer = _Addition(io.BytesIO(pdf))
    fields.append_signature_field(
        writer, fields.SigFieldSpec(field, on_page=stamp.page, box=stamp.box)
    )
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        reason=reason,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm=DIGEST,
    )
    signer = _signer(certificate)
    style = StaticStampStyle(
        background=Appearance(stamp.drawing),
        border_width=0,
        background_opacity=1.0,
        background_layout=WHOLE_BOX,
    )
    pen = _SignerAt(at, meta, signer=signer, stamp_style=style)
    digest, _, out = at_once(pen.async_digest_doc_for_signing(writer, bytes_reserved=room))
    attributes = _attributes(digest.document_digest, certificate)
    hole = (digest.reserved_region_start, digest.reserved_region_end)
    out.seek(0)
    return Prepared(out.read(), hole, attributes.dump())


@lru_cache(maxsize=500)
def _lasting_attributes(certificate: str) -> tuple[bytes, ...]:
    """Return what every signature of a certificate says alike; writing it is slow."""
    signer = signers.ExternalSigner(signing_cert=loaded(certificate), cert_registry=None)
    mechanism = signer.get_signature_mechanism_for_digest(DIGEST)
    algorithms = {"digest_algorithm": {"algorithm": DIGEST}, "signature_algorithm": mechanism}
    said = {
        "content_type": "data",
        "signing_certificate_v2": as_signing_certificate_v2(signer.signing_cert, DIGEST),
        "cms_algorithm_protection": cms.CMSAlgorithmProtection(algorithms),
    }
    return tuple(
        cms.CMSAttribute({"type": kind, "values": (value,)}).dump() for kind, value in said.items()
    )


def _attributes(digest: bytes, certificate: Certificate) -> cms.CMSAttributes:
    """Return what a PAdES signature signs (ETSI EN 319 142-1 §6.3): no claimed signing time."""
    lasting = [cms.CMSAttribute.load(one) for one in _lasting_attributes(certificate.pem)]
    own = cms.CMSAttribute({"type": "message_digest", "values": (digest,)})
    return cms.CMSAttributes([*lasting, own])


def finish(
    prepared: Prepared,
    certificate: Certificate,
    signature: bytes,
    unsigned: cms.CMSAttributes | None = None,
) -> bytes:
    """Return the file with a signature in its hole, and with what was added to it unsigned."""
    signer = _signer(certificate)
    attributes = cms.CMSAttributes.load(prepared.attributes)
    info = signer.signer_info(DIGEST, attributes, signature)
    if unsigned is not None:
        info["unsigned_attrs"] = unsigned
    message = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [info["digest_algorithm"]],
            "encap_content_info": {"content_type": "data"},
            "certificates": [
                cms.CertificateChoices("certificate", one)
                for one in _chain(loaded(certificate.pem))
            ],
            "signer_infos": [info],
        }
    )
    out = io.BytesIO(prepared.content)
    place = PreparedByteRangeDigest(b"", *prepared.hole)
    place.fill_with_cms(out, cms.ContentInfo({"content_type": "signed_data", "content": message}))
    return out.getvalue()


def signed_digest(prepared: Prepared) -> str:
    """Return the digest of the file that a signature is about, in hexadecimal digits."""
    for attribute in cms.CMSAttributes.load(prepared.attributes):
        if attribute["type"].native == "message_digest":
            return str(attribute["values"][0].native.hex())
    raise LookupError("a signature without a digest")


def sign(
    pdf: bytes,
    certificate: Certificate,
    *,
    field: str,
    reason: str,
    stamp: Stamp,
    at: datetime,
) -> bytes:
    """Return the file with one more signature, made with a key of this machine (B-B)."""
    prepared = prepare(pdf, certificate, field=field, reason=reason, stamp=stamp, at=at)
    return finish(prepared, certificate, key_file.signature(certificate, prepared.attributes))
