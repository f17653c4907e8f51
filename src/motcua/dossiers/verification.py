"""Telling whether a result is genuine: by its QR code, or by the file itself."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.issued_papers import Issued, by_code, by_document
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.people.actions import count_attempt
from motcua.people.sign_in_rules import network_of
from motcua.results.rules import Standing
from motcua.signing.offices import office_of
from motcua.signing.queries import documents_with_digest, signature_by_digest
from motcua.signing.rules import Finding, Verdict
from motcua.signing.verifying import Trusting, verify

TRIES = 30
MEGABYTE = 1024 * 1024
BLOCK = 64  # bytes compared at once
WINDOW = timedelta(minutes=15)


class NotOurs(DomainError):
    """No result carries this code."""

    message = "Không có kết quả nào mang mã này. Văn bản có thể không phải do hệ thống cấp."


class TooLargeToCheck(DomainError):
    """The file is larger than what is checked here."""

    message = "Tệp lớn quá {most} MB nên không kiểm tra được ở đây."


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
        """Say whether every signature holds."""
        return bool(self.signatures) and all(verdict.holds for verdict in self.signatures)


def check_code(code: str, *, address: str, by: Actor, at: datetime) -> Checked:
    """Check the result that carries a QR code, by the file that is kept."""
    count_attempt("verify", network_of(address), most=TRIES, window=WINDOW, by=by, at=at)
    issued = by_code(code, at)
    if issued is None:
        raise NotOurs
    kept = documents_by_id([issued.document])[issued.document]
    return _checked(verify(content_of(kept), at=at), issued)


def check_file(content: bytes, *, address: str, by: Actor, at: datetime) -> Checked:
    """Check a file that somebody holds; ours only when it is the kept one to the last byte.

    Nothing of it is kept.
    """
    count_attempt("verify", network_of(address), most=TRIES, window=WINDOW, by=by, at=at)
    if len(content) > settings.MAX_FILE_BYTES:
        raise TooLargeToCheck(most=settings.MAX_FILE_BYTES // MEGABYTE)
    return examine(content, at=at)


def examine(content: bytes, *, at: datetime, trusting: Trusting | None = None) -> Checked:
    """Say what there is to say about a file; refuse one without a signature."""
    verdicts = verify(content, at=at, trusting=trusting)
    signature = signature_by_digest(sha256(content).hexdigest())
    issued = by_document(signature.document, at) if signature else None
    return _checked([_of_another_file(one, content) for one in verdicts], issued)


def _of_another_file(verdict: Verdict, content: bytes) -> Verdict:
    """Call a signature that was cut out of another paper of ours what it is."""
    if Finding.CHANGED not in verdict.findings:
        return verdict
    for kept in documents_by_id(documents_with_digest(verdict.signed_digest)).values():
        if not _is_like(content_of(kept), content):
            others = (one for one in verdict.findings if one is not Finding.CHANGED)
            return replace(verdict, findings=(Finding.OTHER_FILE, *others))
    return verdict


def _is_like(ours: bytes, theirs: bytes) -> bool:
    """Say whether a file is ours with something changed, rather than another one."""
    size = min(len(ours), len(theirs))
    blocks = range(0, size, BLOCK)
    equal = sum(ours[at : at + BLOCK] == theirs[at : at + BLOCK] for at in blocks)
    return equal * 2 > len(ours) // BLOCK


def _checked(verdicts: list[Verdict], issued: Issued | None) -> Checked:
    entitled = [_with_office(one, issued.agency_id if issued else None) for one in verdicts]
    if issued is None:
        return Checked(entitled, False, "", "", "", "", None)
    return Checked(
        signatures=entitled,
        is_issued_here=True,
        dossier_number=issued.dossier_number,
        procedure=issued.procedure,
        result_number=issued.number,
        agency=issued.agency,
        issued_at=issued.issued_at,
        standing=issued.standing,
        is_copy=issued.is_copy,
    )


def _with_office(verdict: Verdict, agency: UUID | None) -> Verdict:
    """Add whether the signer was entitled on the day, where we know them."""
    office = office_of(verdict, agency)
    if office is None:
        return verdict
    more = () if office.entitled else (Finding.NO_AUTHORITY,)
    return replace(verdict, office=office, findings=(*verdict.findings, *more))
