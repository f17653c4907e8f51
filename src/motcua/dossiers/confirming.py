"""Whether an act of signing is confirmed with a one-time code, as the province has set it."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from motcua.deadlines.queries import clock_terms
from motcua.kernel.actors import Actor
from motcua.people.actions import spend
from motcua.people.queries import has_second_factor
from motcua.people.rules import SecondFactorMissing


def code_is_asked(person: UUID, at: datetime) -> bool:
    """Say whether this person confirms a single signature with a code."""
    asked = clock_terms(localdate(at)).sign_with_code
    return asked == "always" or (asked == "enrolled" and has_second_factor(person))


def require_confirmed(confirmation: UUID | None, *, by: Actor, at: datetime) -> None:
    """Refuse a single signature without the code that is asked for; a confirmation is spent."""
    if confirmation is None and not code_is_asked(by.who, at):
        return
    require_code(confirmation, by=by, at=at)


def require_code(confirmation: UUID | None, *, by: Actor, at: datetime) -> None:
    """Refuse what always needs a code; a confirmation is spent."""
    if confirmation is None and not has_second_factor(by.who):
        raise SecondFactorMissing
    spend(confirmation, by=by, at=at)
