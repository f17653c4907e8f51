"""What was corrected under a request for supplement: before and after, each with who and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.dossiers.comparing import Compared, differences
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import AnswersVersion, Attachment, Dossier, SupplementRequest
from motcua.kernel.sealing import Sealed
from motcua.people.sealing import sealer
from motcua.procedures.queries import terms


@dataclass(frozen=True, slots=True)
class PaperAmended:
    """A component whose papers changed: those set aside, and those that came."""

    name: str
    before: Sequence[Attachment]
    after: Sequence[Attachment]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What was corrected under one request."""

    answers: Sequence[Compared]
    papers: Sequence[PaperAmended]
    stated_by: UUID | None
    stated_at: datetime | None
    answered_by: UUID | None


def amendments_of(
    dossier: Dossier, requests: Sequence[SupplementRequest]
) -> Mapping[UUID, Amendment]:
    """Return what was corrected under each request; three statements however many there are."""
    if not requests:
        return {}
    kept = {
        version.request_id: version
        for version in AnswersVersion.objects.filter(dossier=dossier).order_by("stated_at")
    }
    papers = list(Attachment.objects.filter(dossier=dossier).order_by("added_at", "id"))
    later, found = answers_of(dossier), {}
    for request in reversed(requests):
        version = kept.get(request.id)
        before = _opened(version) if version else later
        found[request.id] = Amendment(
            differences(dossier, before, later),
            _papers(dossier, request, papers),
            version.stated_by if version else None,
            version.stated_at if version else None,
            request.answered_by,
        )
        later = before
    return found


def _opened(version: AnswersVersion) -> dict[str, object]:
    sealed = Sealed(bytes(version.wrapped_key), bytes(version.sealed))
    value = sealer().unseal(sealed, version.dossier_id.bytes)
    return dict(value)  # type: ignore[call-overload, no-any-return]


def _papers(
    dossier: Dossier, request: SupplementRequest, papers: Sequence[Attachment]
) -> list[PaperAmended]:
    began, ended = request.requested_at, request.answered_at
    gone: dict[str, list[Attachment]] = {}
    came: dict[str, list[Attachment]] = {}
    for paper in papers:
        if paper.replaced_at and began <= paper.replaced_at and _by(paper.replaced_at, ended):
            gone.setdefault(paper.component, []).append(paper)
        if began <= paper.added_at and _by(paper.added_at, ended):
            came.setdefault(paper.component, []).append(paper)
    names = {c.code: c.name["vi"] for c in terms(dossier.procedure_id).components}
    return [
        PaperAmended(names.get(code, code), gone.get(code, []), came.get(code, []))
        for code in dict.fromkeys([*gone, *came])
    ]


def _by(moment: datetime, ended: datetime | None) -> bool:
    return ended is None or moment <= ended
