"""The list of what a package holds, drawn and sealed by the agency that hands it to the archive."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localtime

from motcua.documents.paper import draw
from motcua.dossiers.archive.package_rules import Part, SealMissing
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import LABELS, Status
from motcua.organisations.models import Agency
from motcua.procedures.queries import terms
from motcua.results.copies import seal_stamp
from motcua.signing.models import Certificate
from motcua.signing.pades import sign
from motcua.signing.providers import is_local
from motcua.signing.queries import certificate_of
from motcua.signing.rules import KeyElsewhere, NoCertificate

PAPER = Path(__file__).parents[1] / "paper" / "archive_list.typ"
REASON = "Đóng dấu mục lục hồ sơ nộp lưu trữ"


@lru_cache(maxsize=1)
def _template() -> str:
    return PAPER.read_text(encoding="utf-8")


def sealed_cover(
    dossier: Dossier, manifest: bytes, parts: Sequence[Part], events: int, at: datetime
) -> tuple[bytes, Certificate]:
    """Return the sealed list of a package, and the certificate that sealed it."""
    assert dossier.settling_agency_id is not None
    agency = Agency.objects.get(pk=dossier.settling_agency_id)
    try:
        certificate = certificate_of(agency.id, "seal", agency.name, at)
    except NoCertificate as refusal:
        raise SealMissing(agency=agency.name) from refusal
    if not is_local(certificate):
        raise KeyElsewhere(who=agency.name)
    drawn = draw(_template(), _facts(dossier, agency, manifest, parts, events, at))
    stamp = seal_stamp(drawn, agency.name, at, "Đã ký số, nộp lưu trữ")
    return sign(drawn, certificate, field="Seal", reason=REASON, stamp=stamp, at=at), certificate


def _facts(
    dossier: Dossier,
    agency: Agency,
    manifest: bytes,
    parts: Sequence[Part],
    events: int,
    at: datetime,
) -> dict[str, object]:
    kept = terms(dossier.procedure_id)
    return {
        "agency": agency.name,
        "code": str(dossier),
        "procedure": kept.version.name,
        "procedure_code": kept.code,
        "applicant": dossier.applicant_name,
        "received": _day(dossier.officially_received_at or dossier.submitted_at),
        "ended": _day(dossier.delivered_at or dossier.decided_at or at),
        "status": LABELS[Status(dossier.status)],
        "made": f"{localtime(at):%H:%M ngày %d/%m/%Y}",
        "parts": [part.described() for part in parts],
        "events": events,
        "manifest": sha256(manifest).hexdigest(),
        "is_sample": settings.IS_SAMPLE,
    }


def _day(moment: datetime | None) -> str:
    return f"{localtime(moment):%d/%m/%Y}" if moment else "–"
