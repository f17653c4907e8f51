"""The legal clock: why a dossier is due when it is, obligations, and the apology for lateness."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from motcua.api.answers import answer
from motcua.api.identity import actor_of
from motcua.api.parameters import IfMatch, revision_in
from motcua.api.routing import router
from motcua.api.shapes import acts
from motcua.api.shapes.lateness import (
    ApologyWritten,
    DayShown,
    DueMoved,
    ObligationShown,
    ReckoningShown,
)
from motcua.dossiers import actions
from motcua.dossiers.actions import ApologyText
from motcua.dossiers.apologies import ApologyShown, apology_of, promised
from motcua.dossiers.clock import explained
from motcua.dossiers.models import Obligation
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.recounts import due_history
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId

TAGS = ["lateness"]


@router.get(
    "/dossiers/{uuid:dossier_id}/reckoning",
    response=ReckoningShown,
    operation_id="readReckoning",
    tags=TAGS,
    summary="Why a dossier is due when it is",
)
def read_reckoning(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Return the first and the present due moment, every move with its cause, and the days."""
    dossier = dossier_for(actor_of(request), dossier_id)
    told = explained(dossier)
    if told is None:
        raise NotFound
    apology = promised(dossier.id)
    return answer(
        ReckoningShown(
            original_due_at=dossier.original_due_at,
            due_at=dossier.due_at,
            promised_at=apology.new_due_at if apology else None,
            moves=[
                DueMoved(at=one.at, cause=one.cause, old=one.old_due_at, new=one.new_due_at)
                for one in due_history(dossier)
            ],
            days=[DayShown(day=one.day, counted=one.counted, why=one.why) for one in told.days],
        )
    )


@router.post(
    "/dossiers/{uuid:dossier_id}/write-apology",
    response={201: ApologyWritten},
    operation_id="writeApology",
    tags=TAGS,
    summary="Write the apology for a late dossier",
)
def write_apology(request: HttpRequest, dossier_id: UUID, told: acts.ApologyAsked) -> HttpResponse:
    """Name a cause, who answers for it, and the one new day; the limit itself stays."""
    text = ApologyText(told.cause, told.new_due_at, told.responsible, told.explanation)
    actions.write_apology(DossierId(dossier_id), text, by=actor_of(request), at=now())
    return answer(_written(apology_of(dossier_id)), 201)


@router.post(
    "/dossiers/{uuid:dossier_id}/sign-apology",
    response=ApologyWritten,
    operation_id="signApology",
    tags=TAGS,
    summary="Sign the apology",
)
def sign_apology(request: HttpRequest, dossier_id: UUID, read: acts.SigningAsked) -> HttpResponse:
    """Sign what was read: `written_at` of writeApology; a later writing is refused."""
    actions.sign_apology(
        DossierId(dossier_id), written_at=read.written_at, by=actor_of(request), at=now()
    )
    return answer(_written(apology_of(dossier_id)))


def _written(found: ApologyShown | None) -> ApologyWritten:
    assert found is not None  # it was written or signed just now
    return ApologyWritten(
        cause=found.cause_code,
        explanation=found.explanation,
        responsible=found.responsible,
        old_due_at=found.old_due_at,
        new_due_at=found.new_due_at,
        written_at=found.written_at,
        signed_at=found.signed_at,
    )


@router.post(
    "/dossiers/{uuid:dossier_id}/demand-payment",
    response={201: ObligationShown},
    operation_id="demandPayment",
    tags=TAGS,
    summary="Have the applicant meet a financial obligation",
)
def demand_payment(
    request: HttpRequest, dossier_id: UUID, told: acts.ObligationAsked, if_match: IfMatch
) -> HttpResponse:
    """Name the notice; the clock does what the procedure says, by its legal basis."""
    demanded = actions.demand_payment(
        DossierId(dossier_id),
        notice=told.notice,
        revision=revision_in(if_match),
        by=actor_of(request),
        at=now(),
    )
    return answer(_obligation(demanded), 201)


@router.post(
    "/dossiers/{uuid:dossier_id}/confirm-obligation",
    response=ObligationShown,
    operation_id="confirmObligation",
    tags=TAGS,
    summary="Note that a financial obligation was met",
)
def confirm_obligation(
    request: HttpRequest, dossier_id: UUID, told: acts.ProofAsked
) -> HttpResponse:
    """Name the voucher; the clock runs again."""
    met = actions.confirm_obligation(
        DossierId(dossier_id), proof=told.proof, by=actor_of(request), at=now()
    )
    return answer(_obligation(met))


def _obligation(one: Obligation) -> ObligationShown:
    return ObligationShown(
        id=one.id,
        notice=one.notice,
        demanded_at=one.demanded_at,
        proof=one.proof,
        met_at=one.met_at,
    )
