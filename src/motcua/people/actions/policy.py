"""Adopting what is demanded of those who sign in."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.people.models import SignInPolicy
from motcua.people.policy_rules import PolicyWrong, policy_from, written


@transaction.atomic
def adopt_policy(
    said: Mapping[str, object], *, from_on: date, basis: str, by: Actor, at: datetime
) -> SignInPolicy:
    """Adopt a policy from a day on, with what it rests on.

    No person calls it: two of them do, through `motcua.configuration`. The one of the same day
    gives way, those of other days stay.
    """
    if by != SYSTEM:
        raise NotPermitted
    if not basis.strip():
        raise PolicyWrong(why="thiếu căn cứ")
    values = written(policy_from(said))
    SignInPolicy.objects.filter(from_on=from_on).delete()
    adopted = SignInPolicy.objects.create(
        id=new_id(), from_on=from_on, basis=basis.strip()[:300], values=values
    )
    record("sign_in_policy.adopted", adopted.id, by=by, at=at, from_on=from_on)
    return adopted
