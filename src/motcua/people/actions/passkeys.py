"""Passkeys: added, used and taken away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.people.models import Account, Passkey, SecondFactor
from motcua.people.passkeys import credential_in, made, proven
from motcua.people.rules import PasskeyWrong, SecondFactorMissing


@transaction.atomic
def add_passkey(answer: str, challenge: bytes, *, name: str, by: Actor, at: datetime) -> Passkey:
    """Keep a passkey that a device of one's own has just made.

    An authenticator app comes first: it works on every device, also without scripts.
    """
    account = Account.objects.select_for_update().get(person=by.who)
    if not SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists():
        raise SecondFactorMissing
    new = made(answer, challenge)
    if Passkey.objects.filter(credential_id=new.credential_id).exists():
        raise PasskeyWrong
    kept = Passkey.objects.create(
        account=account,
        credential_id=new.credential_id,
        public_key=new.public_key,
        sign_count=new.sign_count,
        name=name.strip()[:60] or "Khóa truy cập",
        added_at=at,
    )
    record("passkey.added", by.who, by=by, at=at, passkey=kept.id)
    return kept


@transaction.atomic
def check_passkey(
    account: Account, answer: str, challenge: bytes, *, by: Actor, at: datetime
) -> None:
    """Accept the answer of a passkey of an account to the question just asked, at a sign-in."""
    known = (
        Passkey.objects.select_for_update()
        .filter(account=account, credential_id=credential_in(answer))
        .first()
    )
    if known is None:
        raise PasskeyWrong
    known.sign_count = proven(answer, challenge, known)
    known.used_at = at
    known.save(update_fields=["sign_count", "used_at"])


@transaction.atomic
def remove_passkey(passkey: UUID, *, by: Actor, at: datetime) -> None:
    """Give up a passkey of one's own."""
    removed, _ = Passkey.objects.filter(pk=passkey, account__person=by.who).delete()
    if not removed:
        raise NotFound
    record("passkey.removed", by.who, by=by, at=at, passkey=passkey)
