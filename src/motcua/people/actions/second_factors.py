"""Second factors: an authenticator app, codes kept on paper, and what they confirm."""

from base64 import b32encode
from datetime import datetime, timedelta
from secrets import token_bytes
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import PersonId
from motcua.people.actions.accounts import count_attempt, forget_attempts
from motcua.people.actions.sessions import end_sign_ins, note
from motcua.people.models import (
    Account,
    Confirmation,
    Passkey,
    RecoveryCode,
    SecondFactor,
    SignIn,
)
from motcua.people.queries import secret_of
from motcua.people.rules import (
    CodeUsed,
    CodeWrong,
    SecondFactorKnown,
    SecondFactorMissing,
    SecondFactorNeeded,
    TwoHandsNeeded,
)
from motcua.people.sealing import sealer
from motcua.people.sign_in_rules import Happened, Origin, Proof
from motcua.people.totp import DIGITS, matching_step

CODE_TRIES, CODE_WINDOW = 5, timedelta(minutes=15)
CONFIRMED_FOR = timedelta(minutes=5)  # from the code to the act it confirms
SECRET_BYTES = 20
RECOVERY_CODES, RECOVERY_BYTES = 10, 5  # each of 40 bits, and five tries in a quarter of an hour


@transaction.atomic
def begin_second_factor(*, by: Actor, at: datetime) -> SecondFactor:
    """Make a new secret for one's own account; it counts once a code of it was entered."""
    account = Account.objects.select_for_update().get(person=by.who)
    if SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists():
        raise SecondFactorKnown
    sealed = sealer().seal({"secret": token_bytes(SECRET_BYTES).hex()}, account.id.bytes)
    begun, _ = SecondFactor.objects.update_or_create(
        account=account,
        defaults={
            "wrapped_key": sealed.wrapped_key,
            "sealed": sealed.content,
            "begun_at": at,
            "last_step": 0,
        },
    )
    return begun


def confirm_second_factor(code: str, *, by: Actor, at: datetime) -> list[str]:
    """Take a second factor into use by entering its first code; return the codes to keep on paper.

    Those are shown once: only their keyed hashes stay.
    """
    known = SecondFactor.objects.filter(account__person=by.who).first()
    if known is None:
        raise SecondFactorMissing
    if known.confirmed_at is not None:
        raise SecondFactorKnown
    _take_code(known, code, by, at)
    with transaction.atomic():
        SecondFactor.objects.filter(pk=known.pk).update(confirmed_at=at)
        record("second_factor.added", by.who, by=by, at=at)
        return _new_recovery_codes(known.account, at)


def renew_recovery_codes(code: str, *, by: Actor, at: datetime) -> list[str]:
    """Return new codes to keep on paper, for a code of the app; the old ones are worth nothing."""
    spend(confirm(code, by=by, at=at).id, by=by, at=at)
    with transaction.atomic():
        record("recovery_codes.renewed", by.who, by=by, at=at)
        return _new_recovery_codes(Account.objects.get(person=by.who), at)


def _new_recovery_codes(account: Account, at: datetime) -> list[str]:
    codes = [b32encode(token_bytes(RECOVERY_BYTES)).decode() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=_recovery_digest(account, code), made_at=at)
        for code in codes
    )
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _recovery_digest(account: Account, code: str) -> bytes:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return sealer().digest("recovery-code", f"{account.pk}|{plain}")


def check_code(account: Account, code: str, *, by: Actor, at: datetime) -> None:
    """Accept the code of an account's app, or one kept on paper, at a sign-in; each once.

    Wrong ones are counted together: five in a quarter of an hour.
    """
    who = Actor(account.person_id)
    known = SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()
    if known is None:
        raise SecondFactorMissing
    digits = "".join(code.split())
    if len(digits) == DIGITS:
        _take_code(known, digits, who, at)
        return
    _count_code(who, at)
    unused = RecoveryCode.objects.filter(digest=_recovery_digest(account, code), used_at=None)
    if not unused.update(used_at=at):
        raise CodeWrong
    forget_attempts("second-factor", str(who.who), by=by, at=at)
    record("recovery_code.used", who.who, by=who, at=at)


def refused_second_step(account: Account, *, origin: Origin, by: Actor, at: datetime) -> None:
    """Write in the log that somebody knew the password and not the code."""
    note(Happened.REFUSED, account, origin=origin, by=by, at=at)


def _count_code(by: Actor, at: datetime) -> None:
    who = str(by.who)
    count_attempt("second-factor", who, most=CODE_TRIES, window=CODE_WINDOW, by=by, at=at)


def confirm(code: str, *, by: Actor, at: datetime) -> Confirmation:
    """Enter a code for the act that follows; wrong ones are counted, none is taken twice."""
    known = SecondFactor.objects.filter(account__person=by.who, confirmed_at__isnull=False).first()
    if known is None:
        raise SecondFactorMissing
    _take_code(known, code, by, at)
    return Confirmation.objects.create(person_id=by.who, given_at=at)


def _take_code(known: SecondFactor, code: str, by: Actor, at: datetime) -> None:
    _count_code(by, at)
    step = matching_step(secret_of(known), code, at)
    if step is None:
        raise CodeWrong
    newer = SecondFactor.objects.filter(pk=known.pk, last_step__lt=step)
    if not newer.update(last_step=step):
        raise CodeUsed
    forget_attempts("second-factor", str(by.who), by=by, at=at)


@transaction.atomic(savepoint=False)
def spend(confirmation: UUID | None, *, by: Actor, at: datetime) -> None:
    """Use a confirmation for the one act that it is good for; refuse without one of one's own."""
    if confirmation is None:
        raise SecondFactorNeeded
    unspent = Confirmation.objects.filter(
        pk=confirmation, person=by.who, spent_at=None, given_at__gt=at - CONFIRMED_FOR
    )
    if not unspent.update(spent_at=at):
        raise SecondFactorNeeded


def remove_second_factor(code: str, *, by: Actor, at: datetime) -> None:
    """Give up one's second factor, with a code of it: to begin again on another device."""
    confirmation = confirm(code, by=by, at=at)
    with transaction.atomic():
        spend(confirmation.id, by=by, at=at)
        _forget_factors(by.who)
        record("second_factor.removed", by.who, by=by, at=at)


@transaction.atomic
def reset_second_factor(person: PersonId, proof: Proof, *, by: Actor, at: datetime) -> None:
    """Take away the second factor of somebody whose device is lost; `proof` is how they were known.

    A technical admin does so, not for themselves, or whoever runs the system; never who has just
    handed the same person a password. The person's sessions end, and the next sign-in begins with a
    new device.
    """
    if by != SYSTEM and (not by.has(Role.TECHNICAL_ADMIN) or by.person == person):
        raise NotPermitted
    account = Account.objects.select_for_update().filter(person=person).first()
    if account is not None and by.person is not None and account.password_given_by == by.person:
        raise TwoHandsNeeded
    if not _forget_factors(person):
        raise NotFound
    end_sign_ins(SignIn.objects.filter(account__person=person), Happened.ENDED, by=by, at=at)
    record("second_factor.reset", person, by=by, at=at, proof=proof.value)


def _forget_factors(person: UUID) -> int:
    """Delete app, passkeys and codes on paper of a person; return how many apps there were."""
    RecoveryCode.objects.filter(account__person=person).delete()
    Passkey.objects.filter(account__person=person).delete()
    forgotten, _ = SecondFactor.objects.filter(account__person=person).delete()
    return forgotten
