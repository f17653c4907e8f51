"""Papers of the applicant's store in a dossier: what is offered, how it is taken, who used it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from motcua.documents.models import Document, PaperUse
from motcua.documents.personal.actions import note_read, use_in_dossier
from motcua.documents.personal.queries import Offered, kinds_of, offered, paper_of, uses_of
from motcua.documents.store_rules import NotOfThisKind, Owner, Use
from motcua.dossiers.models import Attachment, Dossier, Result
from motcua.dossiers.permissions import is_theirs
from motcua.dossiers.rules import LABELS, Status
from motcua.kernel.actors import Actor, Scope
from motcua.organisations.queries import agency_names, officer_names
from motcua.people.queries import names_of
from motcua.procedures.queries import Terms, terms


@dataclass(frozen=True, slots=True)
class UseShown:
    """One use of a stored paper as its owner reads it."""

    at: datetime
    use: str
    purpose: str
    who: str
    agency: str
    dossier: UUID | None
    code: str
    decision: str


def offers(owner: Owner, kept: Terms, at: datetime) -> Mapping[str, Sequence[Offered]]:
    """Return by component what a store holds for it; the caller has checked that it may be seen."""
    return offered(owner, kept.code, localdate(at))


def may_offer(by: Actor, dossier: Dossier) -> bool:
    """Say whether a citizen may be shown what the store behind their dossier holds: not who fills
    in for another, nor under a mandate that does not reach so far."""
    return is_theirs(by, dossier) and by.scope is not Scope.FILING


def take_out(dossier: Dossier, paper: UUID, component: str, by: Actor, at: datetime) -> Document:
    """Take a paper out of the applicant's store into a dossier, with consent and purpose kept.

    Refused is a paper of another kind than those that meet the component.
    """
    kept = terms(dossier.procedure_id)
    found = paper_of(dossier.owner, paper)
    if found.kind_code not in kinds_of(kept.code).get(component, set()):
        raise NotOfThisKind
    purpose = f"Giải quyết hồ sơ {dossier.submission_code}: {kept.version.name}"
    return use_in_dossier(
        paper,
        owner=dossier.owner,
        dossier=dossier.id,
        purpose=purpose,
        consented=True,
        by=by,
        at=at,
    )


def note_opened(dossier: Dossier, document: Document, *, by: Actor, at: datetime) -> None:
    """Leave in the applicant's store that a paper of it was opened in this dossier.

    Nothing happens for papers that came with the dossier.
    """
    papers = Attachment.objects.filter(dossier=dossier, document=document.id)
    stored = papers.exclude(stored=None).values_list("stored", flat=True).first()
    if stored is not None:
        purpose = f"Giải quyết hồ sơ {dossier}"
        note_read(stored, dossier=dossier.id, purpose=purpose, by=by, at=at)


def uses_in_words(paper: UUID, reader: UUID) -> list[UseShown]:
    """Return who used a paper of a store, when, why, in which dossier, and how that ended.

    The reader themselves is not named; who else acts for the owner is.
    """
    uses = uses_of(paper)
    dossiers = Dossier.objects.in_bulk([use.dossier for use in uses if use.dossier])
    results = Result.objects.filter(issued_at__isnull=False).in_bulk(list(dossiers))
    names = officer_names(use.by for use in uses if use.agency) | names_of(
        use.by for use in uses if not use.agency and use.by != reader
    )
    agencies = agency_names(use.agency for use in uses)
    return [
        UseShown(
            at=use.at,
            use=Use(use.use).label,
            purpose=use.purpose,
            who=_who(use, reader, names),
            agency=agencies.get(use.agency, "") if use.agency else "",
            dossier=use.dossier if use.dossier in dossiers else None,
            code=str(dossiers[use.dossier]) if use.dossier in dossiers else "",
            decision=_decision(dossiers.get(use.dossier), results.get(use.dossier))
            if use.dossier
            else "",
        )
        for use in uses
    ]


def _who(use: PaperUse, reader: UUID, names: Mapping[UUID, str]) -> str:
    if use.by == reader and use.agency is None:
        return ""
    return names.get(use.by, "") if use.by else ""


def _decision(dossier: Dossier | None, result: Result | None) -> str:
    """Say what the use supported: how the dossier ended, or where it stands."""
    if dossier is None:
        return ""
    if result is None:
        return LABELS[Status(dossier.status)]
    granted = "Đã cấp kết quả" if result.granted else "Đã từ chối cấp"
    return f"{granted}, số {result.number}"
