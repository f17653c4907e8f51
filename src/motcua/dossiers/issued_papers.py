"""Every paper this system has issued, by its QR code or by its document: results, the results they
replaced, and certified copies; and what each is worth today."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from motcua.dossiers.models import Correction, Dossier, Result
from motcua.results.models import CertifiedCopy, Entry
from motcua.results.queries import entry_of_document
from motcua.results.rules import Standing


@dataclass(frozen=True, slots=True)
class Issued:
    """What may be said in public of an issued paper, and the document that is kept of it."""

    document: UUID
    dossier_number: str
    procedure: str
    number: str
    agency: str
    agency_id: UUID | None
    issued_at: datetime | None
    standing: Standing | None
    is_copy: bool = False


def by_code(code: str, at: datetime) -> Issued | None:
    """Return the paper that carries a QR code, also one that was replaced since."""
    result = _results().filter(verify_code=code, document__isnull=False).first()
    if result is not None:
        return _of_result(result, at)
    old = _corrections().filter(old_verify_code=code, issued_at__isnull=False).first()
    if old is not None:
        return _of_old(old, at)
    copy = _copies().filter(verify_code=code).first()
    return _of_copy(copy, at) if copy is not None else None


def by_document(document: UUID, at: datetime) -> Issued | None:
    """Return the paper that a kept document is."""
    result = _results().filter(document=document).first()
    if result is not None:
        return _of_result(result, at)
    old = _corrections().filter(old_document=document, issued_at__isnull=False).first()
    if old is not None:
        return _of_old(old, at)
    copy = _copies().filter(document=document).first()
    return _of_copy(copy, at) if copy is not None else None


def _results() -> QuerySet[Result]:
    return Result.objects.select_related(
        "dossier", "dossier__procedure", "dossier__settling_agency"
    )


def _corrections() -> QuerySet[Correction]:
    return Correction.objects.select_related(
        "dossier", "dossier__procedure", "dossier__settling_agency"
    )


def _copies() -> QuerySet[CertifiedCopy]:
    return CertifiedCopy.objects.select_related("entry", "entry__agency")


def _of_result(result: Result, at: datetime) -> Issued:
    assert result.document is not None
    return _of_dossier(result.dossier, result.document, result.number or "", result.issued_at, at)


def _of_old(old: Correction, at: datetime) -> Issued:
    assert old.old_document is not None
    return _of_dossier(old.dossier, old.old_document, old.old_number, old.old_issued_at, at)


def _of_dossier(
    dossier: Dossier, document: UUID, number: str, issued_at: datetime | None, at: datetime
) -> Issued:
    entry = entry_of_document(document, dossier.id)
    return Issued(
        document=document,
        dossier_number=dossier.number or "",
        procedure=dossier.procedure.name,
        number=number,
        agency=dossier.settling_agency.name if dossier.settling_agency else "",
        agency_id=dossier.settling_agency_id,
        issued_at=issued_at,
        standing=entry.standing(localdate(at)) if entry else None,
    )


def _of_copy(copy: CertifiedCopy, at: datetime) -> Issued:
    entry: Entry = copy.entry
    return Issued(
        document=copy.document,
        dossier_number="",
        procedure=entry.name,
        number=copy.number,
        agency=entry.agency.name,
        agency_id=entry.agency_id,
        issued_at=copy.issued_at,
        standing=entry.standing(localdate(at)),
        is_copy=True,
    )
