"""For everybody, without a token: is a paper genuine, and where does a dossier stand."""

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Path, UploadedFile
from pydantic import StringConstraints

from motcua.api.answers import answer
from motcua.api.identity import ANONYMOUS, network_address
from motcua.api.routing import router
from motcua.api.shapes.acts import TrackingAsked
from motcua.api.shapes.dossiers import Progress, SignatureShown, Verification
from motcua.dossiers.tracking import track
from motcua.dossiers.verification import Checked, check_code, check_file
from motcua.signing.rules import Verdict

TAGS = ["public"]
VerifyCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Za-z]{1,24}$"),
    Path(..., description="As in the address that the QR code on the result opens."),
]


@router.get(
    "/verify/{code}",
    response=Verification,
    operation_id="verifyCode",
    tags=TAGS,
    auth=None,
    summary="Check a result by its code",
)
def verify_code(request: HttpRequest, code: VerifyCode) -> HttpResponse:
    """Say who signed the kept paper and which dossier it belongs to; tries are counted."""
    return answer(
        _shown(check_code(code, address=network_address(request), by=ANONYMOUS, at=now()))
    )


@router.post(
    "/verify",
    response=Verification,
    operation_id="verifyFile",
    tags=TAGS,
    auth=None,
    summary="Check a signed PDF",
)
def verify_file(request: HttpRequest, file: UploadedFile) -> HttpResponse:
    """Say who signed a file, when, whether it is intact, and whether it was issued here."""
    content = file.read()
    return answer(
        _shown(check_file(content, address=network_address(request), by=ANONYMOUS, at=now()))
    )


def _shown(checked: Checked) -> Verification:
    return Verification(
        holds=checked.holds,
        is_issued_here=checked.is_issued_here,
        dossier_number=checked.dossier_number,
        procedure=checked.procedure,
        result_number=checked.result_number,
        agency=checked.agency,
        issued_at=checked.issued_at,
        signatures=[_signature(one) for one in checked.signatures],
    )


def _signature(verdict: Verdict) -> SignatureShown:
    return SignatureShown(
        signer=verdict.signer,
        issuer=verdict.issuer,
        serial=verdict.serial,
        signed_at=verdict.signed_at,
        is_time_stamped=verdict.is_time_stamped,
        intact=verdict.intact,
        trusted=verdict.trusted,
        holds=verdict.holds,
        covers_whole_file=verdict.covers_whole_file,
        is_sample=verdict.is_sample,
        reason=verdict.reason,
        revocation=verdict.revocation.value,
        findings=[finding.value for finding in verdict.findings],
        had_authority=verdict.office.entitled if verdict.office else None,
    )


@router.post(
    "/track",
    response=Progress,
    operation_id="trackDossier",
    tags=TAGS,
    auth=None,
    summary="See where a dossier stands",
)
def track_dossier(request: HttpRequest, asked: TrackingAsked) -> HttpResponse:
    """Status and dates for a number and a second fact; tries are counted by address."""
    progress = track(
        asked.number,
        asked.second,
        address=network_address(request),
        by=ANONYMOUS,
        at=now(),
    )
    return answer(Progress(**asdict(progress)))
