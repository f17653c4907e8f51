"""Correcting an issued result: returned, worded anew, signed, and issued in place of the old."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers import results
from motcua.dossiers.correction_rules import (
    CORRECTABLE,
    CorrectionOpen,
    CorrectionSigned,
    CorrectionUnsigned,
    NoCorrection,
    NothingToCorrect,
    check_fixes,
    check_said,
)
from motcua.dossiers.corrections import (
    Said,
    corrected,
    kinds_of_fields,
    open_correction,
    said_by,
    sealed,
)
from motcua.dossiers.holding import held
from motcua.dossiers.models import Correction, Dossier, Result, ShownDraft
from motcua.dossiers.numbering import next_result_number
from motcua.dossiers.permissions import require_concerned, require_settler
from motcua.dossiers.registering import line_of
from motcua.dossiers.rules import Status
from motcua.dossiers.shown_drafts import bytes_of, current_draft, lay_before
from motcua.dossiers.signing_rules import DraftNotRead
from motcua.dossiers.storing import put_result
from motcua.events.actions import Fact, record, record_all
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import DossierId, new_id, spoken_code
from motcua.organisations.models import Agency
from motcua.organisations.queries import officer_names
from motcua.results.actions import register, replace
from motcua.results.queries import entries_by_dossier
from motcua.signing.actions import Paper, attach


@transaction.atomic
def return_result(dossier_id: DossierId, *, reason: str, by: Actor, at: datetime) -> Correction:
    """Return a result with a mistake to who settled it, saying what is wrong (chuyển lại cơ quan
    giải quyết). The desk may, and everybody where the dossier was settled."""
    dossier = held(by, dossier_id)
    require_concerned(by, dossier)
    check_said(reason)
    _issued(dossier)
    if open_correction(dossier) is not None:
        raise CorrectionOpen
    correction = Correction(
        id=new_id(), dossier=dossier, reason=reason.strip(), asked_by=by.who, asked_at=at
    )
    _keep(correction, Said())
    correction.save(force_insert=True)
    record("result.returned", dossier.id, by=by, at=at)
    return correction


@transaction.atomic
def draft_correction(
    dossier_id: DossierId,
    *,
    content: str,
    fixes: Mapping[str, str],
    apology: str,
    by: Actor,
    at: datetime,
) -> Correction:
    """Word what is right: the content of the decision, answers by field, and the apology."""
    dossier = held(by, dossier_id)
    require_settler(by, dossier, Role.CASE_OFFICER, Role.SECTION_HEAD, Role.SIGNATORY)
    correction = _open(dossier)
    if correction.signed_at is not None:
        raise CorrectionSigned
    check_fixes(fixes, content, kinds_of_fields(dossier))
    _keep(correction, Said(content.strip(), fixes))
    correction.apology = apology.strip()
    correction.save()
    record("result.redrafted", dossier.id, by=by, at=at)
    return correction


@transaction.atomic
def show_correction(dossier_id: DossierId, *, by: Actor, at: datetime) -> ShownDraft:
    """Draw the corrected result as this signer would sign it today; note that they opened it."""
    dossier = held(by, dossier_id)
    correction, said = _to_sign(dossier, by)
    if correction.verify_code is None:
        correction.verify_code = spoken_code(20)
        correction.save(update_fields=["verify_code"])
    result = corrected(_issued(dossier), correction, said)
    return lay_before(dossier, result, correction.id, fixes=said.fixes, by=by, at=at)


def _to_sign(dossier: Dossier, by: Actor) -> tuple[Correction, Said]:
    require_settler(by, dossier, Role.SIGNATORY)
    correction = _open(dossier)
    if correction.signed_at is not None:
        raise CorrectionSigned
    said = said_by(correction)
    check_fixes(said.fixes, said.content, kinds_of_fields(dossier))
    return correction, said


@transaction.atomic
def sign_correction(dossier_id: DossierId, *, by: Actor, at: datetime) -> Correction:
    """Sign the corrected result as the competent person: exactly what they have opened.

    The key must lie on this machine: a correction is signed and goes on in one act.
    """
    dossier = held(by, dossier_id)
    correction, said = _to_sign(dossier, by)
    result = corrected(_issued(dossier), correction, said)
    shown = current_draft(dossier, result, correction.id, by, at, said.fixes)
    if shown is None:
        raise DraftNotRead
    drawn = bytes_of(shown)
    name = officer_names([by.who])[by.who]
    document, _ = attach(
        Paper(drawn, results.file_name(dossier), "draft", dossier.id),
        owner=by.who,
        kind="person",
        who=name,
        reason="Ký bản đính chính kết quả giải quyết thủ tục hành chính",
        stamp=results.signature_stamp(drawn, name, at),
        by=by,
        at=at,
    )
    correction.signer, correction.signed_at = by.person, at
    correction.signed_document = document.id
    correction.save()
    record("document.signed", dossier.id, by=by, at=at, document=document.id)
    return correction


@transaction.atomic
def issue_correction(dossier_id: DossierId, *, by: Actor, at: datetime) -> Result:
    """Number and seal the corrected result in place of the old one.

    The register links both and marks the old as replaced; so does the applicant's store. The old
    paper's QR code goes on to answer, saying so.
    """
    dossier = held(by, dossier_id)
    require_settler(by, dossier, Role.RECORDS_CLERK)
    correction, result = _open(dossier), _issued(dossier)
    if correction.signed_document is None:
        raise CorrectionUnsigned
    _note_old(correction, result)
    agency = Agency.objects.get(pk=by.office)
    number = next_result_number(agency.id, localdate(at))
    signed = documents_by_id([correction.signed_document])[correction.signed_document]
    content = content_of(signed)
    document, _ = attach(
        Paper(content, results.file_name(dossier), "result", dossier.id),
        owner=agency.id,
        kind="seal",
        who=agency.name,
        reason="Đóng dấu, cấp số bản đính chính",
        stamp=results.seal_stamp(content, number, at),
        by=by,
        at=at,
    )
    result.number, result.document = number, document.id
    _take_over(dossier, result, correction, by, at)
    facts: dict[str, object] = {"number": number, "old_number": correction.old_number}
    record_all([Fact("dossier.corrected", dossier.id, facts)], by=by, at=at)
    return result


def _take_over(
    dossier: Dossier, result: Result, correction: Correction, by: Actor, at: datetime
) -> None:
    """Put the corrected result in the place of the old: result, register, store."""
    said = said_by(correction)
    correction.issued_by, correction.issued_at = by.person, at
    # The old code moves out of the result before the correction takes it over.
    result.verify_code = correction.verify_code
    correction.verify_code = None
    result.content = said.content or result.content
    result.signer, result.signed_at = correction.signer, correction.signed_at
    result.signed_document = correction.signed_document
    result.issued_by, result.issued_at = by.person, at
    result.save()
    correction.save()
    if result.granted:
        _register(dossier, result, correction, by, at)
    dossier.revision += 1
    dossier.save(update_fields=["revision"])
    if dossier.status == Status.DELIVERED:
        put_result(dossier, by=by, at=at)


def _register(
    dossier: Dossier, result: Result, correction: Correction, by: Actor, at: datetime
) -> None:
    line = line_of(dossier, result, by.office, at)
    old = entries_by_dossier([dossier.id]).get(dossier.id)
    if old is None:
        register(line, dossier=dossier.id, document=result.document, by=by, at=at)
        return
    replace(
        old.id,
        line,
        reason=f"Đính chính: {correction.reason}"[:500],
        dossier=dossier.id,
        document=result.document,
        by=by,
        at=at,
    )


def _note_old(correction: Correction, result: Result) -> None:
    correction.old_number = result.number or ""
    correction.old_document = result.document
    correction.old_verify_code = result.verify_code
    correction.old_issued_at = result.issued_at


def _issued(dossier: Dossier) -> Result:
    result = Result.objects.filter(dossier=dossier, document__isnull=False).first()
    if result is None or Status(dossier.status) not in CORRECTABLE:
        raise NothingToCorrect
    return result


def _open(dossier: Dossier) -> Correction:
    correction = open_correction(dossier)
    if correction is None:
        raise NoCorrection
    return correction


def _keep(correction: Correction, said: Said) -> None:
    kept = sealed(said, correction.id)
    correction.wrapped_key, correction.sealed = kept.wrapped_key, kept.content
