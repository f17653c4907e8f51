"""Telling whether a result is genuine: by its QR code, or by the file itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import QuerySet

from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.models import Dossier, Result
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.people.actions import count_attempt
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
    """What can be said in public about a paper: who signed, and which dossier it belongs to."""

    signatures: list[Verdict]
    is_issued_here: bool
    dossier_number: str
    procedure: str
    result_number: str
    agency: str
    issued_at: datetime | None

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
    result = _with_dossier().filter(verify_code=code, document__isnull=False).first()
    if result is None or result.document is None:
        raise NotOurs
    kept = documents_by_id([result.document])[result.document]
    return _checked(verify(content_of(kept)), result)


def check_file(content: bytes, *, address: str, by: Actor, at: datetime) -> Checked:
    """Check a file that somebody holds; ours only when it is the kept one to the last byte."""
    count_attempt("verify", address, most=TRIES, window=WINDOW, by=by, at=at)
    return examine(content)


def examine(content: bytes) -> Checked:
    """Say what there is to say about a file; refuse one without a signature."""
    verdicts = verify(content)
    signature = signature_by_digest(sha256(content).hexdigest())
    result = (
        _with_dossier().filter(dossier=signature.subject, document=signature.document).first()
        if signature
        else None
    )
    return _checked(verdicts, result)


def _with_dossier() -> QuerySet[Result]:
    return Result.objects.select_related(
        "dossier", "dossier__procedure", "dossier__settling_agency"
    )


def _checked(verdicts: list[Verdict], result: Result | None) -> Checked:
    if result is None:
        return Checked(verdicts, False, "", "", "", "", None)
    dossier: Dossier = result.dossier
    return Checked(
        signatures=verdicts,
        is_issued_here=True,
        dossier_number=dossier.number or "",
        procedure=dossier.procedure.name,
        result_number=result.number or "",
        agency=dossier.settling_agency.name if dossier.settling_agency else "",
        issued_at=result.issued_at,
    )
