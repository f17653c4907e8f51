"""Telling whether a result is genuine: by its QR code, or by the file itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.issued_papers import Issued, by_code, by_document
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.people.actions import count_attempt
from motcua.results.rules import Standing
from motcua.signing.pades import verify
from motcua.signing.queries import signature_by_digest
from motcua.signing.rules import Verdict

TRIES = 30
WINDOW = timedelta(minutes=15)


class NotOurs(DomainError):
    """No result carries this code."""

    message = "Không có kết quả nào mang mã này. Văn bản có thể không phải do hệ thống cấp."


@dataclass(frozen=True, slots=True)
class Checked:
    """What can be said in public about a paper: who signed, which dossier it belongs to, and
    whether what it grants is in force."""

    signatures: list[Verdict]
    is_issued_here: bool
    dossier_number: str
    procedure: str
    result_number: str
    agency: str
    issued_at: datetime | None
    standing: Standing | None = None
    is_copy: bool = False

    @property
    def holds(self) -> bool:
        """Say whether every signature holds and the last one covers the whole file."""
        return (
            bool(self.signatures)
            and all(verdict.holds for verdict in self.signatures)
            and self.signatures[-1].covers_whole_file
        )


def check_code(code: str, *, address: str, by: Actor, at: datetime) -> Checked:
    """Check the result that carries a QR code, by the file that is kept."""
    count_attempt("verify", address, most=TRIES, window=WINDOW, by=by, at=at)
    issued = by_code(code, at)
    if issued is None:
        raise NotOurs
    kept = documents_by_id([issued.document])[issued.document]
    return _checked(verify(content_of(kept)), issued)


def check_file(content: bytes, *, address: str, by: Actor, at: datetime) -> Checked:
    """Check a file that somebody holds; ours only when it is the kept one to the last byte."""
    count_attempt("verify", address, most=TRIES, window=WINDOW, by=by, at=at)
    return examine(content, at)


def examine(content: bytes, at: datetime) -> Checked:
    """Say what there is to say about a file; refuse one without a signature."""
    verdicts = verify(content)
    signature = signature_by_digest(sha256(content).hexdigest())
    return _checked(verdicts, by_document(signature.document, at) if signature else None)


def _checked(verdicts: list[Verdict], issued: Issued | None) -> Checked:
    if issued is None:
        return Checked(verdicts, False, "", "", "", "", None)
    return Checked(
        signatures=verdicts,
        is_issued_here=True,
        dossier_number=issued.dossier_number,
        procedure=issued.procedure,
        result_number=issued.number,
        agency=issued.agency,
        issued_at=issued.issued_at,
        standing=issued.standing,
        is_copy=issued.is_copy,
    )
