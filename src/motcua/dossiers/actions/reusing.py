"""Filing a paper that the applicant gave before: out of their store, with their consent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.documents.store_rules import ConsentMissing
from motcua.dossiers.applicants import in_whose_name
from motcua.dossiers.helping import reopen_question
from motcua.dossiers.holding import held
from motcua.dossiers.models import Attachment
from motcua.dossiers.opening import require_component
from motcua.dossiers.permissions import require_filer
from motcua.dossiers.reuse import take_out
from motcua.dossiers.rules import LABELS, IllegalTransition, Status
from motcua.dossiers.supplementing import require_paper_marked
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from motcua.procedures.queries import terms

BEING_WRITTEN = frozenset({Status.DRAFT, Status.SUPPLEMENTING})


@transaction.atomic
def attach_stored(
    dossier_id: DossierId,
    *,
    component: str,
    paper: UUID,
    consented: bool,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Put a paper of the applicant's store under a component; twice is as good as once.

    Only the applicant, or the desk with their consent; never who merely fills in for them (NĐ
    45/2020/NĐ-CP art. 16; Luật Bảo vệ dữ liệu cá nhân 2025); for an organisation under a mandate
    that reaches to its store.
    """
    dossier = held(by, dossier_id)
    require_filer(by, dossier)
    agrees = dossier.applicant_id if by.is_officer else by.who
    in_whose_name(by, agrees, dossier.organisation_id, localdate(at), store=True)
    if Status(dossier.status) not in BEING_WRITTEN:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="đang kê khai")
    require_paper_marked(dossier, component, by)
    require_component(terms(dossier.procedure_id), component)
    if not consented:
        raise ConsentMissing
    filed = Attachment.objects.filter(dossier=dossier, component=component, replaced_at=None)
    there = filed.filter(stored=paper).first()
    if there is not None:
        return there
    reopen_question(dossier)
    document = take_out(dossier, paper, component, by, at)
    return Attachment.objects.create(
        dossier=dossier,
        component=component,
        document=document.id,
        name=document.name,
        originals=1,
        added_at=at,
        stored=paper,
    )
