"""Reading who has looked, and what of it is unusual."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from motcua.dossiers.lists import PAGE, After
from motcua.dossiers.models import Dossier
from motcua.kernel.errors import NotFound
from motcua.privacy.models import DataRequest, Finding, Look

MOST_LOOKS = 200


def looks_of(dossier: UUID) -> list[Look]:
    """Return who was shown a dossier, the latest first."""
    return list(Look.objects.filter(dossier=dossier).order_by("-at", "-id")[:MOST_LOOKS])


def findings_page(state: str, after: After | None) -> tuple[list[Finding], After | None]:
    """Return a page of findings, those that wait or those that were judged, the newest first."""
    found = Finding.objects.filter(state=state).order_by("-found_at", "-id")
    if after is not None and after.due_at is not None:
        found = found.filter(
            Q(found_at__lt=after.due_at) | Q(found_at=after.due_at, id__lt=after.id)
        )
    page = list(found[: PAGE + 1])
    if len(page) <= PAGE:
        return page, None
    return page[:PAGE], After(page[PAGE - 1].found_at, page[PAGE - 1].id)


def finding_of(finding_id: UUID) -> Finding:
    """Return a finding; the caller has checked that the reader oversees."""
    found = Finding.objects.filter(pk=finding_id).first()
    if found is None:
        raise NotFound
    return found


def named(dossiers: Sequence[UUID]) -> list[Dossier]:
    """Return some dossiers of a finding in the order in which they were read."""
    found = Dossier.objects.only("id", "number", "submission_code").in_bulk(dossiers)
    return [found[one] for one in dossiers if one in found]


def requests_of(person: UUID) -> list[DataRequest]:
    """Return what somebody has asked about their data, the newest first."""
    return list(DataRequest.objects.filter(person=person).order_by("-asked_at")[:PAGE])


def requests_open(after: After | None) -> tuple[list[DataRequest], After | None]:
    """Return a page of requests that wait, the most urgent first, and where the next begins."""
    found = DataRequest.objects.filter(state="open").order_by("due_at", "id")
    if after is not None and after.due_at is not None:
        found = found.filter(Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, id__gt=after.id))
    page = list(found[: PAGE + 1])
    if len(page) <= PAGE:
        return page, None
    return page[:PAGE], After(page[PAGE - 1].due_at, page[PAGE - 1].id)


def requests_ended() -> list[DataRequest]:
    """Return the requests that were ended last."""
    found = DataRequest.objects.exclude(state="open")
    return list(found.order_by("-ended_at")[:PAGE])


def request_of(request_id: UUID) -> DataRequest:
    """Return a request; the caller has checked that the reader answers for them."""
    found = DataRequest.objects.filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found
