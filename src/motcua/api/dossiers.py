"""Reading dossiers: lists, one, its answers, its story."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Query

from motcua.api.answers import answer
from motcua.api.identity import actor_of, officer_of
from motcua.api.paging import after_of, cursor_of
from motcua.api.parameters import Cursor, Search
from motcua.api.routing import router
from motcua.api.shapes import dossiers as shapes
from motcua.api.showing import row, whole
from motcua.dossiers.content import answers_of
from motcua.dossiers.lists import at_reception, page_of_mine
from motcua.dossiers.permissions import require_counter
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.rules import Status
from motcua.dossiers.timeline import moments, steps
from motcua.privacy.actions import find

TAGS = ["dossiers"]


@router.get(
    "/me",
    response=shapes.Myself,
    operation_id="readMyself",
    tags=TAGS,
    summary="Who this token speaks for",
)
def read_myself(request: HttpRequest) -> HttpResponse:
    """The person, the agency acted for, and the roles held there today."""
    by = actor_of(request)
    assert by.person is not None
    roles = sorted(role.value for role in by.roles)
    return answer(shapes.Myself(person=by.person, agency=by.agency, roles=roles))


@router.get(
    "/dossiers",
    response=shapes.DossierPage,
    operation_id="listMyDossiers",
    tags=TAGS,
    summary="List one's own dossiers",
)
def list_my_dossiers(request: HttpRequest, cursor: Cursor) -> HttpResponse:
    """The applicant's dossiers, drafts included, the newest first."""
    page, after = page_of_mine(actor_of(request), after_of(cursor))
    return answer(shapes.DossierPage(items=[row(one) for one in page], next=cursor_of(after)))


@router.get(
    "/desk/dossiers",
    response=shapes.DossierPage,
    operation_id="listDeskDossiers",
    tags=TAGS,
    summary="List what waits at one's desk",
)
def list_desk_dossiers(
    request: HttpRequest,
    status: Annotated[
        Literal["submitted", "supplementing", "decided"],
        Query("submitted", description="Filings to accept, answers awaited, results to return."),
    ],
    cursor: Cursor,
) -> HttpResponse:
    """Dossiers that one's one-stop shop received, longest waiting first."""
    by = officer_of(request)
    require_counter(by)
    page, after = at_reception(by, Status(status), after_of(cursor))
    return answer(shapes.DossierPage(items=[row(one) for one in page], next=cursor_of(after)))


@router.get(
    "/dossiers/search",
    response=shapes.DossierPage,
    operation_id="searchDossiers",
    tags=TAGS,
    summary="Search the dossiers one may see",
)
def search_dossiers(request: HttpRequest, q: Search) -> HttpResponse:
    """By exact number, submission code or tax code, else by words of the applicant's name; at most
    fifty."""
    found = find(q, by=actor_of(request), at=now())
    return answer(shapes.DossierPage(items=[row(one) for one in found], next=None))


@router.get(
    "/dossiers/{uuid:dossier_id}",
    response=shapes.DossierWhole,
    operation_id="readDossier",
    tags=TAGS,
    summary="Read a dossier",
)
def read_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier with its papers, requests, refusal and result; foreign ones do not exist."""
    by = actor_of(request)
    dossier = dossier_for(by, dossier_id)
    return answer(whole(dossier, by), revision=dossier.revision)


@router.get(
    "/dossiers/{uuid:dossier_id}/answers",
    response=shapes.AnswersShown,
    operation_id="readAnswers",
    tags=TAGS,
    summary="Read what the applicant stated",
)
def read_answers(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The answers by field of the procedure's form."""
    dossier = dossier_for(actor_of(request), dossier_id)
    return answer(shapes.AnswersShown(answers=answers_of(dossier)))


@router.get(
    "/dossiers/{uuid:dossier_id}/timeline",
    response=shapes.Timeline,
    operation_id="readTimeline",
    tags=TAGS,
    summary="Read the story of a dossier and the steps of its process",
)
def read_timeline(
    request: HttpRequest,
    dossier_id: UUID,
    language: Annotated[Literal["vi", "en"], Query("vi")],
) -> HttpResponse:
    """What happened, oldest first, and the process with the step it is at."""
    by = actor_of(request)
    dossier = dossier_for(by, dossier_id)
    story = moments(dossier, for_officers=by.is_officer, language=language)
    return answer(
        shapes.Timeline(
            moments=[
                shapes.MomentShown(at=one.at, words=one.words, detail=one.detail, who=one.who)
                for one in story
            ],
            steps=[
                shapes.StepShown(label=one.label, agency=one.agency, state=one.state, at=one.at)
                for one in steps(dossier, language)
            ],
        )
    )
