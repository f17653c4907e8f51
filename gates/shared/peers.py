"""A peer in force on the system of a gate, as two persons put it there, and no other."""

from collections.abc import Sequence
from uuid import uuid4

from django.db import connection
from django.utils.timezone import now

from motcua.exchange import actions
from motcua.kernel.actors import Actor, Role


def an_officer(role: Role) -> Actor:
    """Return somebody who acts for some agency in a role."""
    return Actor(uuid4(), agency=uuid4(), roles=frozenset({role}))


def put_in_force(code: str, address: str, secret: str, verbs: Sequence[str]) -> None:
    """Forget the messages and peers of earlier runs, and put one peer in force."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM exchange_message")
        cursor.execute("DELETE FROM exchange_line")
        cursor.execute("DELETE FROM exchange_peerversion WHERE published_at IS NULL")
        cursor.execute(
            "UPDATE exchange_peerversion SET retired_at = now()"
            " WHERE retired_at IS NULL AND published_at IS NOT NULL"
        )
    one, other = an_officer(Role.BUSINESS_ADMIN), an_officer(Role.BUSINESS_ADMIN)
    given = actions.SetUp("Bên nhận của phép thử", address, secret, verbs, [])
    drafted = actions.draft(code, given, by=one, at=now())
    actions.propose(drafted.id, by=one, at=now())
    actions.publish(drafted.id, by=other, at=now())
