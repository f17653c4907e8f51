"""Filling in for somebody else: begun, put to the applicant, confirmed by a code they tell."""

from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.dossiers.actions.filing import hand_in_draft
from motcua.dossiers.content import opened, row_of, sealed_answers
from motcua.dossiers.file_answers import with_own_files
from motcua.dossiers.fillings import begin_filling
from motcua.dossiers.helping import Helped, confirmation_code, sex_of
from motcua.dossiers.helping_rules import (
    TRIES,
    Confirmation,
    HelpsThemselves,
    WrongConfirmation,
    still_holds,
)
from motcua.dossiers.holding import held
from motcua.dossiers.models import Assistance, Dossier
from motcua.dossiers.opening import new_dossier
from motcua.dossiers.permissions import require_helper
from motcua.dossiers.prefill import prefilled_for_helper
from motcua.dossiers.requirements import checked_answers, papers_present, require_papers
from motcua.dossiers.rules import Channel, NotFiledThisWay
from motcua.dossiers.sources import as_kept
from motcua.events.actions import record
from motcua.forms.queries import definition
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import DossierId
from motcua.people.actions import count_attempt, register
from motcua.people.models import Person
from motcua.people.rules import Contact
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms

NAMED_TRIES, HOUR = 10, timedelta(hours=1)


def open_draft_for(
    helped: Helped, version: ProcedureVersion, *, case: str, by: Actor, at: datetime
) -> Dossier:
    """Open a draft that a helper fills in for somebody else (khai hộ).

    The person must be named by number, name and birth date as the register knows them; tries are
    counted. The helper is shown nothing of what the system knows of the person beyond that.
    """
    if by.person is None:
        raise NotPermitted
    count_attempt("helped", str(by.person), most=NAMED_TRIES, window=HOUR, by=by, at=at)
    return _open_draft_for(helped, version, case=case, by=by, at=at)


@transaction.atomic
def _open_draft_for(
    helped: Helped, version: ProcedureVersion, *, case: str, by: Actor, at: datetime
) -> Dossier:
    if not version.can_be_filed_online:
        raise NotFiledThisWay
    applicant = _registered(helped, by, at)
    if applicant.id == by.person:
        raise HelpsThemselves
    kept = terms(version.id)
    dossier = new_dossier(kept, applicant, case, Channel.ONLINE, by, at)
    dossier.assisting_agency_id = by.agency
    dossier.save(force_insert=True)
    form = definition(version.form_id) if version.form_id else {"pages": []}
    begun = prefilled_for_helper(form, applicant)
    sealed_answers(dossier, begun.answers).save(force_insert=True)
    begin_filling(dossier, as_kept(begun.sources, at))
    Assistance.objects.create(dossier=dossier, helper=by.who, agency=by.agency, began_at=at)
    record("dossier.opened", dossier.id, by=by, at=at, procedure=kept.code, helped=True)
    return dossier


def _registered(helped: Helped, by: Actor, at: datetime) -> Person:
    return register(
        helped.full_name,
        Contact(helped.personal_number),
        birth_date=helped.birth_date,
        sex=sex_of(helped),
        verified=True,
        by=by,
        at=at,
    )


@transaction.atomic
def ask_confirmation(dossier_id: DossierId, *, by: Actor, at: datetime) -> Dossier:
    """Put what was filled in to the applicant, whole and right; they are told, with a code.

    Any change afterwards takes the question back. Asking again makes the earlier code worthless.
    """
    dossier = held(by, dossier_id)
    require_helper(by, dossier)
    kept = terms(dossier.procedure_id)
    row = row_of(dossier)
    answers = checked_answers(kept, opened(row) if row else {}, dossier.case, localdate(at))
    with_own_files(kept, answers, dossier=dossier, uploaded_by=None)
    require_papers(dossier, kept, answers, papers_present(dossier))
    Assistance.objects.filter(dossier=dossier).update(asked_at=at)
    dossier.revision += 1
    dossier.save(update_fields=["revision"])
    record("dossier.confirmation_asked", dossier.id, by=by, at=at)
    return dossier


def confirm_by_code(
    dossier_id: DossierId, *, code: str, key: UUID, by: Actor, at: datetime
) -> Dossier:
    """Hand in what a helper filled in, with the code that the applicant told them.

    A few wrong codes are refused for a while; the same key again changes nothing.
    """
    count_attempt("confirm-filing", str(dossier_id), most=TRIES, window=HOUR, by=by, at=at)
    return _confirm_by_code(dossier_id, code=code, key=key, by=by, at=at)


@transaction.atomic
def _confirm_by_code(
    dossier_id: DossierId, *, code: str, key: UUID, by: Actor, at: datetime
) -> Dossier:
    dossier = held(by, dossier_id)
    if dossier.submission_key == key and dossier.filed_by == by.person:
        return dossier
    require_helper(by, dossier)
    told = confirmation_code(dossier)
    assistance = Assistance.objects.get(dossier=dossier)
    is_right = compare_digest(told.encode(), "".join(code.split()).encode())
    if not told or not is_right or not still_holds(assistance.asked_at, at):
        raise WrongConfirmation
    return hand_in_draft(dossier, key, Confirmation.CODE, by=by, at=at)
