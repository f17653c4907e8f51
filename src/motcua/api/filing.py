"""Filing: in one call, or as a draft that is written in several."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from motcua.api.answers import answer, nothing
from motcua.api.identity import actor_of
from motcua.api.parameters import Key
from motcua.api.routing import router
from motcua.api.shapes import acts
from motcua.api.shapes.dossiers import AttachmentShown, DossierShown
from motcua.api.showing import shown
from motcua.documents.queries import documents_by_id
from motcua.dossiers import actions
from motcua.dossiers.actions import Filing, Sheet
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.kernel.ids import AgencyId, DossierId, PersonId
from motcua.procedures.queries import terms

TAGS = ["filing"]
OF_THE_BODY = frozenset(acts.FilingAsked.model_fields) | {"component"}


def _by_path(refusal: InvalidInput) -> InvalidInput:
    """Return a refusal whose paths begin at the body: fields of the form are its answers."""
    return InvalidInput(
        {
            path if path in OF_THE_BODY else f"answers.{path}": sentence
            for path, sentence in refusal.errors.items()
        }
    )


@router.post(
    "/dossiers",
    response={201: DossierShown},
    operation_id="fileDossier",
    tags=TAGS,
    summary="File a whole application",
)
def file_dossier(request: HttpRequest, filing: acts.FilingAsked, key: Key) -> HttpResponse:
    """Hand in an application in one call: online in one's own name, or at one's counter.

    Upload the files first. Nothing is stored when anything is refused.
    """
    by = actor_of(request)
    whole = Filing(
        procedure=filing.procedure,
        case=filing.case,
        answers=filing.answers,
        sheets=[
            Sheet(one.component, one.document, one.name, one.originals, one.copies)
            for one in filing.attachments
        ],
        commune=filing.commune,
        channel=filing.channel,
        result_channel=filing.result_channel,
        result_address=filing.result_address,
        key=key,
        applicant=PersonId(filing.applicant) if filing.applicant else None,
        organisation=filing.organisation,
        assisted=filing.assisted,
    )
    try:
        dossier = actions.file(whole, by=by, at=now())
    except InvalidInput as refusal:
        raise _by_path(refusal) from refusal
    return answer(shown(dossier, by), 201, dossier.revision)


@router.post(
    "/drafts",
    response={201: DossierShown},
    operation_id="openDraft",
    tags=TAGS,
    summary="Open a draft",
)
def open_draft(request: HttpRequest, draft: acts.DraftAsked) -> HttpResponse:
    """Begin an application that is written in several calls; nothing is owed yet."""
    by = actor_of(request)
    dossier = actions.open_draft(
        terms(draft.procedure).version,
        case=draft.case,
        answers=draft.answers,
        by=by,
        at=now(),
    )
    return answer(shown(dossier, by), 201, dossier.revision)


@router.patch(
    "/dossiers/{uuid:dossier_id}/answers",
    response=DossierShown,
    operation_id="saveAnswers",
    tags=TAGS,
    summary="Keep answers of a draft or a supplement",
)
def save_answers(request: HttpRequest, dossier_id: UUID, given: acts.AnswersGiven) -> HttpResponse:
    """Keep what is answered so far, right or wrong; it is checked when handed in."""
    by = actor_of(request)
    dossier = actions.save_answers(DossierId(dossier_id), answers=given.answers, by=by, at=now())
    return answer(shown(dossier, by), revision=dossier.revision)


@router.put(
    "/dossiers/{uuid:dossier_id}/choices",
    response=DossierShown,
    operation_id="chooseOptions",
    tags=TAGS,
    summary="Choose the case, the commune and how the result comes",
)
def choose_options(
    request: HttpRequest, dossier_id: UUID, choices: acts.ChoicesAsked
) -> HttpResponse:
    """Note what the applicant chose; a draft needs it before it is handed in."""
    by = actor_of(request)
    dossier = actions.choose(
        DossierId(dossier_id),
        case=choices.case,
        commune=AgencyId(choices.commune) if choices.commune else None,
        result_channel=choices.result_channel,
        result_address=choices.result_address,
        by=by,
        at=now(),
    )
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    "/dossiers/{uuid:dossier_id}/attachments",
    response={201: AttachmentShown},
    operation_id="attachDocument",
    tags=TAGS,
    summary="Put an uploaded document under a component",
)
def attach_document(
    request: HttpRequest, dossier_id: UUID, paper: acts.AttachmentAsked
) -> HttpResponse:
    """Tie a document to a draft or a supplement; twice is as good as once."""
    document = documents_by_id([paper.document]).get(paper.document)
    if document is None:
        raise NotFound
    kept = actions.attach(
        DossierId(dossier_id),
        component=paper.component,
        document=document,
        by=actor_of(request),
        at=now(),
    )
    shape = AttachmentShown(
        id=kept.id,
        component=kept.component,
        document=kept.document,
        name=kept.name,
        originals=kept.originals,
        copies=kept.copies,
        added_at=kept.added_at,
    )
    return answer(shape, 201)


@router.api_operation(
    ["DELETE"],
    "/dossiers/{uuid:dossier_id}/attachments/{uuid:attachment_id}",
    response={204: None},
    operation_id="detachDocument",
    tags=TAGS,
    summary="Take a paper out again",
)
def detach_document(request: HttpRequest, dossier_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a paper out of a draft; one already handed in is kept, marked as replaced."""
    actions.detach(DossierId(dossier_id), attachment=attachment_id, by=actor_of(request), at=now())
    return nothing()


@router.api_operation(
    ["DELETE"],
    "/dossiers/{uuid:dossier_id}",
    response={204: None},
    operation_id="discardDraft",
    tags=TAGS,
    summary="Throw a draft away",
)
def discard_draft(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Discard a draft with what was written in it; only drafts can go."""
    actions.discard_draft(DossierId(dossier_id), by=actor_of(request), at=now())
    return nothing()


@router.post(
    "/dossiers/{uuid:dossier_id}/submit",
    response=DossierShown,
    operation_id="submitDossier",
    tags=TAGS,
    summary="Hand in a draft",
)
def submit_dossier(request: HttpRequest, dossier_id: UUID, key: Key) -> HttpResponse:
    """Check a draft whole and hand it in; wrong answers come back by path."""
    by = actor_of(request)
    try:
        dossier = actions.submit(DossierId(dossier_id), key=key, by=by, at=now())
    except InvalidInput as refusal:
        raise _by_path(refusal) from refusal
    return answer(shown(dossier, by), revision=dossier.revision)
