"""Who imports records of reform, opens, scores, appraises and reads assessments."""

from motcua.events.publishing import AUTHORS
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.reform.models import Assessment

APPRAISING = (Role.CONTROLLER,)
SCORING = (Role.SECTION_HEAD, Role.SIGNATORY, Role.CONTROLLER, Role.BUSINESS_ADMIN, Role.MONITOR)
READING_ALL = (Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER)


def require_the_system(actor: Actor) -> None:
    """Refuse people: nobody writes a figure by hand."""
    if actor != SYSTEM:
        raise NotPermitted


def require_organiser(actor: Actor) -> None:
    """Refuse whoever may not open a round of assessments."""
    if not actor.is_officer or not actor.has(*AUTHORS):
        raise NotPermitted


def may_score(actor: Actor, assessment: Assessment) -> bool:
    """Say whether somebody gives points for the agency that is assessed."""
    return actor.is_officer and actor.agency == assessment.held_by and actor.has(*SCORING)


def may_appraise(actor: Actor) -> bool:
    """Say whether somebody appraises assessments; not one's own, which the action looks at."""
    return actor.is_officer and actor.has(*APPRAISING)


def may_read(actor: Actor, assessment: Assessment) -> bool:
    """Say whether somebody sees an assessment: who watches sees all, others their own agency's."""
    if not actor.is_officer:
        return False
    own = actor.agency in (assessment.agency, assessment.held_by) and actor.has(*SCORING)
    return own or actor.has(*READING_ALL)


def require_scorer(actor: Actor, assessment: Assessment) -> None:
    """Refuse whoever may not score for this agency."""
    if not may_score(actor, assessment):
        raise NotPermitted


def require_appraiser(actor: Actor) -> None:
    """Refuse whoever does not appraise."""
    if not may_appraise(actor):
        raise NotPermitted
