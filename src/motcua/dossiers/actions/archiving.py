"""Handing a closed dossier to the archive as one sealed package."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from motcua.documents.actions import keep
from motcua.dossiers.archive.covers import sealed_cover
from motcua.dossiers.archive.gathering import events_of, manifest_of, parts_of
from motcua.dossiers.archive.package_rules import COVER, NotEnded, Package
from motcua.dossiers.holding import held
from motcua.dossiers.permissions import require_archivist
from motcua.dossiers.rules import may_be_archived
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId

PDF = "application/pdf"


@transaction.atomic
def archive(dossier_id: DossierId, *, by: Actor, at: datetime) -> Package:
    """Make the package of a dossier that has ended (nộp lưu): files, what is known of it, hashes,
    signatures and what happened, under the seal of the agency that settled it.

    The sealed list stays in the dossier, so that it is known ever after what was handed over; the
    package itself is written by whoever asked for it. A second package is made anew. Only the
    records clerk there, and the installation itself (Luật Lưu trữ 2024; TT 13/2023/TT-BNV).
    """
    dossier = held(by, dossier_id)
    require_archivist(by, dossier)
    if not may_be_archived(dossier.status):
        raise NotEnded
    parts = parts_of(dossier)
    manifest = manifest_of(dossier, parts, at)
    events = len(events_of(dossier))
    cover, certificate = sealed_cover(dossier, manifest, parts, events, at)
    document = keep(COVER, cover, PDF, purpose="package", subject=dossier.id, by=by, at=at)
    facts = {"document": document.id, "certificate": certificate.serial, "parts": len(parts)}
    digest = sha256(manifest).hexdigest()
    record("dossier.archived", dossier.id, by=by, at=at, manifest=digest, **facts)
    return Package(str(dossier), manifest, cover, parts)
