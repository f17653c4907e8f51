"""Reading personal stores: one's own, and what may be offered for a component."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from motcua.documents.store_rules import Owner, Worth
from motcua.documents.stored_papers import ComponentKind, PaperUse, StoredPaper
from motcua.kernel.actors import Actor, Scope
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.sealing import Sealed
from motcua.people.organisation_rules import StoreNotInMandate
from motcua.people.sealing import sealer

MOST_USES = 200


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper of the store that fits a component, and whether it still counts."""

    paper: StoredPaper
    worth: Worth

    @property
    def is_usable(self) -> bool:
        """Say whether it may be filed."""
        return self.worth is Worth.IN_FORCE and self.paper.document_id is not None


def in_name(by: Actor) -> Owner:
    """Return in whose name a citizen acts: their own, or that of an organisation."""
    return Owner(organisation=by.organisation) if by.organisation else Owner(person=by.who)


def owner_of(by: Actor) -> Owner:
    """Return whose store somebody may open: their own, or that of the organisation they act for.

    Refused are officers, who have no store while in office, and a mandate that does not reach so
    far.
    """
    if by.is_officer:
        raise NotPermitted
    if by.organisation is not None and by.scope is not Scope.FULL:
        raise StoreNotInMandate
    return in_name(by)


def papers_of_owner(owner: Owner) -> list[StoredPaper]:
    """Return what is in a store, the latest put in first."""
    found = StoredPaper.objects.of(owner)
    return list(found.select_related("document__file").order_by("-put_at", "-id"))


def paper_of(owner: Owner, paper: UUID) -> StoredPaper:
    """Return one paper of a store, or say that there is none."""
    found = StoredPaper.objects.of(owner).filter(pk=paper)
    one = found.select_related("document__file").first()
    if one is None:
        raise NotFound
    return one


def uses_of(paper: UUID) -> list[PaperUse]:
    """Return what was done with a paper, the latest first, as far back as a page shows."""
    return list(PaperUse.objects.filter(paper=paper).order_by("-at", "-id")[:MOST_USES])


def stored_by_id(papers: Iterable[UUID | None]) -> dict[UUID, StoredPaper]:
    """Return stored papers by id, removed ones too: where they were filed, they stay filed."""
    wanted = [paper for paper in papers if paper is not None]
    return StoredPaper.objects.in_bulk(wanted) if wanted else {}


def stored_of_entry(entry: UUID) -> StoredPaper | None:
    """Return the stored copy of a line of the register of results."""
    return StoredPaper.objects.filter(entry=entry).first()


def kinds_of(procedure_code: str) -> dict[str, set[str]]:
    """Return by component which kinds of paper meet it."""
    kinds: dict[str, set[str]] = defaultdict(set)
    rows = ComponentKind.objects.filter(procedure_code=procedure_code)
    for component, kind in rows.values_list("component", "kind_id"):
        kinds[component].add(kind)
    return kinds


def offered(owner: Owner, procedure_code: str, day: date) -> Mapping[str, list[Offered]]:
    """Return by component what a store holds of the kinds that meet it.

    Two statements, none more without such papers. What does not count any more comes too, last,
    so that a page can say why it is not offered.
    """
    kinds = kinds_of(procedure_code)
    if not kinds:
        return {}
    wanted = {kind for some in kinds.values() for kind in some}
    found = [
        Offered(paper, paper.worth(day))
        for paper in StoredPaper.objects.of(owner)
        .filter(kind_code__in=wanted)
        .select_related("document__file")
    ]
    found.sort(key=lambda one: (not one.is_usable, -one.paper.put_at.timestamp()))
    return {
        component: fitting
        for component, some in kinds.items()
        if (fitting := [one for one in found if one.paper.kind_code in some])
    }


def data_of(paper: StoredPaper) -> dict[str, object]:
    """Open what was taken from a paper. The caller has checked that the reader may see it."""
    if paper.sealed is None or paper.wrapped_key is None:
        return {}
    sealed = Sealed(bytes(paper.wrapped_key), bytes(paper.sealed))
    opened: dict[str, object] = dict(sealer().unseal(sealed, paper.id.bytes))  # type: ignore[call-overload]
    return opened


def papers_with_data(owner: Owner, day: date) -> list[StoredPaper]:
    """Return the papers in force of which the data are known, the latest first."""
    found = StoredPaper.objects.of(owner).filter(sealed__isnull=False)
    return [
        paper for paper in found.order_by("-put_at", "-id") if paper.worth(day) is Worth.IN_FORCE
    ]
