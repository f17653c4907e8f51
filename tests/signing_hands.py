"""Signatories with an authenticator app, and dossiers that wait for them."""

from datetime import datetime
from uuid import UUID

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, ShownDraft
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from motcua.people import actions as people
from motcua.people.models import Account, SecondFactor
from motcua.people.queries import secret_of
from motcua.people.totp import code_of, step_of
from tests.builders import a_dossier_at, a_procedure, a_signatory, task_id
from tests.calendars import MONDAY_MORNING


def an_account(person: UUID) -> Account:
    """Return somebody's account."""
    return Account.objects.get_or_create(login=str(person), person_id=person)[0]


def the_code(by: Actor, at: datetime) -> str:
    """Return the code that somebody's app shows at a moment."""
    factor = SecondFactor.objects.get(account__person=by.who)
    return code_of(secret_of(factor), step_of(at))


def with_app(by: Actor, at: datetime = MONDAY_MORNING) -> Actor:
    """Return somebody who has added an authenticator app, an hour before."""
    an_account(by.who)
    people.begin_second_factor(by=by, at=at)
    SecondFactor.objects.filter(account__person=by.who).update(confirmed_at=at)
    return by


def a_confirmation(by: Actor, at: datetime = MONDAY_MORNING) -> UUID:
    """Return the use of a code."""
    SecondFactor.objects.filter(account__person=by.who).update(last_step=0)
    return people.confirm(the_code(by, at), by=by, at=at).id


def dossiers_to_sign(many: int) -> tuple[list[Dossier], Actor]:
    """Return dossiers of one agency that wait for one signatory, who has an app."""
    procedure = a_procedure()
    dossiers = [a_dossier_at("sign", procedure) for _ in range(many)]
    return dossiers, with_app(a_signatory(dossiers[0]))


def read(dossier: Dossier, by: Actor, at: datetime = MONDAY_MORNING) -> ShownDraft:
    """Have a signatory open the draft of a dossier."""
    return actions.show_draft(DossierId(dossier.id), task_id(dossier), by=by, at=at)
