"""Electronic copies of papers that a dossier has on paper."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.dossiers.holding import held
from motcua.dossiers.models import Attachment
from motcua.dossiers.opening import require_component
from motcua.dossiers.permissions import require_concerned
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from motcua.procedures.queries import terms


@transaction.atomic
def attach_scan(
    dossier_id: DossierId,
    *,
    component: str,
    document: UUID,
    name: str,
    earlier: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Put the electronic copy of a paper beside the sheet that was handed over.

    `earlier` is the same copy without the agency's signature, which this one follows. The state of
    the dossier does not matter: paper may be digitised at any time (TT 01/2023/TT-VPCP, art. 4).
    """
    dossier = held(by, dossier_id)
    require_concerned(by, dossier)
    require_component(terms(dossier.procedure_id), component)
    papers = Attachment.objects.filter(dossier=dossier, component=component, replaced_at=None)
    sheet = papers.filter(document=earlier).order_by("added_at", "id").first()
    if sheet is None:
        sheet = Attachment(dossier=dossier, component=component, originals=1, added_at=at)
    sheet.document, sheet.name = document, name
    sheet.save()
    record("paper.attached", dossier.id, by=by, at=at, component=component, document=document)
    return sheet
