"""PAdES signatures on PDF files (ETSI EN 319 142), through pyHanko."""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from motcua.signing.models import Certificate
from motcua.signing.providers import key_file
from motcua.signing.rules import NotSigned, SignatureBroken, Verdict

RESERVED = 16384  # saves signing twice to learn the size of the signature
SAMPLE_MARK = "MẪU"
SIGNED_MARK = b"/ByteRange"
WHOLE_BOX = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
)
# What reading a file raises that somebody has changed.
UNREADABLE = (PdfError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a signature shows on the page: a drawn PDF, and where it stands on which page."""

    drawing: bytes
    page: int
    box: tuple[int, int, int, int]


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


def sign(
    pdf: bytes,
    certificate: Certificate,
    *,
    field: str,
    reason: str,
    stamp: Stamp,
    at: datetime,
) -> bytes:
    """Return the file with one more signature, as an addition that leaves earlier ones intact."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(
        writer, fields.SigFieldSpec(field, on_page=stamp.page, box=stamp.box)
    )
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        reason=reason,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    with NamedTemporaryFile(suffix=".pdf") as drawing:
        Path(drawing.name).write_bytes(stamp.drawing)
        style = StaticStampStyle.from_pdf_file(
            drawing.name, border_width=0, background_opacity=1.0, background_layout=WHOLE_BOX
        )
        signer = _SignerAt(at, meta, signer=key_file.signer_for(certificate), stamp_style=style)
        out = signer.sign_pdf(writer, bytes_reserved=RESERVED)
    return bytes(out.getbuffer())


def verify(pdf: bytes) -> list[Verdict]:
    """Return what can be said about each signature of a file, in the order they were made."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = list(reader.embedded_regular_signatures)
        if not signatures:
            raise NotSigned
        trust = ValidationContext(trust_roots=key_file.authorities(), allow_fetching=False)
        return [_verdict(signature, trust) for signature in signatures]
    except UNREADABLE as error:
        raise (SignatureBroken if SIGNED_MARK in pdf else NotSigned) from error


def _verdict(signature: object, trust: ValidationContext) -> Verdict:
    status = validate_pdf_signature(signature, signer_validation_context=trust)  # type: ignore[arg-type]
    certificate = status.signing_cert
    issuer = str(certificate.issuer.native.get("common_name", ""))
    modified = status.modification_level
    untouched = status.intact and status.valid and (modified is None or modified.value <= 2)
    return Verdict(
        signer=str(certificate.subject.native.get("common_name", "")),
        issuer=issuer,
        signed_at=status.signer_reported_dt,
        intact=bool(untouched),
        trusted=bool(status.trusted),
        covers_whole_file=status.coverage is not None and status.coverage.name == "ENTIRE_FILE",
        is_sample=SAMPLE_MARK in issuer,
        reason=str(getattr(signature, "sig_object", {}).get("/Reason", "")),
    )
